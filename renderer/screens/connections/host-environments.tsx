import { IconPackage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { HostEnvironment, HostLock } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'
import { EnvironmentForms } from './environment-forms.tsx'
import { HostSetUps, useSetUps } from './host-set-ups.tsx'
import { AskedButton, ReadyBadge, StockList, useLockName } from './stock-bits.tsx'

/** Environments on a host: what stands, what is being made, and what can be. */
export function HostEnvironments({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const asked = useCall('host.environments', { id: host })
  const running = useSetUps(host, ['environment', 'ownEnvironment'])
  const { data } = asked
  return (
    <>
      <StockList
        asked={asked}
        making={<HostSetUps running={running} ended={asked.reload} />}
        isMaking={running.length > 0}
        icon={<IconPackage size={36} stroke={1.3} />}
        title={t('stock.env.emptyTitle')}
        text={t('stock.env.emptyText')}
      >
        {data?.environments.map((one) => (
          <Environment key={one.name} {...{ host, one }} locks={data.locks} changed={asked.reload} />
        ))}
      </StockList>
      {data && <EnvironmentForms host={host} stock={data} running={running} />}
    </>
  )
}

interface Props {
  readonly host: string
  readonly one: HostEnvironment
  readonly locks: readonly HostLock[]
  changed(): void
}

const NAMED = ['torch', 'transformers', 'trl', 'peft', 'vllm']

function Environment({ host, one, locks, changed }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const lockName = useLockName()
  const remove = useAct(async () => {
    await call('host.removeEnvironment', { id: host, name: one.name })
    changed()
  })
  const known = one.lock ?? locks.find(({ hash }) => hash === one.name)?.name
  const name = known === undefined ? t('stock.env.unnamed') : lockName(known)
  const versions = Object.entries(one.versions).filter(
    ([part]) => NAMED.includes(part) || Object.keys(one.versions).length < 4,
  )
  return (
    <li className="stock-card stack tight">
      <div className="stock-head">
        <span className="row wrap">
          <strong className="stock-name">{name}</strong>
          <ReadyBadge complete={one.complete && one.problem === null} />
          {one.own && <span className="tag">{t('stock.own')}</span>}
          {!one.own && one.complete && !one.current && <span className="tag">{t('stock.env.old')}</span>}
        </span>
        <AskedButton
          label={t('stock.remove')}
          ask={
            one.own
              ? t('stock.forgetAsk', { name })
              : t('stock.removeAsk', { name, bytes: format.bytes(one.bytes) })
          }
          yes={t(one.own ? 'stock.forgetYes' : 'stock.removeYes')}
          busy={remove.busy}
          act={() => void remove.run()}
        />
      </div>
      <span className="small num">
        {[
          one.pythonVersion && `Python ${one.pythonVersion}`,
          ...versions.map(([part, version]) => `${part} ${version}`),
          one.complete &&
            (one.cuda === null
              ? t('stock.env.cpu')
              : t('stock.env.cuda', { cuda: one.cuda, gpus: one.gpus, count: one.gpus })),
          one.bytes > 0 && t('stock.size', { bytes: format.bytes(one.bytes) }),
          known === undefined && one.name,
        ]
          .filter((part) => typeof part === 'string' && part !== '')
          .join(' · ')}
      </span>
      {one.complete && <StockPath path={one.python} />}
      {one.problem !== null && <span className="small ink-failed prose">{one.problem}</span>}
      {remove.failure && <FailureCard failure={remove.failure} />}
    </li>
  )
}

/** A path on the host, to be copied. */
export function StockPath({ path }: { readonly path: string }) {
  const { t } = useTranslation()
  return (
    <span className="row stock-path">
      <code className="code small">{path}</code>
      <CopyButton text={path} label={t('stock.copyPath')} />
    </span>
  )
}
