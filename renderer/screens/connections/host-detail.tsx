import { Button, Tabs } from '@mantine/core'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { hostDraftOf, lackOf, NEW_HOST, secretsOf, useHosts } from '../../store/hosts.ts'
import { HOST_PANELS, type HostPanel, usePlace } from '../../store/place.ts'
import { HostEnvironments } from './host-environments.tsx'
import { HostFields } from './host-fields.tsx'
import { HostModels } from './host-models.tsx'
import { HostReportPanel } from './host-report.tsx'
import { HostTestPanel } from './host-test-panel.tsx'
import { HostTrusted } from './host-trusted.tsx'
import { HostWorkPanel } from './host-work.tsx'
import { type UsedHostForm, useHostForm } from './use-host-form.ts'
import { useHostTest } from './use-host-test.ts'

interface Props {
  /** Absent: one that is not saved yet. */
  readonly view: HostView | undefined
  readonly panel: HostPanel
  readonly keysLast: boolean
  open(id: string): void
  changed(): void
}

/** One host: how it is reached beside the test of what is typed, what the machine says of itself, and what stands there. */
export function HostDetail({ view, panel, keysLast, open, changed }: Props) {
  const { t } = useTranslation()
  const used = useHostForm(view)
  const test = useHostTest(used.id, used.form, view, changed)
  const isLocal = view !== undefined && !view.host
  const lack = isLocal ? undefined : lackOf(used.form)
  return (
    <div className="page-body stack">
      <PanelTabs panel={panel} />
      <div className={panel === 'test' ? 'connect' : undefined}>
        {panel === 'test' && (
          <section
            className="stack wide"
            aria-label={view?.name || t(isLocal ? 'hosts.thisComputer' : 'hosts.new')}
          >
            {isLocal ? (
              <p className="prose">{t('hosts.thisText')}</p>
            ) : (
              <>
                <HostFields used={used} view={view} keysLast={keysLast} changed={changed} />
                <Acts view={view} used={used} open={open} changed={changed} />
                {view && <HostTrusted view={view} />}
              </>
            )}
          </section>
        )}
        <section className="stack test-panel host-panel" aria-label={t(`hosts.panel.${panel}`)}>
          {panel === 'test' && <HostTestPanel used={test} why={lack && t(`hosts.${lack}`)} />}
          {panel === 'report' && <HostReportPanel view={view} changed={changed} />}
          {STOCKS[panel] && <Stock panel={panel} host={view?.id} />}
        </section>
      </div>
    </div>
  )
}

/** What stands on the host; of one that is not saved nobody knows. */
const STOCKS: Partial<Record<HostPanel, ComponentType<{ readonly host: string }>>> = {
  environments: HostEnvironments,
  models: HostModels,
  work: HostWorkPanel,
}

function Stock({ panel, host }: { readonly panel: HostPanel; readonly host: string | undefined }) {
  const { t } = useTranslation()
  const Shown = STOCKS[panel]
  if (host === undefined || !Shown) return <p className="soft small">{t('stock.needSave')}</p>
  return <Shown host={host} />
}

function PanelTabs({ panel }: { readonly panel: HostPanel }) {
  const { t } = useTranslation()
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  if (place.page !== 'connections') return null
  return (
    <Tabs
      value={panel}
      onChange={(next) => go({ ...place, panel: HOST_PANELS.find((one) => one === next) ?? 'test' })}
    >
      <Tabs.List>
        {HOST_PANELS.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`hosts.panel.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}

interface ActsProps {
  readonly view: HostView | undefined
  readonly used: UsedHostForm
  open(id: string): void
  changed(): void
}

function Acts({ view, used, open, changed }: ActsProps) {
  const { t } = useTranslation()
  const { form, dirty, drop, id } = used
  const noted = useHosts((state) => state.testOf[id])
  const noteTest = useHosts((state) => state.noteTest)
  const save = useAct(async () => {
    const saved = await call('host.save', {
      ...(view ? { id } : {}),
      draft: hostDraftOf(form),
      secrets: secretsOf(form),
      keep: form.runOnly ? 'run' : 'keyring',
    })
    if (noted) noteTest(saved.id, noted.test, noted.typed)
    drop()
    changed()
    open(saved.id)
  })
  const remove = useAct(async () => {
    await call('host.remove', { id })
    drop()
    changed()
  })
  const lack = lackOf(form)
  const why = lack ? t(`hosts.${lack}`) : dirty ? undefined : t('hosts.nothingNew')
  const failure = save.failure ?? remove.failure
  return (
    <>
      <div className="row wrap">
        <ActionButton label={t('hosts.save')} why={why} busy={save.busy} onClick={() => void save.run()} />
        {(dirty || id === NEW_HOST) && (
          <Button
            variant="default"
            onClick={() => {
              drop()
              if (!view) open('')
            }}
          >
            {t('hosts.drop')}
          </Button>
        )}
        {view && (
          <Button
            variant="subtle"
            color="red"
            size="xs"
            loading={remove.busy}
            onClick={() => void remove.run()}
          >
            {t('hosts.remove', { name: view.name })}
          </Button>
        )}
      </div>
      {failure && <FailureCard failure={failure} />}
    </>
  )
}
