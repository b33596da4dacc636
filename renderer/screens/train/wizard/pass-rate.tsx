import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { rightShare } from '#core/probe/pass-rates.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

const WARM_STEPS = 50
/** Above this, or below it from the other end, groups are too seldom of two minds. */
const NEAR = 0.05

interface Props {
  readonly draft: TrainDraft
  /** Job of the probe that is named. */
  readonly probe: string | undefined
}

/** How often the start is right already, as far as a probe knows, and what follows from that. */
export function PassRate({ draft, probe }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const view = useCall('probe.view', probe === undefined ? null : { job: probe })
  const right = view.data && rightShare(view.data.passRates)
  const says = right === undefined ? undefined : right <= NEAR ? 'low' : right >= 1 - NEAR ? 'high' : 'good'
  return (
    <section className="stack pass-rate" aria-label={t('start.passRate.title')}>
      <h3>{t('start.passRate.title')}</h3>
      {view.failure && <FailureCard failure={view.failure} />}
      {probe === undefined && <p className="soft prose">{t('start.passRate.unknown')}</p>}
      {view.data && right !== undefined && says && (
        <p className={says === 'good' ? 'prose' : 'card warn prose'}>
          {t('start.passRate.known', {
            share: format.part(right),
            samples: format.number(view.data.samples),
            says: t(`start.passRate.${says}`),
          })}
        </p>
      )}
      <WarmStart draft={draft} offered={says === 'low' || probe === undefined} />
    </section>
  )
}

function WarmStart({ draft, offered }: { readonly draft: TrainDraft; readonly offered: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const putTrl = useTrainDraft((state) => state.putTrl)
  const { warmSteps, warmBelow } = draft.trl
  if (warmSteps === 0 && !offered) return null
  return (
    <div className="row wrap">
      {warmSteps > 0 && (
        <span className="prose">
          {t('start.passRate.on', { steps: format.number(warmSteps), below: format.percent(warmBelow) })}
        </span>
      )}
      <Button
        size="xs"
        variant="default"
        onClick={() => putTrl({ warmSteps: warmSteps > 0 ? 0 : WARM_STEPS })}
      >
        {warmSteps > 0
          ? t('start.passRate.remove')
          : t('start.passRate.add', { steps: format.number(WARM_STEPS) })}
      </Button>
    </div>
  )
}
