import type { DialogLanguage } from '../../dialog/case-type.ts'
import { chineseFor, chineseVerb } from './labels-zh.ts'
import { joinChinese, wordsOf } from './name-words.ts'

/** What a tool without hand-written sentences is for, made from its name. */
export interface Goal {
  /** An infinitive without “to”: “look up the price forecasts”, “查询价格预报”. */
  readonly text: string
  /** Whether something is changed in the world, rather than looked up. */
  readonly acts: boolean
  /** The thing spoken of: “price forecasts”, “价格预报”. */
  readonly noun: string
}

const LOOKS =
  'get list fetch retrieve show find search check lookup read browse explore query view track compare count download detect calculate convert translate generate validate verify test resolve describe render'
const ACTS =
  'create add update edit delete remove send post set book open close start stop upload join leave invite share rename archive cancel move reply reserve subscribe write put save make push mark enable disable revoke unarchive kick complete schedule end kill register assign approve reject deny accept connect disconnect execute run install lock unlock pin unpin clear reset'
const LOOK_VERBS = new Set(LOOKS.split(' '))
const ACT_VERBS = new Set(ACTS.split(' '))
const isVerb = (word: string): boolean => LOOK_VERBS.has(word) || ACT_VERBS.has(word)

const SMALL = new Set([
  'a',
  'an',
  'the',
  'my',
  'all',
  'by',
  'for',
  'from',
  'in',
  'of',
  'on',
  'to',
  'with',
  'and',
  'or',
  'at',
  'as',
  'into',
])
/** Words of programming that say nothing to a user. */
const NOISE = new Set([
  'api',
  'endpoint',
  'v1',
  'v2',
  'v3',
  'v4',
  'rest',
  'json',
  'request',
  'method',
  'function',
  'copy',
])

const isKnown = (word: string): boolean => isVerb(word) || SMALL.has(word) || chineseFor(word) !== undefined

/** `getuserbyname` → get, user, by, name; the word itself where it does not come apart without a rest. */
function apart(word: string): string[] {
  if (word.length < 7 || isKnown(word) || /\d/.test(word)) return [word]
  const best: (string[] | undefined)[] = [[]]
  for (let end = 1; end <= word.length; end++) {
    for (let start = 0; start < end; start++) {
      const before = best[start]
      const part = word.slice(start, end)
      if (!before || part.length < 2 || !isKnown(part)) continue
      const found = [...before, part]
      const known = best[end]
      if (!known || found.length < known.length) best[end] = found
    }
  }
  const verb = [...LOOK_VERBS, ...ACT_VERBS].find(
    (v) => v.length > 2 && word.startsWith(v) && word.length > v.length + 3,
  )
  return best[word.length] ?? (verb ? [verb, word.slice(verb.length)] : [word])
}

/** The words that carry meaning; ToolBench names end in `_for_<name of the API>`. */
function tellingWords(name: string): string[] {
  const own = name.split(/_for_(?=[a-z0-9_]*$)/i)[0] ?? name
  const words = wordsOf(own.length > 2 ? own : name)
    .flatMap(apart)
    .filter((word) => !NOISE.has(word.replace(/\d+$/, '')))
  while (words.length > 1 && (SMALL.has(words.at(-1) ?? '') || /^\d+$/.test(words.at(-1) ?? ''))) words.pop()
  return words.length > 0 ? words : wordsOf(name)
}

/** The name of the API that a ToolBench name ends in: “Yahoo Finance”. */
export function sourceOf(name: string): string | undefined {
  const source = /_for_([a-z0-9_]+)$/i.exec(name)?.[1]
  const words = source === undefined ? [] : wordsOf(source).filter((word) => !NOISE.has(word))
  if (words.length === 0 || words.length > 4) return undefined
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}

function english(verb: string | undefined, rest: readonly string[]): string {
  const noun = rest.join(' ')
  const bare = SMALL.has(rest[0] ?? '')
  if (verb === undefined) return bare ? `look something up ${noun}` : `look up the ${noun}`
  if (rest.length === 0) return `${verb} something`
  if (verb === 'search') return `search ${bare ? noun : `the ${noun}`}`
  const article = bare
    ? ''
    : ['create', 'add', 'send', 'post', 'write'].includes(verb) && !noun.endsWith('s')
      ? /^[aeiou]/.test(noun)
        ? 'an '
        : 'a '
      : 'the '
  return `${verb === 'get' ? 'look up' : verb} ${article}${noun}`
}

/** “X by Y” is 按Y…X, “X of / in / for / from Y” is Y的X. */
function chineseNoun(words: readonly string[]): { noun: string; by: string } {
  const say = (list: readonly string[]): string => {
    const own = list.filter((word) => !SMALL.has(word))
    const said = own.map((word) => (/^\d+$/.test(word) ? word : chineseFor(word)))
    // Half in Chinese, half in English reads worse than the English term as it is.
    if (said.every((word) => word !== undefined)) return joinChinese(said)
    const from = list.findIndex((word) => !SMALL.has(word))
    return own.length === 1 ? (own[0] ?? '') : `“${list.slice(from).join(' ')}”`
  }
  const at = words.findIndex((word, i) => i > 0 && SMALL.has(word) && i < words.length - 1)
  if (at < 0) return { noun: say(words), by: '' }
  const head = say(words.slice(0, at))
  const tail = say(words.slice(at + 1))
  if (words[at] === 'by') return { noun: head, by: tail }
  return { noun: tail === '' ? head : `${tail}的${head}`, by: '' }
}

function chinese(verb: string | undefined, rest: readonly string[]): { text: string; noun: string } {
  const { noun, by } = chineseNoun(rest)
  const doing = verb === undefined ? '查询' : (chineseVerb(verb) ?? (ACT_VERBS.has(verb) ? '处理' : '查询'))
  const text = joinChinese([...(by === '' ? [] : [`按${by}`]), doing, noun === '' ? '信息' : noun])
  return { text, noun: noun === '' ? '信息' : noun }
}

/** The verb in its plain form: “Lists” → list, “Retrieves” → retrieve; undefined for any other word. */
function plainVerb(word: string): string | undefined {
  const lower = word.toLowerCase()
  return [lower, lower.replace(/s$/, ''), lower.replace(/es$/, '')].find(isVerb)
}

/** A short first sentence that says what is done, as descriptions often begin: “Lists all channels in a team.” */
function fromDescription(description: string): string | undefined {
  const first = /^[^.!?:;\n()|<>{}*`]+/.exec(description.trim())?.[0].trim() ?? ''
  const [head = '', ...rest] = first.split(/\s+/)
  const verb = plainVerb(head)
  const fits = verb !== undefined && rest.length >= 2 && rest.length <= 11 && /^[\x20-\x7e’]+$/.test(first)
  // A second verb in the third person would not agree with the first any more.
  if (!fits || /\b(and|or) \w+s\b/i.test(first) || /\b(this|api|endpoint|method|call)\b/i.test(first))
    return undefined
  return [verb, ...rest].join(' ')
}

/**
 * What a tool is for, from its name, and in English from its description where that begins with a plain sentence.
 *
 * @param description may be empty
 */
export function goalOf(name: string, description: string, language: DialogLanguage): Goal {
  const words = tellingWords(name)
  // `conversations_list` puts its verb last, `getBook` first.
  const last = words.length - 1
  const at = isVerb(words[last] ?? '') && !isVerb(words[0] ?? '') ? last : words.findIndex(isVerb)
  const verb = words[at]
  const rest = words.filter((_, i) => i !== at)
  const acts = verb !== undefined && ACT_VERBS.has(verb)
  if (language === 'zh') return { ...chinese(verb, rest), acts }
  const telling = rest.filter((word, i) => i > 0 || !SMALL.has(word)).join(' ')
  const noun = telling === '' ? 'entries' : telling
  return { text: fromDescription(description) ?? english(verb, rest), acts, noun }
}
