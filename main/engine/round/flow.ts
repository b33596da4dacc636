/** The flow of a round's samples and the samples of one path, from the round's table. */
import type { CallDecoded, CallOutput } from '#core/contract/contract.ts'
import { type Flow, flowOfPaths } from '#core/round/flow.ts'
import { promptsOf, samplesSaying } from '../dataset/sample-list.ts'
import { datasetFolder } from '../loop-records.ts'
import type { RoundHost } from './round-host.ts'
import { readRounds } from './round-index.ts'
import { roundTable } from './round-table.ts'

/** @throws Failure `round.notFound` */
export const readFlow = async (host: RoundHost, round: number): Promise<Flow> =>
  flowOfPaths(await roundTable(host, round))

/** @throws Failure `round.notFound` */
export async function flowPage(
  host: RoundHost,
  query: CallDecoded<'round.samples'>,
): Promise<CallOutput<'round.samples'>> {
  const { round, standing, verdict, fate, search, after, limit } = query
  const table = await roundTable(host, round)
  const dataset = (await readRounds(host)).rounds.find((one) => one.round === round)?.dataset ?? ''
  const folder = await datasetFolder(host, dataset)
  const saying = search.trim() === '' ? undefined : await samplesSaying(folder, search)
  const fitting = table.filter(
    (row) =>
      (standing === undefined || row.standing === standing) &&
      (verdict === undefined || row.verdict === verdict) &&
      (fate === undefined || row.fate === fate) &&
      (saying === undefined || saying.has(row.id)),
  )
  const start = Number(after ?? 0) || 0
  const rows = fitting.slice(start, start + limit)
  const prompts = await promptsOf(
    folder,
    rows.map(({ id }) => id),
  )
  const end = start + rows.length
  return {
    rows: rows.map((row) => ({ ...row, prompt: prompts.get(row.id) ?? '' })),
    total: fitting.length,
    ...(end < fitting.length ? { next: String(end) } : {}),
  }
}
