/** Two answers with calls side by side: which call belongs to which, and where their arguments differ. */

import { jsonEqual } from '../json/equal.ts'
import { type ExactObject, isExactObject, tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import { bestPairs } from '../tool-call/assign.ts'
import type { ToolCall } from '../tool-call/call.ts'

/** One difference between a label and a prediction; `call` and `argument` name where (`send_mail`, `to`). */
export interface CallDifference {
  readonly kind: 'same' | 'changed' | 'onlyLabel' | 'onlyPrediction'
  readonly call: string
  /** Absent: the whole call. */
  readonly argument?: string
  /** JSON text. */
  readonly label?: string
  readonly prediction?: string
}

const argumentsOf = ({ arguments: text }: ToolCall): ExactObject => {
  const read = tryReadJson(text)
  return isExactObject(read) ? read : new Map()
}

/** How alike two calls are: the name counts for more than any number of arguments. */
function likeness(a: ToolCall, b: ToolCall): number {
  const [left, right] = [argumentsOf(a), argumentsOf(b)]
  const names = new Set([...left.keys(), ...right.keys()])
  let equal = 0
  for (const name of names) {
    const [x, y] = [left.get(name), right.get(name)]
    if (x !== undefined && y !== undefined && jsonEqual(x, y)) equal++
  }
  const share = names.size === 0 ? 1 : equal / names.size
  return (a.name === b.name ? 2 : 0) + share
}

const whole = (kind: 'onlyLabel' | 'onlyPrediction', call: ToolCall): CallDifference => ({
  kind,
  call: call.name,
  [kind === 'onlyLabel' ? 'label' : 'prediction']: call.arguments,
})

function argumentDifferences(label: ToolCall, prediction: ToolCall): CallDifference[] {
  const [left, right] = [argumentsOf(label), argumentsOf(prediction)]
  const names = [...left.keys(), ...[...right.keys()].filter((name) => !left.has(name))]
  if (names.length === 0) return [{ kind: 'same', call: label.name }]
  return names.map((argument): CallDifference => {
    const [x, y] = [left.get(argument), right.get(argument)]
    const at = {
      call: label.name,
      argument,
      ...(x === undefined ? {} : { label: printJson(x) }),
      ...(y === undefined ? {} : { prediction: printJson(y) }),
    }
    if (x === undefined) return { kind: 'onlyPrediction', ...at }
    if (y === undefined) return { kind: 'onlyLabel', ...at }
    return { kind: jsonEqual(x, y) ? 'same' : 'changed', ...at }
  })
}

/**
 * Differences in the order of the label's calls, then what only the prediction calls. Calls of different tools are
 * never set against each other: each stands alone.
 */
export function callDifferences(
  label: readonly ToolCall[],
  prediction: readonly ToolCall[],
): CallDifference[] {
  const pairs = bestPairs(label.map((one) => prediction.map((other) => likeness(one, other))))
  const paired = new Set<number>()
  const found = label.flatMap((call, i) => {
    const at = pairs[i]
    const other = at === undefined ? undefined : prediction[at]
    if (at === undefined || other === undefined || other.name !== call.name) return [whole('onlyLabel', call)]
    paired.add(at)
    return argumentDifferences(call, other)
  })
  return [
    ...found,
    ...prediction.flatMap((call, i) => (paired.has(i) ? [] : [whole('onlyPrediction', call)])),
  ]
}
