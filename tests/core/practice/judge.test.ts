import { describe, expect, it } from 'vitest'
import { readCheck } from '#core/expand/check.ts'
import { printCase } from '#core/expand/child.ts'
import { judgementSchema, readJudgement, seenAs } from '#core/judge/format.ts'
import { responseOf, responseOfText } from '#core/judge/outline.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { checkerReply, judgeReply, type PracticeJudge } from '#core/practice/judge.ts'
import { policyChoices } from '#core/practice/policy.ts'
import { type Truth, trueVerdict, truthOf } from '#core/practice/truth.ts'
import { playedSamples } from './played.ts'

const OPEN = new Set(VERDICTS)
const prediction = (truth: Truth): string =>
  policyChoices(
    { truth, seed: 3, first: 0, count: 1, temperature: 0, logprobs: false, thinking: false },
    { accuracy: 0.5 },
  )[0].text

/** Cases a judge would be asked about: label and prediction differ and one of them holds a call. */
const cases = playedSamples(150, 0.2)
  .map((one) => truthOf(one))
  .map((truth) => ({ truth, text: prediction(truth) }))
  .filter(({ truth, text }) => {
    const label = truth.sample.accepted[0]
    const differ = label !== undefined && responseOf(label) !== responseOfText(text)
    return differ && (label.kind === 'calls' || text.includes('<tool_call>'))
  })

const truly = ({ truth, text }: (typeof cases)[number]): VerdictName => trueVerdict(truth, text)

function ask({ truth, text }: (typeof cases)[number], vote: number, judge: PracticeJudge, open = OPEN) {
  const swapped = vote % 2 === 1
  const [label] = truth.sample.accepted
  const shown = [label ? responseOf(label) : '', responseOfText(text)]
  if (swapped) shown.reverse()
  const asked = `Weigh.\n<response_1>\n${shown[0]}\n</response_1>\n<response_2>\n${shown[1]}\n</response_2>\nSay.`
  const answerSchema = judgementSchema([...open].map((verdict) => seenAs(verdict, swapped)))
  const reply = judgeReply({ truth, seed: 9, vote, text: asked, request: { answerSchema } }, judge)
  return readJudgement(reply, 'stop', swapped, open)
}

const verdict = (...args: Parameters<typeof ask>): VerdictName | undefined => {
  const read = ask(...args)
  return 'ok' in read ? read.ok.verdict : undefined
}

describe('the practice judge', () => {
  it('knows the truth whichever response stands first', () => {
    expect(cases.length).toBeGreaterThan(300)
    for (const one of cases)
      for (const vote of [0, 1]) expect(verdict(one, vote, { accuracy: 1 })).toBe(truly(one))
    for (const { truth, text } of cases) {
      const [label] = truth.sample.accepted
      const responses = [label ? responseOf(label) : '', responseOf(truth.right)]
      expect(trueVerdict(truth, text) === 'labelWrong' || trueVerdict(truth, text) === 'bothWrong').toBe(
        responses[0] !== responses[1],
      )
    }
    expect(new Set(cases.map(truly)).size).toBeGreaterThanOrEqual(3)
  })

  it.each([0.85, 0.95])('errs as often as it is told to at %f, and each vote on its own', (accuracy) => {
    const right = [0, 1, 2].map((vote) => cases.map((one) => verdict(one, vote, { accuracy }) === truly(one)))
    for (const votes of right) {
      const share = votes.filter(Boolean).length / votes.length
      expect(Math.abs(share - accuracy)).toBeLessThan(
        4 * Math.sqrt((accuracy * (1 - accuracy)) / votes.length),
      )
    }
    const bothWrong = cases.filter((_, i) => !right[0]![i] && !right[1]![i]).length
    expect(bothWrong).toBeLessThan(3 * (1 - accuracy) ** 2 * cases.length + 5)
  })

  it('stays within the verdicts that the rules have left open', () => {
    const open = new Set<VerdictName>(['predictionWrong', 'bothWrong'])
    for (const one of cases.slice(0, 100))
      expect(open.has(verdict(one, 0, { accuracy: 0.5 }, open) as VerdictName)).toBe(true)
  })

  it('says the same to the same question', () => {
    for (const one of cases.slice(0, 30))
      expect(ask(one, 2, { accuracy: 0.5 })).toEqual(ask(one, 2, { accuracy: 0.5 }))
  })

  it('can be made to answer what is no vote', () => {
    const reads = cases.map((one) => ask(one, 0, { accuracy: 1, unreadable: 1 }))
    expect(reads.every((read) => 'wrong' in read)).toBe(true)
    expect(new Set(reads.map((read) => ('wrong' in read ? read.wrong : ''))).size).toBeGreaterThan(1)
  })
})

describe('the practice checker', () => {
  const check = (truth: Truth, text: string, accuracy = 1) =>
    readCheck(checkerReply({ truth, seed: 9, vote: 0, text, request: {} }, { accuracy }), 'stop').ok?.verdict

  it('finds the sample’s own label wrong exactly where it was planted so', () => {
    for (const { truth } of cases) {
      const [label] = truth.sample.accepted
      if (!label) throw new Error('no label')
      const asked = `Look:\n${printCase(truth.sample.messages, label)}`
      expect(check(truth, asked)).toBe(truth.labelWrong ? 'incorrect' : 'correct')
    }
  })

  it('takes another label for a variation, which is right', () => {
    const wrong = cases.find(({ truth }) => truth.labelWrong)
    if (!wrong) throw new Error('no planted label')
    expect(check(wrong.truth, 'a variation')).toBe('correct')
    expect(check(wrong.truth, 'a variation', 0)).toBe('incorrect')
  })
})
