/** Lengths of prompts, read from the steps of the job that counted them. */
import type { LengthsView } from '#core/contract/lengths-calls.ts'
import type { JobView } from '#core/job/view.ts'
import {
  countedStepSchema,
  type LengthsSettings,
  lengthsSettingsSchema,
} from '#core/token/lengths-settings.ts'
import { type CountedPrompt, promptLengths } from '#core/token/prompt-length.ts'
import { readStored } from './project/stored.ts'
import type { RoundHost } from './round/round-host.ts'

/** Decoding puts the fields of both into one order. */
const isSame = (raw: unknown, wanted: LengthsSettings): boolean => {
  const settings = lengthsSettingsSchema.safeParse(raw).data
  return (
    settings !== undefined && JSON.stringify(settings) === JSON.stringify(lengthsSettingsSchema.parse(wanted))
  )
}

type Source = Pick<RoundHost, 'jobs' | 'store'>

/** What the latest job that counted in this way has counted so far; undefined: there is none. */
export async function countedPrompts(
  { jobs, store }: Source,
  wanted: LengthsSettings,
): Promise<{ readonly job: JobView; readonly counted: readonly CountedPrompt[] } | undefined> {
  const job = (await jobs.list()).find(({ spec }) => spec.kind === 'lengths' && isSame(spec.settings, wanted))
  if (job === undefined) return undefined
  const rows = await store.all(
    `SELECT s.body FROM step AS s JOIN job AS j ON j.number = s.job WHERE j.id = ? ORDER BY s.number`,
    [job.spec.id],
  )
  const counted = rows.flatMap(({ body }) =>
    readStored('lengths', String(body), (raw) => countedStepSchema.parse(raw)).counted.map(
      ([sample, tokens]) => ({ sample, tokens }),
    ),
  )
  return { job, counted }
}

/** @param limit most tokens of a prompt */
export async function readLengths(
  source: Source,
  wanted: LengthsSettings,
  limit: number,
): Promise<Omit<LengthsView, 'way'>> {
  const found = await countedPrompts(source, wanted)
  if (found === undefined) return {}
  const { counted, job } = found
  const { spec, state } = job
  return {
    job: { id: spec.id, state: state.name },
    ...(counted.length === 0 ? {} : { lengths: promptLengths(counted, limit) }),
  }
}
