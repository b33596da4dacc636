import { Button, MultiSelect, Slider, Switch } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Segments } from '../../parts/segments.tsx'
import { useCurves } from '../../store/curves.ts'

interface Props {
  readonly hasTime: boolean
  readonly others: readonly string[]
  readonly zoomed: boolean
  /** Some curve bears marks. */
  readonly marked: boolean
  /** How many runs one after another led to what is shown; undefined where it is one alone. */
  readonly chained?: number | undefined
  showAll(): void
}

/** How the curves are looked at. */
export const CurveBar = memo(function CurveBar({ hasTime, others, zoomed, marked, chained, showAll }: Props) {
  const { t } = useTranslation()
  const look = useCurves()
  return (
    <div className="curve-bar">
      <div className="row small">
        <span className="soft">{t('train.smoothing')}</span>
        <Slider
          w={110}
          size="sm"
          min={0}
          max={0.98}
          step={0.02}
          label={(value) => value.toFixed(2)}
          thumbLabel={t('train.smoothing')}
          value={look.smoothing}
          onChange={(smoothing) => look.put({ smoothing })}
        />
      </div>
      <Segments
        label={t('train.axis')}
        value={hasTime ? look.x : 'step'}
        options={[
          { value: 'step', label: t('train.byStep') },
          ...(hasTime ? [{ value: 'time' as const, label: t('train.byTime') }] : []),
        ]}
        onChange={(x) => look.put({ x })}
      />
      <Switch
        size="xs"
        label={t('train.log')}
        checked={look.log}
        onChange={(event) => look.put({ log: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label={t('train.clip')}
        checked={look.clip}
        onChange={(event) => look.put({ clip: event.currentTarget.checked })}
      />
      {chained !== undefined && (
        <Switch
          size="xs"
          label={t('chain.show', { count: chained })}
          checked={look.chain}
          onChange={(event) => look.put({ chain: event.currentTarget.checked })}
        />
      )}
      {others.length > 0 && (
        <MultiSelect
          size="xs"
          w={190}
          aria-label={t('train.more')}
          placeholder={look.more.length === 0 ? t('train.more') : ''}
          searchable
          data={[...others]}
          value={look.more.filter((metric) => others.includes(metric))}
          onChange={(more) => look.put({ more })}
        />
      )}
      {marked && (
        <span className="small soft">
          {t('train.mark.legend')}
          {chained !== undefined && look.chain && t('chain.legend')}
        </span>
      )}
      {zoomed && (
        <Button size="compact-xs" variant="default" onClick={showAll}>
          {t('train.showAll')}
        </Button>
      )}
    </div>
  )
})
