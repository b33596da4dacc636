/** What the prompts of expander and checker are filled with. */
import { toolDefinitions } from '../dialog/outline.ts'
import type { Sample } from '../sample/sample.ts'
import { printCase } from './child.ts'

type Case = Pick<Sample, 'tools' | 'date' | 'language' | 'messages' | 'accepted'>

const NOTHING_SAID = { en: '(not said)', zh: '（没有说明）' } as const

const caseOf = ({ messages, accepted: [answer] }: Case): string =>
  answer === undefined ? '' : printCase(messages, answer)

export const labelValues = (sample: Case) => ({
  tools: toolDefinitions(sample.tools),
  date: sample.date,
  case: caseOf(sample),
})

/** @param error what is known of it; empty parts are said to be so @param focus the variation that is wanted */
export const childValues = (
  sample: Case,
  error: { readonly wrong: string; readonly analysis: string; readonly approach: string },
  focus: string,
) => {
  const unsaid = NOTHING_SAID[sample.language]
  return {
    tools: toolDefinitions(sample.tools),
    date: sample.date,
    seed: caseOf(sample),
    wrong: error.wrong || unsaid,
    analysis: error.analysis || unsaid,
    approach: error.approach || unsaid,
    focus,
  }
}
