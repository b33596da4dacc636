/**
 * A round whose inputs were deleted or damaged: the stage that needs them says what is gone, spends nothing, and goes
 * on where it stood once they are back: the control of each case is the same job over what was mended.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { inDataset } from '#engine/loop-records.ts'
import {
  type Lab,
  type LoopStage,
  loopSpec,
  makeLoopProject,
  openLab,
  STAGE_SETTINGS,
} from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let lab: Lab
beforeAll(async () => {
  temp = tempFolder()
  await makeLoopProject(join(temp.path, 'p'), { dialogs: 4 })
  lab = await openLab(join(temp.path, 'p'))
}, 300_000)
afterAll(async () => {
  await lab.close()
  temp.remove()
})

/** Undoes a damage. */
type Mend = () => Promise<void>
type Damage = (lab: Lab) => Promise<Mend>

/** The folder of a dataset. */
const filesOf = async ({ source }: Lab, id: string): Promise<string> =>
  inDataset(source, id, async (folder) => folder)

/** As if the row were gone. */
const forget =
  (table: 'job' | 'dataset', id: string): Damage =>
  async ({ store }) => {
    const rename = (from: string, to: string) =>
      store.write([{ sql: `UPDATE ${table} SET id = ? WHERE id = ?`, params: [to, from] }])
    await rename(id, 'gone')
    return () => rename('gone', id)
  }
const spoilFile =
  (dataset: string, file: string, damage: (path: string) => void): Damage =>
  async (lab) => {
    const path = join(await filesOf(lab, dataset), file)
    cpSync(path, join(temp.path, 'kept'), { recursive: true })
    damage(path)
    return async () => renameSync(join(temp.path, 'kept'), path)
  }
const without = (dataset: string, file: string): Damage =>
  spoilFile(dataset, file, (path) => rmSync(path, { recursive: true }))
const cut = (dataset: string, file: string): Damage =>
  spoilFile(dataset, file, (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)))
/** Replaces a step of a job. */
const spoil =
  (job: string, body: string): Damage =>
  async ({ store }) => {
    const step = await store.get(
      'SELECT step.* FROM step JOIN job ON job.number = step.job WHERE job.id = ? LIMIT 1',
      [job],
    )
    const { number: n = 0, item = 0, job: of = 0, body: kept = '' } = step ?? {}
    const put = (text: string) =>
      store.write([
        {
          sql: 'UPDATE step SET body = ? WHERE job = ? AND item = ? AND number = ?',
          params: [text, of, item, n],
        },
      ])
    await put(body)
    return () => put(String(kept))
  }
const nothing: Damage = async () => async () => undefined

interface Broken {
  readonly what: string
  readonly stage: LoopStage
  readonly damage: Damage
  /** Code of the failure that is told. */
  readonly code: string
  readonly settings?: object
}
const ROUND_1 = 'dataset-compose'
const CASES: readonly Broken[] = [
  {
    what: 'the dataset’s folder is deleted',
    stage: 'probe',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s samples are deleted',
    stage: 'probe',
    damage: without(ROUND_1, 'samples.parquet'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s samples are cut',
    stage: 'probe',
    damage: cut(ROUND_1, 'samples.parquet'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s tools are deleted',
    stage: 'probe',
    damage: without(ROUND_1, 'tools.parquet'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s notes on itself are deleted',
    stage: 'probe',
    damage: without(ROUND_1, 'dataset.json'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset is no longer listed',
    stage: 'probe',
    damage: forget('dataset', ROUND_1),
    code: 'dataset.notFound',
  },
  {
    what: 'the dataset’s folder is deleted',
    stage: 'judge',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  { what: 'the probe is gone', stage: 'judge', damage: forget('job', 'probe'), code: 'job.notFound' },
  {
    what: 'another dataset was probed',
    stage: 'judge',
    damage: nothing,
    code: 'probe.otherDataset',
    settings: { dataset: 'dataset-prepare' },
  },
  {
    what: 'the job named is no probe',
    stage: 'judge',
    damage: nothing,
    code: 'probe.damaged',
    settings: { probe: 'expand' },
  },
  {
    what: 'a prediction is no JSON',
    stage: 'judge',
    damage: spoil('probe', '{"sample":'),
    code: 'record.damaged',
  },
  {
    what: 'a prediction is something else',
    stage: 'judge',
    damage: spoil('probe', '{"sample":"x","answers":[]}'),
    code: 'probe.damaged',
  },
  { what: 'the judge job is gone', stage: 'expand', damage: forget('job', 'judge'), code: 'job.notFound' },
  {
    what: 'the probe behind the verdicts is gone',
    stage: 'expand',
    damage: forget('job', 'probe'),
    code: 'job.notFound',
  },
  {
    what: 'votes cannot be read',
    stage: 'expand',
    damage: spoil('judge', '{"heard":[{"number":-1}]}'),
    code: 'judge.damaged',
  },
  {
    what: 'the dataset’s folder is deleted',
    stage: 'check',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s folder is deleted',
    stage: 'calibrate',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  {
    what: 'the dataset’s folder is deleted',
    stage: 'filter',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  {
    what: 'the check job is gone',
    stage: 'filter',
    damage: nothing,
    code: 'job.notFound',
    settings: { checkJob: 'check' },
  },
  {
    what: 'the set of fresh samples is deleted',
    stage: 'compose',
    damage: without('dataset-prepare', '.'),
    code: 'dataset.damaged',
  },
  {
    what: 'the set trained on is deleted',
    stage: 'compose',
    damage: without(ROUND_1, '.'),
    code: 'dataset.damaged',
  },
  { what: 'the probe is gone', stage: 'compose', damage: forget('job', 'probe'), code: 'job.notFound' },
  { what: 'the judge job is gone', stage: 'compose', damage: forget('job', 'judge'), code: 'job.notFound' },
  { what: 'the expand job is gone', stage: 'compose', damage: forget('job', 'expand'), code: 'job.notFound' },
  {
    what: 'an expanded sample cannot be read',
    stage: 'compose',
    damage: spoil('expand', '{"child":0}'),
    code: 'expand.damaged',
  },
]

/** Stages with a single item fail in it; the others when their items are planned. */
async function toldBy({ jobs }: Lab, { state, spec }: JobView): Promise<string> {
  if (state.name === 'failed') return state.failure ?? ''
  const outcomes = await jobs.outcomes(spec.id)
  return outcomes.map(({ boundary, reason, example }) => `${boundary} ${reason} ${example.detail}`).join('; ')
}

const start = async (
  { jobs }: Lab,
  stage: LoopStage,
  id: string,
  settings: object = {},
): Promise<JobView> => {
  await jobs.start(loopSpec(stage, { ...STAGE_SETTINGS[stage], ...settings }, { id }))
  return jobs.settled(id)
}

describe('a stage', { timeout: 120_000 }, () => {
  it.each(CASES)('$stage says so when $what', async (one) => {
    const id = `${one.stage}, ${one.what}`
    const mend = await one.damage(lab)
    const datasets = readdirSync(lab.source.datasetsFolder).length
    const view = await start(lab, one.stage, id, one.settings)
    expect(await toldBy(lab, view)).toContain(one.code)
    // Nobody was asked, and nothing was made of what is left.
    expect(view.counts.done).toBe(0)
    expect(view.counters['usage.requests'] ?? 0).toBe(0)
    expect(readdirSync(lab.source.datasetsFolder)).toHaveLength(datasets)
    const failed = (await lab.jobs.events(id)).filter(({ type }) => type === 'failed')
    expect(failed.every((event) => event.type === 'failed' && event.boundary === 'check')).toBe(true)
    await mend()
    // Once a stage is enough: what goes on is the stage, not the damage.
    if (CASES.find(({ stage }) => stage === one.stage) !== one) return
    if (view.moves.includes('resume')) await lab.jobs.resume(id)
    else await lab.jobs.retry(id)
    const after = await lab.jobs.settled(id)
    expect(after.state).toMatchObject({ name: 'done', illegal: 0 })
    expect(after.counts.done).toBeGreaterThan(0)
    expect(await toldBy(lab, after)).not.toContain(one.code)
  })

  it('compose, run again, heals a set whose files were lost', async () => {
    const files = await filesOf(lab, ROUND_1)
    rmSync(join(files, 'verl-train.parquet'), { force: true })
    rmSync(join(files, 'train.parquet'), { force: true })
    const { settings } = (await lab.jobs.get('compose')).spec
    await lab.jobs.start(loopSpec('compose', settings as object, { id: 'healed' }))
    expect((await lab.jobs.settled('healed')).counts.done).toBe(1)
    expect(existsSync(join(files, 'train.parquet'))).toBe(true)
  })
})
