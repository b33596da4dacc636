import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import { VirtualList } from '../virtual-list.tsx'
import type { ChartView } from './chart-view.ts'
import type { ChartLine } from './rows.ts'
import { tableSteps, valueAt } from './table-text.ts'

interface Props {
  readonly title: string
  readonly lines: readonly ChartLine[]
  readonly view: ChartView
  readonly height: number
}

/** The same numbers as rows, latest first. */
export function ChartTable({ title, lines, view, height }: Props) {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  const [chosen, setChosen] = useState<string>()
  const steps = tableSteps(lines, view.frame)
  const rows = useMemo(() => Array.from(steps).reverse(), [steps.length, steps[0], steps.at(-1)])
  const say = (line: ChartLine, value: number): string =>
    Number.isNaN(value) ? '–' : figure(value, line.unit)
  const cells = lines.flatMap((line) => [
    { key: line.key, head: line.label, line, values: line.values },
    ...(line.rare
      ? []
      : [{ key: `${line.key} smooth`, head: t('chart.smoothed'), line, values: line.smooth }]),
  ])
  const columns = { gridTemplateColumns: `80px repeat(${cells.length}, minmax(0, 1fr))` }
  return (
    <div className="chart-table" style={{ height: height + 24 }}>
      <VirtualList
        label={title}
        rows={rows}
        rowHeight={26}
        rowClass="chart-row"
        chosen={chosen}
        keyOf={String}
        onChoose={(step) => setChosen(String(step))}
        head={
          <div className="chart-cells" style={columns}>
            <span>{t('chart.step')}</span>
            {cells.map(({ key, head }) => (
              <span key={key} className="cut right">
                {head}
              </span>
            ))}
          </div>
        }
        draw={(step) => (
          <div className="chart-cells num small" style={columns}>
            <span>{format.number(step)}</span>
            {cells.map(({ key, line, values }) => (
              <span key={key} className="cut right">
                {say(line, valueAt(line, values, step))}
              </span>
            ))}
          </div>
        )}
      />
    </div>
  )
}
