import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import { NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import { useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useConnections } from '../../store/connections.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { ChosenServers } from './chosen-servers.tsx'
import { NewServerForm } from './new-server.tsx'
import { StepFrame } from './step-frame.tsx'
import { type NewServer, useNewServer } from './use-new-server.ts'

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
      skip={typing}
      primary={typing ? <SaveButton server={next} /> : <Button onClick={done}>{t('shared.next')}</Button>}
    >
      <WhoPlays
        server={server}
        sample={state?.way === 'sample'}
        choose={(wanted) => put({ server: wanted })}
      />
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

interface WhoProps {
  readonly server: boolean
  readonly sample: boolean
  choose(server: boolean): void
}

function WhoPlays({ server, sample, choose }: WhoProps) {
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
              description={
                who === 'practice' && sample
                  ? `${t('firstRun.endpoint.practiceText')} ${t('firstRun.endpoint.practiceSample')}`
                  : t(`firstRun.endpoint.${who}Text`)
              }
            />
          </div>
        ))}
      </div>
    </Radio.Group>
  )
}

/** Says so where the test of what is typed found it fit for nothing. */
function SaveButton({ server: { form, staged, busy, save } }: { readonly server: NewServer }) {
  const { t } = useTranslation()
  const { test, stale } = staged
  const unfit =
    test?.state === 'done' && !stale && !test.roles.some(({ fit }) => fit === 'fit' || fit === 'limited')
  const why =
    form.url.trim() === ''
      ? t('firstRun.endpoint.needUrl')
      : form.model.trim() === ''
        ? t('firstRun.endpoint.needModel')
        : undefined
  return (
    <ActionButton
      label={unfit ? t('firstRun.endpoint.saveAnyway') : t('firstRun.endpoint.save')}
      why={why}
      busy={busy}
      onClick={save}
    />
  )
}
