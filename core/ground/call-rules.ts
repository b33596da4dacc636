/** What rules say of calls without any label: their tools are known, schemas hold, values were said. */
import type { Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { checkCall } from '../tool-call/schema.ts'
import { ungrounded } from './ungrounded.ts'

const byName = new WeakMap<readonly Tool[], ReadonlyMap<string, Tool>>()

/** The tools of a sample by name; the samples of a dialog share their list. */
export function toolMap(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  let map = byName.get(tools)
  if (map === undefined) {
    map = new Map(tools.map((tool) => [tool.name, tool]))
    byName.set(tools, map)
  }
  return map
}

/** The first way in which calls break the tools they name: `unknownTool` or `schema`. */
export function brokenCall(
  calls: readonly ToolCall[],
  tools: ReadonlyMap<string, Tool>,
): { readonly why: 'unknownTool' | 'schema'; readonly detail: string } | undefined {
  for (const call of calls) {
    const [problem] = checkCall(tools, call)
    if (!problem) continue
    if (problem.code === 'call.unknownTool') return { why: 'unknownTool', detail: call.name }
    const place = problem.path === '' ? '' : ` at ${problem.path}`
    return { why: 'schema', detail: `${call.name}${place}: ${problem.code} ${problem.detail}` }
  }
  return undefined
}

/** The first value of the calls that nobody said; `sureOnly` leaves out what a rule cannot be sure of. */
export function inventedValue(
  context: Pick<Sample, 'date' | 'messages'>,
  calls: readonly ToolCall[],
  tools: ReadonlyMap<string, Tool>,
  sureOnly: boolean,
): string | undefined {
  const found = ungrounded(context, calls, tools).find(({ sure }) => sure || !sureOnly)
  return found && `${calls[found.call]?.name ?? ''} ${found.path} = ${found.value}`
}
