/** What a probe found of every sample, as columns: from the items' summaries, or scored anew under another match. */
import type { CaseType, DialogLanguage } from '#core/dialog/case-type.ts'
import { type ProbeSettings, probeSettingsSchema } from '#core/probe/settings.ts'
import { type Measure, measure, thresholdPlace } from '#core/probe/standing.ts'
import type { MatchMode } from '#core/tool-call/score-request.ts'
import { WHY_CODES, type WhyCode } from '#core/tool-call/why.ts'
import { listSamples } from '../dataset/sample-list.ts'
import { datasetFolder, loopRecords, samplesOf } from '../loop-records.ts'
import type { Row } from '../project/store.ts'
import { joinProbed } from '../stage/probe/joined.ts'
import { Recent } from './recent.ts'
import type { RoundHost } from './round-host.ts'

export interface Measured extends Measure {
  readonly sample: string
}

export interface Measures {
  readonly settings: ProbeSettings
  readonly part: 'train' | 'test'
  /** In the dataset's order; samples that were not probed yet are left out. */
  readonly found: readonly Measured[]
}

const isWhy = (code: string): code is WhyCode => WHY_CODES.some((known) => known === code)

function measuredOf(row: Row): Measured {
  const why = String(row.why)
  return {
    sample: String(row.key),
    score: Number(row.score),
    passRate: Number(row.pass_rate),
    ...(row.perplexity === null ? {} : { perplexity: Number(row.perplexity) }),
    why: isWhy(why) ? why : 'answer.empty',
  }
}

async function stored({ store }: RoundHost, job: string): Promise<Measured[]> {
  const rows = await store.all(
    `SELECT i.key, i.summary ->> '$.score' AS score, i.summary ->> '$.passRate' AS pass_rate,
       i.summary ->> '$.perplexity' AS perplexity, i.summary ->> '$.why' AS why
     FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? AND i.state = 'done' ORDER BY i.ordinal`,
    [job],
  )
  return rows.map(measuredOf)
}

/** Reads all samples and answers once; the result is kept. */
async function scoredAnew(
  host: RoundHost,
  job: string,
  { dataset }: ProbeSettings,
  part: 'train' | 'test',
  mode: MatchMode,
): Promise<Measured[]> {
  const found: Measured[] = []
  const probed = joinProbed(samplesOf(host, dataset, part), loopRecords(host).predictions(job))
  for await (const { sample, prediction } of probed)
    found.push({ sample: sample.id, ...measure(sample, prediction, mode) })
  return found
}

const kept = new Recent<Measures>(4)

/**
 * Of a probe or an evaluation. Under its own match nothing is scored.
 *
 * @throws Failure `job.notFound`, `dataset.notFound`
 */
export async function measuresOf(host: RoundHost, job: string, match?: MatchMode): Promise<Measures> {
  const { spec, counts } = await host.jobs.get(job)
  const settings = probeSettingsSchema.parse(spec.settings)
  const mode = match ?? settings.match
  const part = spec.kind === 'evaluate' ? 'test' : 'train'
  // A job's answers never change; there are only more of them.
  return kept.get(host, `${job} ${mode} ${counts.done}`, async () => ({
    settings,
    part,
    found:
      mode === settings.match ? await stored(host, job) : await scoredAnew(host, job, settings, part, mode),
  }))
}

export interface SampleKind {
  readonly kind: CaseType
  readonly language: DialogLanguage
}

const kinds = new Recent<ReadonlyMap<string, SampleKind>>(4)

/** Kind and language of every sample of a dataset's part, by id, in its order. @throws Failure `dataset.notFound` */
export async function kindsOf(
  host: RoundHost,
  dataset: string,
  part: 'train' | 'test',
): Promise<ReadonlyMap<string, SampleKind>> {
  return kinds.get(host, `${dataset} ${part}`, async () => {
    const rows = await listSamples(await datasetFolder(host, dataset), part)
    return new Map(rows.map(({ id, kind, language }) => [id, { kind, language }]))
  })
}

const thresholds = new Recent<number | undefined>(64)

/** The perplexity above which a matching sample of a probe is borderline, by its own match and share. */
export async function thresholdOf(host: RoundHost, job: string): Promise<number | undefined> {
  const { spec, counts } = await host.jobs.get(job)
  const { threshold: share } = probeSettingsSchema.parse(spec.settings)
  const matching = `FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? AND i.state = 'done'
    AND i.summary ->> '$.passRate' = 1 AND i.summary ->> '$.perplexity' IS NOT NULL`
  return thresholds.get(host, `${job} ${counts.done}`, async () => {
    const n = Number((await host.store.get(`SELECT count(*) AS n ${matching}`, [job]))?.n ?? 0)
    const place = thresholdPlace(n, share)
    if (place === undefined) return undefined
    const row = await host.store.get(
      `SELECT i.summary ->> '$.perplexity' AS p ${matching} ORDER BY p LIMIT 1 OFFSET ?`,
      [job, Math.max(0, place)],
    )
    return place < 0 ? 0 : Number(row?.p ?? 0)
  })
}
