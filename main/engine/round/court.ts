/** The court's list and its cases: verdicts with votes and persons' words, from the judge job's items. */
import type { CallDecoded } from '#core/contract/contract.ts'
import type { CourtAccuracy, CourtCase, CourtPage, CourtRow } from '#core/contract/round-views.ts'
import type { Facets } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import { isScripted } from '#core/job/job.ts'
import { judgeAccuracy } from '#core/judge/accuracy.ts'
import { afterVerdict } from '#core/judge/after.ts'
import { callDifferences } from '#core/judge/difference.ts'
import { answerToJudge } from '#core/judge/need.ts'
import { type Overrule, standingWord, withWord } from '#core/judge/overrule.ts'
import { type JudgeSettings, judgeSettingsSchema } from '#core/judge/settings.ts'
import { type Judged, VERDICTS } from '#core/judge/verdict.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { promptsOf, samplesSaying } from '../dataset/sample-list.ts'
import { datasetFolder, oneSample } from '../loop-records.ts'
import { itemOf } from '../project/item-records.ts'
import { standingWords, wordCount, wordsOn } from '../project/word-records.ts'
import { heardFromSteps, judgedFromSteps } from '../stage/judge/record.ts'
import { predictionFromSteps } from '../stage/probe/kind.ts'
import { kindsOf } from './measures.ts'
import { Recent } from './recent.ts'
import type { RoundHost } from './round-host.ts'

type Line = Omit<CourtRow, 'votes' | 'agreeing' | 'prompt'>

/** @throws Failure `job.notFound` */
export const judgeSettings = async (host: RoundHost, job: string): Promise<JudgeSettings> =>
  judgeSettingsSchema.parse(await host.settings(job))

const BY = ['model', 'rule', 'human'] as const

async function readLines(host: RoundHost, job: string, dataset: string): Promise<Line[]> {
  const rows = await host.store.all(
    `SELECT i.key, i.summary ->> '$.verdict' AS verdict, i.summary ->> '$.by' AS by
     FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? ORDER BY i.ordinal`,
    [job],
  )
  const words = await standingWords(host.store, job)
  const kinds = await kindsOf(host, dataset, 'train')
  return rows.flatMap((row): Line[] => {
    const sample = String(row.key)
    const kind = kinds.get(sample)
    if (kind === undefined) return []
    const word = words.get(sample)?.verdict
    const verdict = word ?? VERDICTS.find((name) => name === row.verdict) ?? 'unjudged'
    const by = word !== undefined ? 'human' : (BY.find((name) => name === row.by) ?? 'nobody')
    return [{ sample, ...kind, verdict, by, overruled: word !== undefined }]
  })
}

const kept = new Recent<Line[]>(3)

async function linesOf(host: RoundHost, job: string): Promise<{ lines: Line[]; settings: JudgeSettings }> {
  const { spec, counts } = await host.jobs.get(job)
  const settings = judgeSettingsSchema.parse(spec.settings)
  const key = `${job} ${counts.planned} ${counts.done} ${await wordCount(host.store)}`
  return { settings, lines: await kept.get(host, key, () => readLines(host, job, settings.dataset)) }
}

function facetsOf(lines: readonly Line[]): Facets {
  const facets: Record<string, Record<string, number>> = {}
  const count = (facet: string, value: string): void => {
    const values = facets[facet] ?? {}
    values[value] = (values[value] ?? 0) + 1
    facets[facet] = values
  }
  for (const { verdict, by, overruled, kind, language } of lines) {
    count('verdict', verdict)
    count('by', by)
    count('overruled', String(overruled))
    count('kind', kind)
    count('language', language)
  }
  return facets
}

/** Votes counted and the prompt's first words, for the rows of one page. */
async function fillRows(
  host: RoundHost,
  job: string,
  settings: JudgeSettings,
  lines: readonly Line[],
): Promise<CourtRow[]> {
  const prompts = await promptsOf(
    await datasetFolder(host, settings.dataset),
    lines.map(({ sample }) => sample),
  )
  return Promise.all(
    lines.map(async (line) => {
      const item = await itemOf(host.store, job, line.sample)
      const { votes } = judgedFromSteps(line.sample, item?.steps ?? [], settings.quorum)
      return rowOf(line, votes, prompts.get(line.sample) ?? '')
    }),
  )
}

const rowOf = (line: Line, votes: Judged['votes'], prompt: string): CourtRow => ({
  ...line,
  votes: votes.length,
  agreeing: votes.filter(({ verdict }) => verdict === line.verdict).length,
  prompt,
})

/** @throws Failure `job.notFound` */
export async function courtPage(host: RoundHost, query: CallDecoded<'court.page'>): Promise<CourtPage> {
  const { job, search, verdict, by, overruled, kind, language, after, limit } = query
  const { lines, settings } = await linesOf(host, job)
  const folder = await datasetFolder(host, settings.dataset)
  const saying = search.trim() === '' ? undefined : await samplesSaying(folder, search)
  const fitting = lines.filter(
    (line) =>
      (verdict === undefined || line.verdict === verdict) &&
      (by === undefined || line.by === by) &&
      (overruled === undefined || line.overruled === overruled) &&
      (kind === undefined || line.kind === kind) &&
      (language === undefined || line.language === language) &&
      (saying === undefined || saying.has(line.sample)),
  )
  const start = Number(after ?? 0) || 0
  const page = fitting.slice(start, start + limit)
  const end = start + page.length
  return {
    rows: await fillRows(host, job, settings, page),
    total: fitting.length,
    facets: after === undefined ? facetsOf(fitting) : {},
    ...(end < fitting.length ? { next: String(end) } : {}),
  }
}

/** Everything that a verdict rests on, read from disk. */
export interface CaseFile {
  readonly settings: JudgeSettings
  readonly sample: Sample
  readonly prediction: Prediction
  /** Without a person's word. */
  readonly voted: Judged
  readonly words: readonly Overrule[]
  readonly wrong: CourtCase['wrong']
}

/** @throws Failure `job.notFound`, `sample.notFound` */
export async function caseFile(host: RoundHost, job: string, id: string): Promise<CaseFile> {
  const settings = await judgeSettings(host, job)
  const item = await itemOf(host.store, job, id)
  const probed = await itemOf(host.store, settings.probe, id)
  const prediction = probed && predictionFromSteps(id, probed.steps)
  if (item === undefined || prediction === undefined) throw new Failure('sample.notFound', { id })
  const heard = heardFromSteps(id, item.steps)
  return {
    settings,
    sample: await oneSample(host, settings.dataset, id),
    prediction,
    voted: judgedFromSteps(id, item.steps, settings.quorum),
    words: await wordsOn(host.store, job, id),
    wrong: heard.flatMap(({ wrong }) => (wrong === undefined ? [] : [wrong])),
  }
}

function rowOfCase({ sample, voted, words }: CaseFile): CourtRow {
  const judged = withWord(voted, standingWord(words))
  const overruled = judged !== voted
  const lastUser = sample.messages.findLast((message) => message.role === 'user')
  const line: Line = {
    sample: sample.id,
    kind: sample.kind,
    language: sample.language,
    verdict: judged.verdict,
    by: overruled ? 'human' : judged.verdict === 'unjudged' ? 'nobody' : (voted.votes.at(-1)?.by ?? 'nobody'),
    overruled,
  }
  return rowOf(line, voted.votes, lastUser?.role === 'user' ? lastUser.text.slice(0, 300) : '')
}

/** @throws Failure `job.notFound`, `sample.notFound` */
export async function readCase(
  host: RoundHost,
  { job, sample: id }: { readonly job: string; readonly sample: string },
): Promise<CourtCase> {
  const file = await caseFile(host, job, id)
  const { settings, sample, prediction, voted, words } = file
  const text = (answerToJudge(sample, prediction, settings.match) ?? prediction.answers[0])?.text ?? ''
  const read = readAnswer(text)
  const [label] = sample.accepted
  const bothCall = label?.kind === 'calls' && read.ok?.kind === 'calls'
  const { keep, history } = afterVerdict(
    sample,
    prediction,
    withWord(voted, standingWord(words)),
    settings.match,
  )
  const { spec } = await host.jobs.get(job)
  return {
    row: rowOfCase(file),
    sample,
    prediction,
    text,
    ...(read.ok === undefined ? { unreadable: `answer.${read.wrong}` } : { answer: read.ok }),
    differences: bothCall && read.ok?.kind === 'calls' ? callDifferences(label.calls, read.ok.calls) : [],
    votes: voted.votes,
    wrong: file.wrong,
    overrules: words,
    keep,
    history,
    scripted: isScripted(spec),
  }
}

/** Only samples that a person spoke of are read whole. @throws Failure `job.notFound` */
export async function readAccuracy(host: RoundHost, job: string): Promise<CourtAccuracy> {
  const { quorum } = await judgeSettings(host, job)
  const words = await standingWords(host.store, job)
  const judged: Judged[] = []
  for (const [sample, word] of words) {
    const item = await itemOf(host.store, job, sample)
    judged.push(withWord(judgedFromSteps(sample, item?.steps ?? [], quorum), word))
  }
  const { counts } = await host.jobs.get(job)
  return { ...judgeAccuracy(judged, quorum), looked: judged.length, judged: counts.done }
}
