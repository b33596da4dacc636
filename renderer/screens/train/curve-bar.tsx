import { Button, MultiSelect, Select, Slider, Switch } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import { Segments } from '../../parts/segments.tsx'
import { useCurves } from '../../store/curves.ts'

interface Props {
  readonly run: string
  readonly runs: readonly RunRow[]
  readonly hasTime: boolean
  readonly others: readonly string[]
  readonly zoomed: boolean
  /** Some curve bears marks. */
  readonly marked: boolean
  showAll(): void
}

/** How the curves are looked at. */
export const CurveBar = memo(function CurveBar({
  run,
  runs,
  hasTime,
  others,
  zoomed,
  marked,
  showAll,
}: Props) {
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
      <Select
        size="xs"
        w={190}
        aria-label={t('train.pin')}
        placeholder={runs.length > 1 ? t('train.pin') : t('train.pinNeedsTwo')}
        disabled={runs.length < 2}
        clearable
        allowDeselect
        value={look.pinned ?? null}
        data={runs.filter(({ id }) => id !== run).map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(pinned) => look.put({ pinned: pinned ?? undefined })}
      />
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
      {marked && <span className="small soft">{t('train.mark.legend')}</span>}
      {zoomed && (
        <Button size="compact-xs" variant="default" onClick={showAll}>
          {t('train.showAll')}
        </Button>
      )}
    </div>
  )
})
