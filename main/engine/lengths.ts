/** Lengths of prompts, read from the steps of the job that counted them. */
import type { LengthsView } from '#core/contract/lengths-calls.ts'
import {
  countedStepSchema,
  type LengthsSettings,
  lengthsSettingsSchema,
} from '#core/token/lengths-settings.ts'
import { promptLengths } from '#core/token/prompt-length.ts'
import { readStored } from './project/stored.ts'
import type { RoundHost } from './round/round-host.ts'

const isSame = (raw: unknown, wanted: LengthsSettings): boolean => {
  const settings = lengthsSettingsSchema.safeParse(raw).data
  return settings !== undefined && JSON.stringify(settings) === JSON.stringify(wanted)
}

/** @param limit most tokens of a prompt */
export async function readLengths(
  { jobs, store }: Pick<RoundHost, 'jobs' | 'store'>,
  wanted: LengthsSettings,
  limit: number,
): Promise<Omit<LengthsView, 'way'>> {
  const job = (await jobs.list()).find(({ spec }) => spec.kind === 'lengths' && isSame(spec.settings, wanted))
  if (job === undefined) return {}
  const rows = await store.all(
    `SELECT s.body FROM step AS s JOIN job AS j ON j.number = s.job WHERE j.id = ? ORDER BY s.number`,
    [job.spec.id],
  )
  const counted = rows.flatMap(({ body }) =>
    readStored('lengths', String(body), (raw) => countedStepSchema.parse(raw)).counted.map(
      ([sample, tokens]) => ({ sample, tokens }),
    ),
  )
  const { spec, state } = job
  return {
    job: { id: spec.id, state: state.name },
    ...(counted.length === 0 ? {} : { lengths: promptLengths(counted, limit) }),
  }
}
