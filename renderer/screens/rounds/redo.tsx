import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RedoPlan } from '#core/contract/round-views.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useFormat } from '../../words/format.ts'
import { useTimeWords } from './board-cell.tsx'

interface Props {
  readonly round: number
  readonly stage: RoundStage
  close(): void
}

/** What would be computed again, before anything is; confirmed in place. */
export function Redo({ round, stage, close }: Props) {
  const { t } = useTranslation()
  const plan = useCall('round.redoPlan', { round, stage })
  const consent = useConsent(plan.data?.urls ?? [])
  const act = useAct(async () => {
    await call('round.redo', { round, stage })
    close()
  })
  return (
    <div className="card warn stack" role="alertdialog" aria-label={t('rounds.redo.ask')}>
      {plan.failure && <FailureCard failure={plan.failure} />}
      {!plan.data && plan.loading && <Loading lines={3} />}
      {plan.data && <PlanTable plan={plan.data} />}
      {consent && <HostConsent {...consent} />}
      {act.failure && <FailureCard failure={act.failure} />}
      <div className="row wrap">
        {plan.data && (
          <Button size="xs" loading={act.busy} onClick={() => void act.run()}>
            {t('rounds.redo.yes', {
              count: plan.data.again.reduce((sum, { items }) => sum + items, 0),
            })}
          </Button>
        )}
        <Button size="xs" variant="default" autoFocus onClick={close}>
          {t('rounds.redo.no')}
        </Button>
      </div>
    </div>
  )
}

function PlanTable({ plan }: { readonly plan: RedoPlan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const time = useTimeWords()
  return (
    <>
      <strong>{t('rounds.redo.title', { count: plan.again.length })}</strong>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('rounds.stageHead')}</th>
            <th scope="col" className="right">
              {t('rounds.redo.items')}
            </th>
            <th scope="col" className="right">
              {t('rounds.redo.tokens')}
            </th>
            <th scope="col" className="right">
              {t('rounds.redo.time')}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.again.map((one) => (
            <tr key={`${one.round} ${one.stage}`}>
              <th scope="row">
                {t('rounds.cellName', { round: one.round, stage: t(`rounds.stage.${one.stage}`) })}
              </th>
              <td className="num right">{format.number(one.items)}</td>
              <td className="num right">{format.number(one.tokens)}</td>
              <td className="num right">{time(one.ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small">
        {t('rounds.redo.kept')}{' '}
        {plan.replaced.length > 0 &&
          t('rounds.redo.replaced', {
            count: plan.replaced.length,
            rounds: plan.replaced.map((round) => format.number(round)).join(', '),
          })}
      </p>
    </>
  )
}
