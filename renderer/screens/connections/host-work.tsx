import { Button } from '@mantine/core'
import { IconPlayerStop, IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FoundWork, WorkState } from '#core/contract/index.ts'
import { isFinished } from '#core/job/fold.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { AskedButton, StockList } from './stock-bits.tsx'

/** What is found in a host's jobs folder, whoever started it. */
export function HostWorkPanel({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const asked = useCall('host.work', { id: host })
  return (
    <StockList
      asked={asked}
      icon={<IconStack2 size={36} stroke={1.3} />}
      title={t('stock.work.emptyTitle')}
      text={t('stock.work.emptyText')}
    >
      {asked.data?.work.map((work) => (
        <Work key={work.id} host={host} work={work} changed={asked.reload} />
      ))}
    </StockList>
  )
}

const LOOK: Readonly<Record<WorkState, readonly [tone: string, sign: string]>> = {
  running: ['active', '●'],
  done: ['done', '✓'],
  stopped: ['dropped', '❚❚'],
  failed: ['failed', '✕'],
  killed: ['failed', '✕'],
  rebooted: ['failed', '✕'],
  waiting: ['waiting', '○'],
}

interface Props {
  readonly host: string
  readonly work: FoundWork
  changed(): void
}

function Work({ host, work, changed }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, step, steps, from, mine } = work
  const [tone, sign] = LOOK[state]
  const whose = mine
    ? t('stock.work.mine')
    : from
      ? t('stock.work.from', { ...from })
      : t('stock.work.unknown')
  const facts = [
    t(`stock.work.kind.${work.kind}`),
    step !== null &&
      steps !== null &&
      t('stock.work.step', { step: format.number(step), steps: format.number(steps) }),
    t('stock.size', { bytes: format.bytes(work.bytes) }),
    t('stock.work.last', { when: format.time(work.at) }),
  ].filter((fact) => typeof fact === 'string')
  return (
    <li className="stock-card stack tight">
      <span className="row wrap">
        <strong className="stock-name">{work.title || work.id}</strong>
        <span className={`pill tone-${tone}`}>
          <span aria-hidden>{sign}</span>
          {t(`stock.work.state.${state}`)}
        </span>
      </span>
      <span className="small num">{facts.join(' · ')}</span>
      <span className="small soft">{whose}</span>
      <Acts host={host} work={work} changed={changed} />
    </li>
  )
}

function Acts({ host, work, changed }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { id, state, mine } = work
  const name = work.title || id
  // A job that can still be gone on with needs its folder.
  const goesOn = useJobs(
    ({ jobs }) => jobs?.some(({ spec, state: at }) => spec.id === id && !isFinished(at)) ?? false,
  )
  const stop = useAct(async () => {
    await call('host.stopWork', { id: host, work: id })
    changed()
  })
  const remove = useAct(async () => {
    await call('host.removeWork', { id: host, work: id })
    changed()
  })
  const follow = useAct(async () => {
    const { run } = await call('host.followWork', { id: host, work: id })
    go({ page: 'train', run })
  })
  const failure = stop.failure ?? remove.failure ?? follow.failure
  return (
    <>
      <div className="row wrap">
        {mine && (
          <Button size="compact-xs" variant="light" onClick={() => go({ page: 'jobs', job: id })}>
            {t('stock.work.toJob')}
          </Button>
        )}
        {!mine && work.kind === 'training' && (
          <Button size="compact-xs" variant="light" loading={follow.busy} onClick={() => void follow.run()}>
            {t('stock.work.follow')}
          </Button>
        )}
        {state === 'running' && !mine && (
          <AskedButton
            label={t('stock.work.stop')}
            ask={t('stock.work.stopAsk', { name })}
            yes={t('stock.work.stopYes')}
            busy={stop.busy}
            icon={<IconPlayerStop size={14} aria-hidden />}
            act={() => void stop.run()}
          />
        )}
        {state !== 'running' && !goesOn && (
          <AskedButton
            label={t('stock.remove')}
            ask={t('stock.removeAsk', { name, bytes: format.bytes(work.bytes) })}
            yes={t('stock.removeYes')}
            busy={remove.busy}
            act={() => void remove.run()}
          />
        )}
      </div>
      {failure && <FailureCard failure={failure} />}
    </>
  )
}
