import { ActionIcon, Menu } from '@mantine/core'
import {
  IconChartLine,
  IconCopy,
  IconDots,
  IconFileSpreadsheet,
  IconPhoto,
  IconTable,
} from '@tabler/icons-react'
import { memo, type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type uPlot from 'uplot'
import { copyText } from '../copy-text.ts'
import type { CurveChartProps } from './chart-view.ts'
import { chartPicture } from './picture.ts'
import { tableText } from './table-text.ts'

interface Props {
  readonly title: string
  readonly table: boolean
  readonly tables: CurveChartProps['tables']
  readonly plot: RefObject<uPlot | undefined>
  /** The chart as it is when something is done with it: a menu need not be drawn anew with every point. */
  readonly chart: RefObject<CurveChartProps>
  setTable(table: boolean): void
}

/** What can be done with a chart: as table, copy, picture, table of the whole run. */
export const ChartActions = memo(function ChartActions({
  title,
  table,
  tables,
  plot,
  chart,
  setTable,
}: Props) {
  const { t } = useTranslation()
  const [said, setSaid] = useState('')
  const copy = () => {
    setSaid(
      copyText(
        tableText(chart.current.lines, chart.current.view.frame, {
          step: t('chart.step'),
          smooth: t('chart.smoothed'),
        }),
      )
        ? t('shared.copied')
        : '',
    )
  }
  const picture = async () => {
    if (!plot.current) return
    const { lines, savePng } = chart.current
    savePng(title, await chartPicture(plot.current, title, lines))
  }
  return (
    <>
      <span className="small soft" role="status">
        {said}
      </span>
      <Menu position="bottom-end" onOpen={() => setSaid('')}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('chart.actions', { title })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={table ? <IconChartLine size={14} /> : <IconTable size={14} />}
            onClick={() => setTable(!table)}
          >
            {table ? t('chart.asCurve') : t('chart.asTable')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={copy}>
            {t('chart.copy')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPhoto size={14} />} disabled={table} onClick={() => void picture()}>
            {table ? t('chart.pngNeedsCurve') : t('chart.png')}
          </Menu.Item>
          {tables.map(({ label, save }) => (
            <Menu.Item key={label} leftSection={<IconFileSpreadsheet size={14} />} onClick={save}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
})
