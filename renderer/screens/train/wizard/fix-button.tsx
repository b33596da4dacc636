import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FlightFinding } from '#core/training/flight.ts'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'
import { type Fix, fixOf } from './fixes.ts'
import type { Ground } from './use-training.ts'

interface Props {
  readonly finding: FlightFinding
  readonly ground: Ground
  again(): void
}

/** The one action about a finding. A changed setting is looked at again at once. */
export function FixButton({ finding, ground, again }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { put, putTrl } = useTrainDraft.getState()
  const fix = fixOf(finding, ground.draft)
  if (!fix) return null
  const act = (one: Fix): void => {
    if (one.kind === 'step') put({ step: one.step })
    else if (one.kind === 'host')
      go({ page: 'connections', tab: 'hosts', panel: one.panel, ...hostOf(ground) })
    else if (one.kind === 'samples') go({ page: 'data', tab: 'samples', ...samplesOf(ground, finding) })
    else {
      putTrl(one.change.trl ?? {})
      put(one.change.draft ?? {})
      again()
    }
  }
  const label =
    fix.kind === 'set'
      ? t(`check.fix.${fix.say}`, { count: fix.value, value: format.number(fix.value) })
      : fix.kind === 'step'
        ? t('check.fix.step', { step: t(`start.step.${fix.step}`) })
        : t(`check.fix.${fix.kind}`)
  return (
    <div>
      <Button size="compact-xs" variant="default" className="fix-button" onClick={() => act(fix)}>
        {label}
      </Button>
    </div>
  )
}

const hostOf = ({ host }: Ground) => (host ? { host: host.id } : {})

const samplesOf = ({ dataset }: Ground, { samples: [first] = [] }: FlightFinding) => ({
  ...(dataset ? { dataset: dataset.id } : {}),
  ...(first === undefined ? {} : { sample: first }),
})
