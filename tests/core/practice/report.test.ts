/** What the report says against what was planted, over twenty seeds. */
import { describe, expect, it } from 'vitest'
import { readJudgement } from '#core/judge/format.ts'
import { responseOf, responseOfText } from '#core/judge/outline.ts'
import { type Judged, type JudgeVote, VERDICTS } from '#core/judge/verdict.ts'
import { verdictOf, votesWanted } from '#core/judge/vote.ts'
import { judgeReply } from '#core/practice/judge.ts'
import { policyChoices } from '#core/practice/policy.ts'
import { practiceReport, type ReportCase } from '#core/practice/report.ts'
import { type Truth, truthOf } from '#core/practice/truth.ts'
import { playedSamples } from './played.ts'

const NOISE = 0.1
const BALLOT = { votes: 3, quorum: 2 }
const truths = playedSamples(30, NOISE).map((one) => truthOf(one))
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)

function vote(truth: Truth, text: string, seed: number, number: number, accuracy: number): JudgeVote {
  const swapped = number % 2 === 1
  const [label] = truth.sample.accepted
  const shown = [label ? responseOf(label) : '', responseOfText(text)]
  if (swapped) shown.reverse()
  const asked = shown.map((one, i) => `<response_${i + 1}>\n${one}\n</response_${i + 1}>`).join('\n')
  const reply = judgeReply({ truth, seed, vote: number, text: asked, request: {} }, { accuracy })
  const read = readJudgement(reply, 'stop', swapped, new Set(VERDICTS))
  if (!('ok' in read)) throw new Error('a practice judge must be readable')
  return { ...read.ok, swapped, judge: 'practice', by: 'model' }
}

function caseOf(truth: Truth, seed: number, accuracy: number): ReportCase {
  const prediction = policyChoices(
    { truth, seed, first: 0, count: 1, temperature: 0, logprobs: false, thinking: false },
    { accuracy: 0.7 },
  )[0].text
  const [label] = truth.sample.accepted
  const differs = label === undefined || responseOf(label) !== responseOfText(prediction)
  const hasCall = label?.kind === 'calls' || prediction.includes('<tool_call>')
  if (!differs || !hasCall) return { truth, prediction }
  const votes: JudgeVote[] = []
  for (let wanted = votesWanted(votes, BALLOT); wanted > 0; wanted = votesWanted(votes, BALLOT))
    for (let i = 0; i < wanted; i++) votes.push(vote(truth, prediction, seed, votes.length, accuracy))
  const judged: Judged = { sample: truth.sample.id, verdict: verdictOf(votes, BALLOT.quorum), votes }
  return { truth, prediction, judged }
}

describe.each([0.85, 0.95])('the report of a round whose judge is right %f of the time', (accuracy) => {
  const reports = SEEDS.map((seed) => practiceReport(truths.map((truth) => caseOf(truth, seed, accuracy))))

  it('holds the planted accuracies within its intervals, about as often as 95 % promises', () => {
    const held = (rate: 'votes' | 'policy', planted: number): number =>
      reports.filter((report) => report[rate].low <= planted && planted <= report[rate].high).length
    expect(held('votes', accuracy)).toBeGreaterThanOrEqual(16)
    expect(held('policy', 0.7)).toBeGreaterThanOrEqual(16)
  })

  it('counts every planted label once: found, heard in vain, or never brought before the court', () => {
    const planted = truths.filter(({ labelWrong }) => labelWrong).length
    expect(planted).toBeGreaterThan(10)
    for (const report of reports) {
      expect(report.planted).toBe(planted)
      expect(report.heard).toBeLessThanOrEqual(planted)
      expect(report.found).toBeLessThanOrEqual(report.heard)
    }
    const sum = (of: (one: (typeof reports)[number]) => number): number =>
      reports.reduce((all, report) => all + of(report), 0)
    // A planted label is missed only where the policy repeats it, or the ballot goes wrong.
    expect(sum((one) => one.heard)).toBeGreaterThan(0.9 * planted * reports.length)
    expect(sum((one) => one.found)).toBeGreaterThan((accuracy - 0.05) * sum((one) => one.heard))
  })

  it('shows a ballot of three to be better than one vote', () => {
    const share = (rate: 'votes' | 'court'): number =>
      reports.reduce((all, report) => all + report[rate].right / report[rate].total, 0) / reports.length
    expect(share('court')).toBeGreaterThan(share('votes') + (1 - accuracy) / 3)
  })
})
