/** What a prompt can be filled with: dialogs and samples that are in the project. */
import type { NoExample, PromptExample } from '#core/contract/prompt-views.ts'
import type { DialogLanguage } from '#core/dialog/case-type.ts'
import type { Dialog } from '#core/dialog/dialog.ts'
import { assistantValues, planValues, resultValues, userValues } from '#core/dialog/prompt-values.ts'
import { isCalls } from '#core/dialog/segment.ts'
import { needAtHand } from '#core/dialog/situation.ts'
import { childValues, labelValues } from '#core/expand/prompt-values.ts'
import { judgeValues, responseOf, responseOfText } from '#core/judge/outline.ts'
import type { PromptShelf } from '#core/prompt/library.ts'
import { renderText, sectionsOf } from '#core/prompt/render.ts'
import { PART_OF } from '#core/prompt/uses.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'
import { printCalls } from '#core/tool-call/print.ts'

/** Further ones are not offered: this is a look, not a list. */
const MOST = 100

export interface FoundDialog {
  readonly job: string
  readonly key: string
  readonly dialog: Dialog
  readonly tools: readonly Tool[]
}
export interface FoundSample {
  readonly dataset: Dataset
  readonly sample: Sample
  /** What a policy last answered, where it was probed. */
  readonly prediction?: string
}
export interface Found<T> {
  readonly count: number
  readonly one: T
}

export interface ExampleSources {
  /** The n-th finished dialog of the latest simulation, if possible in this language. */
  dialog(language: DialogLanguage, at: number, most: number): Promise<Found<FoundDialog> | undefined>
  /** The n-th sample of the latest dataset, if possible in this language. */
  sample(language: DialogLanguage, at: number, most: number): Promise<Found<FoundSample> | undefined>
  /** The prompts in force. */
  shelf(): Promise<PromptShelf>
}

type Values = Readonly<Record<string, string>>

/** Lines of a part; none while it is damaged, since this is only a look. */
function linesOf(shelf: PromptShelf, part: string, language: DialogLanguage, section: string): string {
  try {
    return sectionsOf(shelf.get(part, language)).get(section)?.[0] ?? ''
  } catch {
    return ''
  }
}

const upTo = ({ setup, turns }: Dialog, end: number) => ({ setup, turns: turns.slice(0, Math.max(0, end)) })

function userExample(dialog: Dialog, tools: ReadonlyMap<string, Tool>, shelf: PromptShelf): Values {
  const { setup, plan = { needs: [] }, turns } = dialog
  const talk = upTo(
    dialog,
    turns.findLastIndex(({ from }) => from === 'user'),
  )
  const at = needAtHand({ plan, turns: talk.turns }) ?? 0
  const cases = plan.needs
    .map(({ type }, i) => `- ${i}: ${linesOf(shelf, 'user/cases', setup.language, type)}`)
    .slice(at, at + 2)
    .join('\n')
  return userValues(talk, plan, tools, {
    cases,
    style: linesOf(shelf, 'user/styles', setup.language, setup.style),
  })
}

function thinkingPart(shelf: PromptShelf, language: DialogLanguage): string {
  try {
    return renderText(shelf.get('assistant/thinking', language), {})
  } catch {
    return ''
  }
}

/** An answer as a model might spoil it: its last sign is missing. */
function brokenCalls(dialog: Dialog): string {
  const calls = dialog.turns.flatMap((turn) => (isCalls(turn) ? turn.answer.calls : []))
  return printCalls(calls.slice(0, 1), 'compact').replace('}\n</tool_call>', '\n</tool_call>')
}

const PROBLEM = 'expected , or } at the end'

/** Undefined: no such dialog prompt. */
function dialogValues(name: string, { dialog, tools }: FoundDialog, shelf: PromptShelf): Values | undefined {
  const { setup } = dialog
  const offered = new Map(tools.map((tool) => [tool.name, tool]))
  switch (name) {
    case 'planner/plan':
      return planValues(setup, offered)
    case 'user/turn':
      return userExample(dialog, offered, shelf)
    case 'assistant/answer':
      return assistantValues(setup, thinkingPart(shelf, setup.language))
    case 'tool/results': {
      const talk = upTo(
        dialog,
        dialog.turns.findLastIndex(({ from }) => from === 'tool'),
      )
      return resultValues(talk, offered, linesOf(shelf, 'tool/situations', setup.language, 'normal'))
    }
    case 'repair/calls':
      return { problem: PROBLEM, text: brokenCalls(dialog) }
    case 'repair/json':
      return {
        problem: PROBLEM,
        form: '{"needs": [{"type": "…", "text": "…"}]}',
        text: JSON.stringify({ needs: dialog.plan?.needs ?? [] }).slice(0, -1),
      }
    default:
      return undefined
  }
}

/** Undefined: no such sample prompt. */
function sampleValues(
  name: string,
  { sample, prediction }: FoundSample,
  shelf: PromptShelf,
): Values | undefined {
  const [label] = sample.accepted
  const right = label === undefined ? '' : responseOf(label)
  switch (name) {
    case 'judge/verdict':
      return judgeValues(sample, [right, prediction === undefined ? right : responseOfText(prediction)])
    case 'checker/label':
      return labelValues(sample)
    case 'expander/child': {
      const focus = linesOf(shelf, 'expander/foci', sample.language, 'complexity')
      return childValues(sample, { wrong: prediction ?? '', analysis: '', approach: '' }, focus)
    }
    default:
      return undefined
  }
}

const OF_SAMPLES = ['judge/verdict', 'checker/label', 'expander/child', 'policy/tool-call']

/**
 * @param name `<role>/<name>` of a prompt
 * @param at which example, from 0
 */
export async function exampleFor(
  sources: ExampleSources,
  name: string,
  language: DialogLanguage,
  at: number,
): Promise<PromptExample | NoExample> {
  if (PART_OF[name] !== undefined) return { kind: 'none', wants: 'nothing' }
  const shelf = await sources.shelf()
  if (OF_SAMPLES.includes(name)) {
    const found = await sources.sample(language, at, MOST)
    if (found === undefined) return { kind: 'none', wants: 'samples' }
    const { count, one } = found
    const { dataset, sample } = one
    const source = {
      ...{ from: 'sample' as const, dataset: dataset.id, number: dataset.number },
      ...{ id: sample.id, language: sample.language },
    }
    const values = sampleValues(name, one, shelf)
    if (values !== undefined) return { kind: 'values', values, source, at, count }
    const { tools, date, messages, accepted } = sample
    return { kind: 'sample', sample: { tools, date, messages, accepted }, source, at, count }
  }
  const found = await sources.dialog(language, at, MOST)
  const values = found && dialogValues(name, found.one, shelf)
  if (found === undefined || values === undefined) return { kind: 'none', wants: 'dialogs' }
  const { job, key, dialog } = found.one
  const source = { from: 'dialog' as const, job, key, language: dialog.setup.language }
  return { kind: 'values', values, source, at, count: found.count }
}
