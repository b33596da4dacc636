import type { DialogLanguage } from '../../dialog/case-type.ts'
import type { Random } from '../../random/random.ts'

/** How the user of a dialog talks, by style: what may stand before a request and behind it. */
interface Manner {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const NONE: Manner = { before: [], after: [] }

const EN: Readonly<Record<string, Manner>> = {
  polite: {
    before: ['Excuse me. ', 'Good morning! ', 'If it is no trouble: '],
    after: [' Thank you very much.', ' Many thanks in advance.', ' That would be kind.'],
  },
  chatty: {
    before: ['Hey there! ', 'Oh, before I forget: ', 'You know what? ', 'What a day. '],
    after: [' You are a lifesaver!', ' Thanks a bunch!', ' I have been meaning to do that for days.'],
  },
  formal: {
    before: ['Good day. ', 'Regarding another matter: '],
    after: [' Kind regards.', ' I look forward to your answer.'],
  },
  hurried: {
    before: ['Quick one: ', 'I am almost out of the door. ', 'No time to lose: '],
    after: [' Fast, please.', ' I have two minutes.'],
  },
  detailed: {
    before: ['To be exact about it: ', 'Let me spell it out. '],
    after: [' Please stick to exactly that.', ' Those are all the details I have.'],
  },
  colloquial: { before: ['Hey, ', 'So, ', 'Right then. '], after: [' Cheers!', ' Ta.', ' Cool, thanks.'] },
  hesitant: {
    before: ['Hm, I am not sure you can do this. ', 'Maybe you can help me. ', 'I think I need this: '],
    after: [' If that is possible at all.', ' I hope I said that right.'],
  },
  expert: {
    before: ['Standard query: ', 'You know the drill. '],
    after: [' Just the facts, please.', ' No commentary needed.'],
  },
  storytelling: {
    before: [
      'I have been sorting out my week since breakfast, and here is the next thing. ',
      'My sister called this morning and reminded me of something. ',
      'We were sitting in the garden when it came to me. ',
    ],
    after: [' That would make the story complete.', ' Otherwise I will never hear the end of it.'],
  },
  orderly: {
    before: ['Next item on my list. ', 'Point by point: '],
    after: [' Then I can tick that off.', ' After that we go on.'],
  },
}

const ZH: Readonly<Record<string, Manner>> = {
  polite: {
    before: ['打扰一下，', '您好，', '方便的话，'],
    after: ['非常感谢！', '麻烦您了。', '先谢谢了。'],
  },
  chatty: {
    before: ['哈喽！', '对了，差点忘了，', '今天可真忙。'],
    after: ['你真是帮大忙啦！', '谢谢谢谢！', '这事儿我惦记好几天了。'],
  },
  formal: { before: ['您好。', '另有一事相询：'], after: ['谢谢。', '盼复。'] },
  hurried: { before: ['快快快，', '我马上要出门了，', '时间紧，'], after: ['尽快哈。', '我只有两分钟。'] },
  detailed: {
    before: ['我说得细一点：', '要求是这样的：'],
    after: ['请严格按这个来。', '我知道的就这些细节。'],
  },
  colloquial: { before: ['诶，', '那个，', '话说，'], after: ['谢啦。', '多谢哈。', '妥了告诉我一声。'] },
  hesitant: {
    before: ['不知道你能不能办，', '嗯……我想想，', '可能要麻烦你，'],
    after: ['不行的话也没关系。', '不知道我说清楚没有。'],
  },
  expert: { before: ['老规矩：', '直接来：'], after: ['只要结果。', '不用解释。'] },
  storytelling: {
    before: [
      '一早上都在安排这周的事，刚好轮到这件。',
      '早上姐姐来电话，提醒了我一件事。',
      '刚才在院子里坐着，突然想起来。',
    ],
    after: ['这样这件事就圆满了。', '不然家里人又要念叨我了。'],
  },
  orderly: { before: ['清单上的下一项：', '一件一件来。'], after: ['办完我就划掉。', '然后再说下一件。'] },
}

/** Words that join a later need to what went before. */
const NEXT: Readonly<Record<DialogLanguage, readonly string[]>> = {
  en: [
    'Now something else. ',
    'One more thing. ',
    'Next. ',
    'Thanks! ',
    'Great. ',
    'While we are at it: ',
    '',
  ],
  zh: ['另外，', '还有一件事，', '好的，接下来，', '谢谢！', '顺便，', '再帮个忙，', ''],
}

const lower = (text: string): string =>
  /^(I\b|I'|[A-Z]{2}|“)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** Two parts of speech: behind a comma the second starts small. */
export const joined = (before: string, sentence: string): string =>
  /[,]\s*$/.test(before) ? before + lower(sentence) : before + sentence

/** A request in the user's manner; not every time, since nobody greets in every sentence. */
export function inManner(
  sentence: string,
  style: string,
  language: DialogLanguage,
  random: Random,
  opening: boolean,
): string {
  const manner = (language === 'zh' ? ZH : EN)[style] ?? NONE
  const styled = manner.before.length > 0 && random.chance(opening ? 0.7 : 0.3)
  const before = styled
    ? random.pick(manner.before)
    : opening || random.chance(0.4)
      ? ''
      : random.pick(NEXT[language])
  const gap = language === 'zh' || /[.?!”)]$/.test(sentence) ? '' : '.'
  const after = manner.after.length > 0 && random.chance(0.25) ? random.pick(manner.after) : ''
  return joined(before, sentence) + (after === '' ? '' : gap + after)
}

/** A sentence behind “then”, “then” in any language. */
export function chained(first: string, second: string, language: DialogLanguage, random: Random): string {
  const link =
    language === 'zh'
      ? random.pick(['然后', '接着', '之后再'])
      : random.pick([' Then, ', ' After that, ', ' Once you have that, '])
  return joined(first + link, language === 'zh' ? plainly(second) : second)
}

/** A Chinese question as a request: behind “然后” nobody asks “能不能”. */
function plainly(sentence: string): string {
  if (!sentence.startsWith('能不能')) return sentence
  const asked = sentence.indexOf('？')
  const rest = sentence.slice(asked + 1)
  return `帮我${sentence.slice(3, asked)}${rest === '' ? '。' : `，${rest}`}`
}

/** A second request that does not wait for the first. */
export function alongside(first: string, second: string, language: DialogLanguage, random: Random): string {
  const link =
    language === 'zh'
      ? random.pick(['同时，', '另外，', '顺便，'])
      : random.pick([' At the same time, ', ' And, independent of that, ', ' Also, '])
  return joined(first + link, second)
}
