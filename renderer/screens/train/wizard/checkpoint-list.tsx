import { useTranslation } from 'react-i18next'
import { wilson } from '#core/judge/wilson.ts'
import type { TrainingEvent } from '#core/training/event.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { useRateWords } from '../../../parts/interval.tsx'
import { Loading } from '../../../parts/loading.tsx'
import { useFormat } from '../../../words/format.ts'

type Validation = Extract<TrainingEvent, { type: 'validation' }>

interface Props {
  readonly run: string
  /** Steps of the checkpoints that can be had; absent: all of the run's. */
  readonly there: readonly number[] | undefined
  /** Step of the checkpoint that is chosen, where it is one of this run. */
  readonly chosen: number | undefined
  choose(step: number): void
}

/** A run's complete checkpoints, each with what it got right of the held-out samples then. */
export function CheckpointList({ run, there, chosen, choose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const rate = useRateWords()
  const view = useCall('training.run', { id: run })
  if (view.failure) return <FailureCard failure={view.failure} />
  if (!view.data) return <Loading />
  const { events } = view.data
  const steps = there ?? view.data.checkpoints.map(({ step }) => step)
  const validations = events.filter((event): event is Validation => event.type === 'validation')
  // A step that was measured twice counts as it was measured last.
  const heldOut = new Map(validations.map((event) => [event.step, event]))
  const share = (step: number): number => {
    const at = heldOut.get(step)
    return at && at.total > 0 ? at.right / at.total : -1
  }
  const most = Math.max(...steps.map(share))
  const best = most < 0 ? undefined : steps.find((step) => share(step) === most)
  if (steps.length === 0) return <p className="soft">{t('train.noCheckpoints')}</p>
  return (
    <fieldset className="checkpoint-list" aria-label={t('train.checkpoints')}>
      {steps.map((step) => {
        const found = heldOut.get(step)
        const words = found && found.total > 0 ? rate(wilson(found.right, found.total)) : undefined
        return (
          <label key={step} className={step === chosen ? 'checkpoint chosen' : 'checkpoint'}>
            <input
              type="radio"
              name={`checkpoint ${run}`}
              checked={step === chosen}
              onChange={() => choose(step)}
            />
            <span className="strong num">{t('start.atStep', { step: format.number(step) })}</span>
            <span className="num">
              {found && words
                ? t('start.heldOutAt', {
                    ...words,
                    right: format.number(found.right),
                    total: format.number(found.total),
                  })
                : t('start.notMeasured')}
            </span>
            <span>{step === best && <span className="pill tone-done">✓ {t('start.bestSign')}</span>}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
