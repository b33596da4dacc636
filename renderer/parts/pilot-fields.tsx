import { NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Pilot } from '#core/job/job.ts'
import { USUAL_PILOT } from '#core/job/pilot.ts'

interface Props {
  readonly pilot: Pilot | undefined
  readonly size?: 'xs' | 'sm'
  onPilot(pilot: Pilot | undefined): void
}

const MODES = ['off', 'always', 'overBudget'] as const

/** Whether a few items go first, and what then. */
export function PilotFields({ pilot, size = 'sm', onPilot }: Props) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <div className="row wrap top">
        <Select
          size={size}
          w={360}
          label={t('budget.pilot.mode')}
          value={pilot?.ask ?? 'off'}
          data={MODES.map((mode) => ({ value: mode, label: t(`budget.pilot.${mode}`) }))}
          onChange={(mode) => {
            if (mode === 'always' || mode === 'overBudget')
              onPilot({ items: pilot?.items ?? USUAL_PILOT.items, ask: mode })
            else onPilot(undefined)
          }}
        />
        {pilot && (
          <NumberInput
            size={size}
            w={size === 'xs' ? 150 : 180}
            label={t('budget.pilot.items')}
            min={5}
            max={500}
            clampBehavior="blur"
            allowDecimal={false}
            value={pilot.items}
            onChange={(items) => onPilot({ ...pilot, items: Math.min(500, Math.max(5, Number(items) || 5)) })}
          />
        )}
      </div>
      <p className="soft small prose">
        {t('budget.pilot.text')} {pilot && t('budget.pilot.tooFew', { count: 2 * pilot.items })}
      </p>
    </div>
  )
}
