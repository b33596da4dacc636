import type { Tool } from '../tool/tool.ts'
import { bestPairs } from './assign.ts'
import type { Answer, ToolCall } from './call.ts'
import { argumentKeys } from './match.ts'
import { type ReadAnswer, readBeside } from './read.ts'
import type { Score, ScoreRequest } from './score-request.ts'
import { compareStrictly, readLabel } from './score-strict.ts'
import type { WhyCode } from './why.ts'

interface Facts {
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

const factsOf = (calls: readonly ToolCall[], tools: ReadonlyMap<string, Tool> | undefined): Facts[] =>
  calls.map((call) => ({ name: call.name, values: argumentKeys(call, tools) ?? new Map() }))

/** Shared ÷ all, each as often as it stands; 1 for nothing against nothing. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>()
  for (const text of a) left.set(text, (left.get(text) ?? 0) + 1)
  let shared = 0
  for (const text of b) {
    const open = left.get(text) ?? 0
    if (open > 0) shared++
    left.set(text, open - 1)
  }
  const all = a.length + b.length - shared
  return all === 0 ? 1 : shared / all
}

interface Gain {
  readonly names: number
  readonly values: number
}
const NOTHING: Gain = { names: 0, values: 0 }

/** What a call of the answer earns for a call of the label. */
function gain(label: Facts, said: Facts): Gain {
  if (label.name !== said.name) return NOTHING
  let values = 0
  for (const [name, key] of label.values) if (said.values.get(name) === key) values++
  return { names: overlap([...label.values.keys()], [...said.values.keys()]), values }
}

/** What a partial score is made of; the three overlaps only where the label holds calls. */
interface Parts {
  readonly format: number
  readonly correctness: number
  readonly names?: number
  readonly argumentNames?: number
  readonly values?: number
}
const NO_CALLS: Parts = { format: 0, names: 0, argumentNames: 0, values: 0, correctness: 0 }

/** Parts of calls against calls; `correctness` is what was earned of 1 + calls + arguments of the label. */
function callParts(label: readonly Facts[], said: readonly Facts[]): Parts {
  const names = overlap(
    label.map((call) => call.name),
    said.map((call) => call.name),
  )
  const gains = label.map((one) => said.map((other) => gain(one, other)))
  const pairs = bestPairs(gains.map((row) => row.map((one) => one.names + one.values)))
  let argumentNames = 0
  let values = 0
  gains.forEach((row, i) => {
    const got = row[pairs[i] ?? -1] ?? NOTHING
    argumentNames += got.names
    values += got.values
  })
  const total = label.reduce((sum, call) => sum + call.values.size, 0)
  return {
    format: 1,
    names,
    argumentNames: argumentNames / label.length,
    values: total === 0 ? argumentNames / label.length : values / total,
    correctness: (names + argumentNames + values) / (1 + label.length + total),
  }
}

function partsOf(label: Answer, read: ReadAnswer, why: WhyCode, tools: ScoreRequest['tools']): Parts {
  if (label.kind === 'text')
    return { format: read.ok?.kind === 'text' ? 1 : 0, correctness: why === 'text.right' ? 1 : 0 }
  if (read.ok?.kind !== 'calls') return NO_CALLS
  return callParts(factsOf(label.calls, tools), factsOf(read.ok.calls, tools))
}

/**
 * Credit by parts (ToolRL, arXiv 2504.13958 §3.3): `format` is 1 when the answer is of the label's form and can be
 * read; `correctness` adds the overlap of tool names, of argument names, and the equal argument values, with calls
 * paired for the largest sum. The paper's range is format + 6 · correctness - 3; ours is the same put on 0 to 1.
 */
export function scorePartial(request: ScoreRequest): Score[] {
  const { accepted, prediction, tools, options } = request
  const { read, label: readText } = readBeside(prediction)
  const total = ({ format, correctness }: Parts): number =>
    options?.toolrlRange ? format + 6 * correctness - 3 : (format + 6 * correctness) / 7
  return accepted.map((one): Score => {
    const label = readLabel(one, readText)
    if (label === undefined) return { score: total({ format: 0, correctness: 0 }), why: 'label.broken' }
    const why = compareStrictly(label, read, request)
    const parts = partsOf(label, read, why, tools)
    return { score: total(parts), parts: { ...parts }, why }
  })
}
