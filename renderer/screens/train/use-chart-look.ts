import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Frame } from '#core/training/outline.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import type { ChartView } from '../../parts/chart/chart-view.ts'
import { useCurves } from '../../store/curves.ts'
import { useFormat } from '../../words/format.ts'

/** How all charts of a page are looked at; what is zoomed in one is zoomed in all. `of` names what x counts. */
export function useChartLook(of: string, hasTime: boolean): Omit<ChartView, 'marks'> & { showAll(): void } {
  const { t } = useTranslation()
  const format = useFormat()
  const { x, log, clip } = useCurves()
  const byTime = x === 'time' && hasTime
  const place = `${of} ${byTime}`
  const [zoom, setZoom] = useState<{ readonly place: string; readonly frame: Frame | undefined }>()
  const tickX = useCallback(
    (x: number, named = false) =>
      byTime ? format.span(x) : named ? t('train.stepNumber', { step: format.number(x) }) : format.number(x),
    [byTime, format, t],
  )
  return {
    frame: zoom?.place === place ? zoom.frame : undefined,
    setFrame: (frame) => setZoom({ place, frame }),
    showAll: useCallback(() => setZoom(undefined), []),
    tickX,
    log,
    clip,
  }
}

/** A picture and a table go where the user says. */
export function useChartFiles(title: string) {
  const act = useAct(async (work: () => Promise<unknown>) => void (await work()))
  return {
    failure: act.failure,
    savePng: (name: string, png: Uint8Array<ArrayBuffer>) =>
      void act.run(() => call('system.savePng', { name: `${title} ${name}`.slice(0, 120), png })),
    saveCsv: (run: { readonly id: string; readonly title: string }) =>
      void act.run(async () => {
        const file = await call('system.pickCsv', { name: run.title.slice(0, 120) || run.id })
        if (file !== null) await call('training.export', { id: run.id, file })
      }),
  }
}
