import type { AssistantTurn, Dialog } from '../dialog/dialog.ts'
import { ExactNumber, isExactObject, tryReadJson } from '../json/exact.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { mentionsAll } from '../tool-call/mention.ts'
import type { Sample } from './sample.ts'

type Missing = NonNullable<Sample['missing']>

const COMMON = new Set([
  'this',
  'that',
  'with',
  'from',
  'which',
  'what',
  'your',
  'will',
  'would',
  'should',
  'have',
])

/** `cityName`, `city_name` → `city name`. */
const spaced = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim()
    .toLowerCase()

/** Runs of two or more Chinese characters that stand in both texts, longest first. */
function sharedHan(a: string, b: string): string[] {
  const found: string[] = []
  for (const run of a.match(/\p{Script=Han}{2,}/gu) ?? []) {
    for (let start = 0; start + 2 <= run.length; ) {
      let end = start
      while (end < run.length && b.includes(run.slice(start, end + 1))) end++
      if (end - start >= 2) found.push(run.slice(start, end))
      start = Math.max(end, start + 1)
    }
  }
  return found.sort((x, y) => y.length - x.length)
}

/** Words by which the question names the parameter: from its name, or shared with its description. */
function wordings(name: string, description: string, question: string): string[] {
  const said = question.toLowerCase()
  const words = [...spaced(name).split(' '), ...(description.toLowerCase().match(/[a-z]{4,}/g) ?? [])]
  const latin = words.filter((word) => word.length > 2 && !COMMON.has(word) && said.includes(word))
  return [...new Set([spaced(name), ...latin, ...sharedHan(description, question)])].filter((w) => w !== name)
}

interface Parameter {
  readonly name: string
  readonly description: string
}

/** Top-level required parameters of a tool; none where its schema does not say. */
function requiredParameters(tool: Tool): Parameter[] {
  const schema = tryReadJson(tool.parameters)
  if (!isExactObject(schema)) return []
  const required = schema.get('required')
  const properties = schema.get('properties')
  if (!Array.isArray(required)) return []
  return required.flatMap((name) => {
    if (typeof name !== 'string') return []
    const property = isExactObject(properties) ? properties.get(name) : undefined
    const description = isExactObject(property) ? property.get('description') : undefined
    return [{ name, description: typeof description === 'string' ? description : '' }]
  })
}

const nextCalls = (dialog: Pick<Dialog, 'turns'>, from: number): readonly ToolCall[] => {
  const turn = dialog.turns
    .slice(from)
    .find((t): t is AssistantTurn => t.from === 'assistant' && t.answer.kind === 'calls')
  return turn?.answer.kind === 'calls' ? turn.answer.calls : []
}

/** What questions are made of; what is left of one is what it asks for. */
const ASKING =
  /请问|请您?|告诉我?|提供|确认|知道|需要|可以办?|能否|能不能|要填|填写|还差|还缺|缺少|一项|一下|什么|多少|哪一?个?|怎么|不过|好的|好吗|当然|没问题|为您|帮您|您的|你的|您|你|我|是|呢|吗|吧|以及|信息|才能|继续/gu

const nouns = (question: string): string[] =>
  [...new Set(question.replace(ASKING, ' ').match(/\p{Script=Han}+/gu) ?? [])].slice(0, 3)

interface Candidate extends Parameter {
  /** Its value in the call was said before the question. */
  readonly known: boolean
}

/** Required parameters of the calls that follow the question. */
function candidates(dialog: Pick<Dialog, 'turns'>, index: number, tools: readonly Tool[]): Candidate[] {
  const before = dialog.turns.slice(0, index).flatMap((turn) => (turn.from === 'user' ? [turn.text] : []))
  return nextCalls(dialog, index + 1).flatMap((call) => {
    const values = tryReadJson(call.arguments)
    const tool = tools.find(({ name }) => name === call.name)
    return (tool === undefined ? [] : requiredParameters(tool)).map((parameter) => {
      const value = isExactObject(values) ? values.get(parameter.name) : undefined
      const text = value instanceof ExactNumber ? value.text : value
      return { ...parameter, known: typeof text === 'string' && before.some((said) => said.includes(text)) }
    })
  })
}

/**
 * What the question at `index` asks for: required parameters of the calls that follow which the question names by
 * their name or by a word of their description; or, where only one of them was unknown, that one, named by what a
 * Chinese question asks for. Undefined where it cannot be told: a label must satisfy its own rule.
 */
export function missingAt(
  dialog: Pick<Dialog, 'turns'>,
  index: number,
  tools: readonly Tool[],
): Missing | undefined {
  const turn = dialog.turns[index]
  if (turn?.from !== 'assistant' || turn.answer.kind !== 'text') return undefined
  const question = turn.answer.text
  const found = new Map<string, Missing[number]>()
  const all = candidates(dialog, index, tools)
  for (const { name, description } of all) {
    const ways = wordings(name, description, question)
    const named = { name, wordings: ways }
    if (mentionsAll(question, [named])) found.set(name, named)
  }
  const unknown = new Map(all.filter(({ known }) => !known).map((one) => [one.name, one]))
  const [only] = unknown.values()
  const asked = nouns(question)
  if (found.size === 0 && only !== undefined && unknown.size === 1 && asked.length > 0)
    found.set(only.name, { name: only.name, wordings: [spaced(only.name), ...asked] })
  return found.size === 0 ? undefined : [...found.values()]
}
