import { Checkbox, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostEnvironments, HostLock } from '#core/contract/index.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { useProject } from '../../store/project.ts'
import { useFormat } from '../../words/format.ts'
import type { RunningSetUp } from './host-set-ups.tsx'
import { SetUpButton } from './set-up-button.tsx'
import { startSetUp } from './start-set-up.ts'
import { useLockName } from './stock-bits.tsx'

interface Props {
  readonly host: string
  readonly stock: HostEnvironments
  readonly running: readonly RunningSetUp[]
}

const PYPI = 'pypi.org'

/** What can be made there, how, and a Python of the user's own in its place. */
export function EnvironmentForms({ host, stock, running }: Props) {
  const { t } = useTranslation()
  const [index, setIndex] = useState('')
  const [carry, setCarry] = useState(false)
  return (
    <div className="stack">
      <h3>{t('stock.env.offer')}</h3>
      {stock.locks.map((lock) => (
        <Offer key={lock.name} {...{ host, stock, running, lock, index, carry }} />
      ))}
      <Fold label={t('stock.env.more')}>
        <div className="stack">
          <TextInput
            label={t('stock.env.index')}
            description={t('stock.env.indexText')}
            placeholder="https://pypi.org/simple"
            value={index}
            onChange={(event) => setIndex(event.currentTarget.value)}
          />
          <Checkbox
            label={t('stock.env.carry')}
            description={t('stock.env.carryText', { index: hostIn(index) })}
            checked={carry}
            onChange={(event) => setCarry(event.currentTarget.checked)}
          />
        </div>
      </Fold>
      <OwnPython host={host} locks={stock.locks} />
    </div>
  )
}

const hostIn = (index: string): string => (URL.canParse(index.trim()) ? new URL(index.trim()).host : PYPI)

interface OfferProps extends Props {
  readonly lock: HostLock
  readonly index: string
  readonly carry: boolean
}

function Offer({ host, stock, running, lock, index, carry }: OfferProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const project = useProject((state) => state.project)
  const typed = index.trim()
  const start = useAct(() =>
    startSetUp({
      make: 'environment',
      host,
      lock: lock.name,
      carry,
      ...(typed === '' ? {} : { index: typed }),
    }),
  )
  const name = useLockName()(lock.name)
  const mine = stock.environments.find((one) => one.name === lock.hash)
  const runs = running.some(
    ({ job, setUp }) =>
      setUp.make === 'environment' && setUp.lock === lock.name && job.state.name !== 'failed',
  )
  const lacks = stock.free < lock.bytes && !mine
  const why = mine?.complete
    ? t('stock.env.stands', { name })
    : runs
      ? t('stock.env.runs')
      : lacks
        ? t('stock.noRoom', { bytes: format.bytes(lock.bytes), free: format.bytes(stock.free) })
        : project
          ? undefined
          : t('stock.needProject')
  return (
    <div className="stock-card stack tight">
      <div className="stock-head">
        <strong className="stock-name">{name}</strong>
        <ActionButton
          label={t(mine ? 'stock.env.finish' : 'stock.env.make', { name })}
          why={why}
          busy={start.busy}
          size="xs"
          icon={<IconDownload size={14} aria-hidden />}
          onClick={() => void start.run()}
        />
      </div>
      <span className="small num">
        {Object.entries(lock.versions)
          .map(([part, version]) => `${part} ${version}`)
          .join(' · ')}
      </span>
      <span className="small soft prose">
        {t('stock.env.about', {
          download: format.bytes(lock.download),
          bytes: format.bytes(lock.bytes),
          python: lock.python,
        })}{' '}
        {lock.driver > 0 && t('stock.env.driver', { driver: lock.driver })} {!stock.uv && t('stock.env.noUv')}
      </span>
      {!project && <span className="small soft prose">{t('stock.projectWhy')}</span>}
      {start.failure && <FailureCard failure={start.failure} />}
    </div>
  )
}

function OwnPython({ host, locks }: { readonly host: string; readonly locks: readonly HostLock[] }) {
  const { t } = useTranslation()
  const [python, setPython] = useState('')
  const lock = locks[0]?.name ?? ''
  const start = useAct(async () => {
    await startSetUp({ make: 'ownEnvironment', host, lock, python: python.trim() })
    setPython('')
  })
  return (
    <Fold label={t('stock.env.ownTitle')}>
      <div className="stack">
        <TextInput
          label={t('stock.env.ownPath')}
          description={t('stock.env.ownText')}
          placeholder={t('stock.env.ownHint')}
          value={python}
          onChange={(event) => setPython(event.currentTarget.value)}
        />
        <SetUpButton
          label={t('stock.env.ownUse')}
          why={python.trim() === '' ? t('stock.env.needPath') : undefined}
          start={start}
        />
      </div>
    </Fold>
  )
}
