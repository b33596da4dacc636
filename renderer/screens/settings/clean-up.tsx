import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CleanedUp } from '#core/contract/index.ts'
import { CLEAN_UP_KINDS, type CleanUpKind, type CleanUpPlan } from '#core/disk/clean-up.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Loading } from '../../parts/loading.tsx'
import { liveJobs, useJobs } from '../../store/jobs.ts'
import { useFormat } from '../../words/format.ts'

const sum = (list: readonly { readonly bytes: number }[]): number =>
  list.reduce((all, { bytes }) => all + bytes, 0)

/** Sizes of trainings, and what of the open project could go: seen first, removed then. */
export function CleanUp({ readOnly }: { readonly readOnly: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const runs = useCall('disk.runs', undefined)
  const plan = useCall('disk.cleanPlan', undefined)
  const [freed, setFreed] = useState<CleanedUp>()
  const reload = (): void => {
    runs.reload()
    plan.reload()
  }
  return (
    <>
      <section className="stack">
        <h2>{t('disk.runs')}</h2>
        {runs.failure && <FailureCard failure={runs.failure} />}
        {runs.data?.length === 0 && <p className="soft">{t('disk.noRuns')}</p>}
        {runs.data && runs.data.length > 0 && (
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('disk.training')}</th>
                <th className="right">{t('disk.checkpoints')}</th>
                <th className="right">{t('disk.size')}</th>
              </tr>
            </thead>
            <tbody>
              {runs.data.map(({ id, title, checkpoints, bytes }) => (
                <tr key={id}>
                  <td>{title}</td>
                  <td className="right num">{format.number(checkpoints)}</td>
                  <td className="right num">{format.bytes(bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="stack">
        <h2>{t('disk.cleanUp')}</h2>
        <p className="soft small prose">{t('disk.cleanUpText')}</p>
        {freed && (
          <output className="card">
            ✓ {t('disk.freed', { count: freed.removed, size: format.bytes(freed.bytes) })}
            {freed.stayed.length > 0 && ` ${t('disk.stayed', { count: freed.stayed.length })}`}
          </output>
        )}
        {plan.failure && <FailureCard failure={plan.failure} />}
        {!plan.data && !plan.failure && <Loading lines={3} />}
        {plan.data && (
          <Plan
            plan={plan.data}
            readOnly={readOnly}
            cleaned={(result) => {
              setFreed(result)
              reload()
            }}
          />
        )}
      </section>
    </>
  )
}

interface PlanProps {
  readonly plan: CleanUpPlan
  readonly readOnly: boolean
  cleaned(result: CleanedUp): void
}

function Plan({ plan, readOnly, cleaned }: PlanProps) {
  const { t } = useTranslation()
  const format = useFormat()
  // Exports are the user's own files: only a deliberate choice removes them.
  const [chosen, setChosen] = useState<readonly CleanUpKind[]>(['checkpoints', 'backups', 'leftovers'])
  const working = useJobs((state) => liveJobs(state.jobs).length)
  const going = plan.goes.filter(({ kind }) => chosen.includes(kind))
  const clean = useAct(async () => {
    cleaned(await call('disk.clean', { paths: going.map(({ path }) => path) }))
  })
  const toggle = (kind: CleanUpKind): void =>
    setChosen(chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind])
  const why = readOnly
    ? t('disk.whyReadOnly')
    : working > 0
      ? t('disk.whyJobs', { count: working })
      : going.length === 0
        ? t('disk.whyNothing')
        : undefined
  return (
    <>
      {CLEAN_UP_KINDS.map((kind) => {
        const goes = plan.goes.filter((one) => one.kind === kind)
        const stays = plan.stays.filter((one) => one.kind === kind)
        return (
          <div key={kind} className="clean-kind">
            <Checkbox
              checked={chosen.includes(kind) && goes.length > 0}
              disabled={goes.length === 0}
              label={t(`disk.kind.${kind}`)}
              description={t(`disk.kindText.${kind}`)}
              onChange={() => toggle(kind)}
            />
            <span className="num right">
              {goes.length === 0
                ? t('disk.nothing')
                : t('disk.goes', { count: goes.length, size: format.bytes(sum(goes)) })}
            </span>
            {(goes.length > 0 || stays.length > 0) && (
              <Fold label={t('disk.preview', { goes: goes.length, stays: stays.length })}>
                <ul className="clean-list code">
                  {goes.map(({ path, bytes }) => (
                    <li key={path}>
                      <span className="ink-failed">✕ {t('disk.go')}</span> {path} ({format.bytes(bytes)})
                    </li>
                  ))}
                  {stays.map(({ path, bytes, why: reason }) => (
                    <li key={path}>
                      <span className="ink-done">✓ {t('disk.stay')}</span> {path} ({format.bytes(bytes)}):{' '}
                      {t(`disk.why.${reason}`)}
                    </li>
                  ))}
                </ul>
              </Fold>
            )}
          </div>
        )
      })}
      {clean.failure && <FailureCard failure={clean.failure} />}
      <div className="row">
        <ActionButton
          label={t('disk.clean', { count: going.length, size: format.bytes(sum(going)) })}
          why={why}
          busy={clean.busy}
          onClick={() => void clean.run()}
        />
      </div>
    </>
  )
}
