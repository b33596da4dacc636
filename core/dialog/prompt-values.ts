/** What the prompts of the four dialog roles are filled with: the same for a job and for a look at a prompt. */
import type { Tool } from '../tool/tool.ts'
import type { Dialog, DialogSetup, Plan } from './dialog.ts'
import { callLog, openCalls, planLines, toolDefinitions, toolLines, transcript } from './outline.ts'
import { isCalls } from './segment.ts'

type Tools = ReadonlyMap<string, Tool>
type Talk = Pick<Dialog, 'setup' | 'turns'>

export const planValues = (setup: DialogSetup, tools: Tools) => ({
  tools: toolLines([...tools.values()]),
  date: setup.date,
  count: String(setup.needs.length),
  types: setup.needs.map((type, i) => `${i + 1}. ${type}`).join('\n'),
})

/** @param lines drawn from the parts: how to bring up the needs at hand, how the person talks */
export const userValues = (
  { setup, turns }: Talk,
  plan: Plan,
  tools: Tools,
  lines: { readonly cases: string; readonly style: string },
) => ({
  tools: toolLines([...tools.values()]),
  date: setup.date,
  plan: planLines(plan),
  cases: lines.cases,
  style: lines.style,
  left: String(Math.max(2, setup.target - turns.length)),
  history: transcript({ setup, turns }),
})

/** @param thinking the part that asks for it; empty: none is wanted */
export const assistantValues = ({ date }: DialogSetup, thinking: string) => ({ date, thinking })

/** @param situation a line drawn from the part */
export function resultValues({ setup, turns }: Talk, tools: Tools, situation: string) {
  const last = turns.at(-1)
  const named = new Set(isCalls(last) ? last.answer.calls.map(({ name }) => name) : [])
  return {
    tools: toolDefinitions([...named].flatMap((name) => tools.get(name) ?? [])),
    date: setup.date,
    situation,
    log: callLog({ setup, turns }),
    calls: openCalls(turns),
  }
}
