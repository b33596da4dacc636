import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import { VirtualList } from '../virtual-list.tsx'
import type { ChartView } from './chart-view.ts'
import type { ChartLine } from './rows.ts'
import { rowsShown } from './table-text.ts'

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
  const [from, to] = rowsShown(view)
  const rows = useMemo(() => Array.from({ length: to - from }, (_, i) => to - 1 - i), [from, to])
  const say = (line: ChartLine, value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '–' : figure(value, line.unit)
  const columns = `80px repeat(${lines.length * 2}, minmax(0, 1fr))`
  return (
    <div className="chart-table" style={{ height: height + 24 }}>
      <VirtualList
        label={title}
        rows={rows}
        rowHeight={26}
        rowClass="chart-row"
        chosen={chosen}
        keyOf={String}
        onChoose={(row) => setChosen(String(row))}
        head={
          <div className="chart-cells" style={{ gridTemplateColumns: columns }}>
            <span>{t('chart.step')}</span>
            {lines.map((line) => (
              <span key={line.key} className="chart-pair">
                <span className="cut">{line.label}</span>
                <span className="cut">{line.rare ? '' : t('chart.smoothed')}</span>
              </span>
            ))}
          </div>
        }
        draw={(row) => (
          <div className="chart-cells num small" style={{ gridTemplateColumns: columns }}>
            <span>{format.number(view.steps[row] ?? 0)}</span>
            {lines.map((line) => (
              <span key={line.key} className="chart-pair">
                <span className="cut">{say(line, line.values[row])}</span>
                <span className="cut">{line.rare ? '' : say(line, line.smooth[row])}</span>
              </span>
            ))}
          </div>
        )}
      />
    </div>
  )
}
