import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { DialogRow, SampleRow, ToolRow } from '#core/contract/index.ts'
import type { CourtRow } from '#core/contract/round-views.ts'
import { useCall } from '../bridge/use-call.ts'
import { type Place, usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useFormat } from '../words/format.ts'
import type { Command } from './commands.ts'

/** A single letter is found everywhere. */
const SHORTEST = 2
const PAUSE_MS = 250
/** Of each kind; the pages themselves show all. */
const MOST = 5

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')
const go = (place: Place): void => usePlace.getState().go(place)

const toolCommand = ({ name, description }: ToolRow, toolSet: string): Command => ({
  id: name,
  group: 'tool',
  label: joined(name, description),
  run: () => go({ page: 'tools', toolSet, tool: name }),
})
const dialogCommand = ({ job, key, opening }: DialogRow, name: string): Command => ({
  id: `${job} ${key}`,
  group: 'dialog',
  label: joined(name, opening),
  run: () => go({ page: 'data', tab: 'dialogs', dialog: { job, key } }),
})
const sampleCommand = ({ id, prompt }: SampleRow, dataset: string): Command => ({
  id,
  group: 'sample',
  label: prompt,
  run: () => go({ page: 'data', tab: 'samples', dataset, sample: id }),
})

const courtCommand = ({ sample, prompt }: CourtRow, round: number, verdict: string): Command => ({
  id: `court ${sample}`,
  group: 'round',
  label: joined(verdict, prompt),
  run: () => go({ page: 'rounds', view: 'court', round, sample }),
})

export interface Finds {
  readonly found: readonly Command[]
  /** More may come. */
  readonly busy: boolean
}

/**
 * Tools of the latest tool set, dialogs, samples of the latest dataset and cases of the latest court that hold the
 * text, once typing pauses.
 * What an earlier text found is never shown for a later one.
 */
export function useFinds(text: string): Finds {
  const { t } = useTranslation()
  const format = useFormat()
  const [settled] = useDebouncedValue(text.trim(), PAUSE_MS)
  const project = useProject((state) => state.project)
  const wanted = Boolean(project) && text.trim().length >= SHORTEST
  const asked = wanted && settled === text.trim()
  const toolSets = useCall('toolSet.list', asked ? undefined : null)
  const datasets = useCall('dataset.list', asked ? undefined : null)
  const toolSet = toolSets.data?.[0]?.id
  const dataset = datasets.data?.[0]?.id
  const page = { search: settled, limit: MOST }
  const tools = useCall('toolSet.rows', asked && toolSet !== undefined ? { id: toolSet, ...page } : null)
  const dialogs = useCall('dialog.page', asked ? { ...page, facets: false } : null)
  const samples = useCall('sample.page', asked && dataset !== undefined ? { dataset, ...page } : null)
  const board = useCall('round.board', asked ? undefined : null)
  const court = board.data?.cells.findLast((cell) => cell.stage === 'judge' && cell.job !== undefined)
  const cases = useCall('court.page', court?.job === undefined ? null : { job: court.job, ...page })
  if (!asked) return { found: [], busy: wanted }
  const busy = [toolSets, datasets, tools, dialogs, samples, board, cases].some((one) => one.loading)
  const found = [
    ...(tools.data?.rows ?? []).map((row) => toolCommand(row, toolSet ?? '')),
    ...(dialogs.data?.rows ?? []).map((row) =>
      dialogCommand(row, t('data.dialog', { number: format.number(row.ordinal + 1) })),
    ),
    ...(samples.data?.rows ?? []).map((row) => sampleCommand(row, dataset ?? '')),
    ...(cases.data?.rows ?? []).map((row) => courtCommand(row, court?.round ?? 1, t(`loop.${row.verdict}`))),
  ]
  return { found, busy }
}
