import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import { type EndpointForm, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import { useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useConnections } from '../../store/connections.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { ChosenServers } from './chosen-servers.tsx'
import { NewServerForm } from './new-server.tsx'
import { StepFrame } from './step-frame.tsx'
import { useNewServer } from './use-new-server.ts'

/** Practice roles, or a model server that is named and tested here as in Connections. */
export function EndpointStep() {
  const list = useCall('endpoint.list', undefined)
  const { t } = useTranslation()
  if (list.data) return <Filled connections={list.data} reload={list.reload} />
  return (
    <StepFrame title={t('firstRun.endpoint.title')} lead={t('firstRun.endpoint.lead')} primary={null}>
      {list.failure ? <FailureCard failure={list.failure} /> : <Loading />}
    </StepFrame>
  )
}

interface FilledProps {
  readonly connections: Connections
  reload(): void
}

function Filled({ connections, reload }: FilledProps) {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const put = useFirstRun((all) => all.put)
  const leave = useFirstRun((all) => all.leave)
  const typed = useConnections((all) => NEW_ENDPOINT in all.forms)
  const [adding, setAdding] = useState(typed)
  const { endpoints } = connections
  const server = state?.server ?? (state?.way === 'own' || endpoints.length > 0)
  const typing = server && (adding || endpoints.length === 0)
  const done = () => {
    put({ server })
    leave(true)
  }
  const next = useNewServer(connections, done)
  return (
    <StepFrame
      title={t('firstRun.endpoint.title')}
      lead={t('firstRun.endpoint.lead')}
      primary={
        typing ? (
          <SaveButton form={next.form} busy={next.busy} save={next.save} />
        ) : (
          <Button onClick={done}>{t('shared.next')}</Button>
        )
      }
    >
      <WhoPlays server={server} choose={(wanted) => put({ server: wanted })} />
      {server && !typing && (
        <ChosenServers connections={connections} changed={reload} add={() => setAdding(true)} />
      )}
      {typing && (
        <NewServerForm
          server={next}
          keysLast={connections.keysLast}
          back={endpoints.length > 0 ? () => setAdding(false) : undefined}
        />
      )}
    </StepFrame>
  )
}

function WhoPlays({ server, choose }: { readonly server: boolean; choose(server: boolean): void }) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      value={server ? 'server' : 'practice'}
      onChange={(next) => choose(next === 'server')}
      aria-label={t('firstRun.endpoint.title')}
    >
      <div className="pair even">
        {(['practice', 'server'] as const).map((who) => (
          <div key={who} className={(who === 'server') === server ? 'card option chosen' : 'card option'}>
            <Radio
              value={who}
              label={t(`firstRun.endpoint.${who}`)}
              description={t(`firstRun.endpoint.${who}Text`)}
            />
          </div>
        ))}
      </div>
    </Radio.Group>
  )
}

interface SaveProps {
  readonly form: EndpointForm
  readonly busy: boolean
  save(): void
}

function SaveButton({ form, busy, save }: SaveProps) {
  const { t } = useTranslation()
  const why =
    form.url.trim() === ''
      ? t('firstRun.endpoint.needUrl')
      : form.model.trim() === ''
        ? t('firstRun.endpoint.needModel')
        : undefined
  return <ActionButton label={t('firstRun.endpoint.save')} why={why} busy={busy} onClick={save} />
}
