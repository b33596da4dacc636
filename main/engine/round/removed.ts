/** What a filter took out, with the reason; told in steps of a thousand, so that a page reads a step or two. */
import type { CallDecoded, CallOutput } from '#core/contract/contract.ts'
import { decodeRemoved } from '#core/filter/rules.ts'
import { readStored } from '../project/stored.ts'
import type { RoundHost } from './round-host.ts'

/** @throws Failure `job.notFound` */
export async function removedPage(
  host: RoundHost,
  { job, after, limit }: CallDecoded<'filter.removed'>,
): Promise<CallOutput<'filter.removed'>> {
  const { counters } = await host.jobs.get(job)
  const total = Object.entries(counters)
    .filter(([name]) => name.startsWith('removed.'))
    .reduce((sum, [, count]) => sum + count, 0)
  const [step = 0, place = 0] = (after ?? '').split('.').map((part) => Number(part) || 0)
  const steps = await host.store.all(
    `SELECT s.number, s.body FROM step AS s JOIN job AS j ON j.number = s.job
     WHERE j.id = ? AND s.number >= ? ORDER BY s.number LIMIT 2`,
    [job, step],
  )
  const told = steps.flatMap(({ number, body }) =>
    readStored('step', String(body), decodeRemoved).map((removed, at) => ({
      at: `${number}.${at}`,
      removed,
      passed: Number(number) === step && at < place,
    })),
  )
  const left = told.filter(({ passed }) => !passed)
  const rows = left.slice(0, limit).map(({ removed }) => removed)
  const next = left[limit]?.at
  return { rows, total, ...(next === undefined ? {} : { next }) }
}
