import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow, RunView } from '#core/contract/training-views.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { isRecord, readLooseJson } from '#core/training/loose-json.ts'
import { type SettingRow, settingDifferences } from '#core/training/setting-differences.ts'
import { call, spoken } from '../../bridge/looptool.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useFormat } from '../../words/format.ts'
import type { ComparedRun } from './compared-runs.ts'

/** What each run was asked for; it never changes, so that it is asked for once. */
function useSettings(ids: readonly string[]): {
  readonly known: ReadonlyMap<string, string>
  readonly failure: SpokenFailure | undefined
} {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const [failure, setFailure] = useState<SpokenFailure>()
  useEffect(() => {
    const missing = ids.filter((id) => !known.has(id))
    let stale = false
    setFailure(undefined)
    Promise.all(missing.map((id) => call('training.run', { id })))
      .then((views: readonly RunView[]) => {
        if (stale) return
        setKnown(
          (before) => new Map([...before, ...views.map(({ row, settings }) => [row.id, settings] as const)]),
        )
      })
      .catch((error: unknown) => !stale && setFailure(spoken(error)))
    return () => {
      stale = true
    }
  }, [ids.join()])
  return { known, failure }
}

/** In which settings the runs differ, in words for what stands beside the settings; undefined until all are there. */
export function useSettingRows(
  chosen: readonly ComparedRun[],
  runs: readonly RunRow[],
): { readonly rows: readonly SettingRow[] | undefined; readonly failure: SpokenFailure | undefined } {
  const { t } = useTranslation()
  const format = useFormat()
  const { known, failure } = useSettings(chosen.map(({ row }) => row.id))
  const datasets = useCall('dataset.list', undefined).data
  const hosts = useCall('host.list', undefined).data
  const startOf = ({ start }: RunRow): string | undefined => {
    if (start?.kind !== 'checkpoint') return start?.kind === 'base' ? t('train.base') : start?.place
    const title = runs.find(({ id }) => id === start.run)?.title ?? start.run
    return t('compare.startStep', { title, step: format.number(start.step) })
  }
  const datasetOf = ({ dataset }: RunRow): string | undefined => {
    const found = datasets?.find(({ id }) => id === dataset)
    return found ? `${found.name} · ${found.number}` : dataset
  }
  const hostOf = (settings: string): string | undefined => {
    const read = readLooseJson(settings)
    return hosts?.hosts.find(({ id }) => isRecord(read) && id === read.host)?.name
  }
  const asked = chosen.flatMap(({ row }) => {
    const settings = known.get(row.id)
    if (settings === undefined) return []
    const beside = {
      trainer: t(`compare.trainer.${row.trainer}`),
      dataset: datasetOf(row),
      start: startOf(row),
      host: hostOf(settings),
      steps: row.steps,
    }
    return [{ trainer: row.trainer, settings, beside }]
  })
  return { rows: asked.length === chosen.length ? settingDifferences(asked) : undefined, failure }
}
