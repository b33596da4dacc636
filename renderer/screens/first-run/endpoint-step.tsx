import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections, EndpointView } from '#core/contract/index.ts'
import { NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useConnections } from '../../store/connections.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { ChosenServers } from './chosen-servers.tsx'
import { NewServer } from './new-server.tsx'
import { StepFrame } from './step-frame.tsx'

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

/** `new` where one is being typed. */
function useShown(endpoints: readonly EndpointView[]): readonly [boolean, (adding: boolean) => void] {
  const typed = useConnections((state) => NEW_ENDPOINT in state.forms)
  const [adding, setAdding] = useState(typed)
  return [adding || endpoints.length === 0, setAdding]
}

function Filled({ connections, reload }: FilledProps) {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const put = useFirstRun((all) => all.put)
  const leave = useFirstRun((all) => all.leave)
  const { endpoints } = connections
  const [adding, setAdding] = useShown(endpoints)
  const server = state?.server ?? (state?.way === 'own' || endpoints.length > 0)
  const frame = { title: t('firstRun.endpoint.title'), lead: t('firstRun.endpoint.lead') }
  const choice = (
    <Radio.Group
      value={server ? 'server' : 'practice'}
      onChange={(next) => put({ server: next === 'server' })}
      aria-label={frame.title}
    >
      <div className="pair">
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
  const toNext = (
    <Button
      onClick={() => {
        put({ server })
        leave(true)
      }}
    >
      {t('shared.next')}
    </Button>
  )
  if (!server)
    return (
      <StepFrame {...frame} primary={toNext}>
        {choice}
      </StepFrame>
    )
  if (!adding)
    return (
      <StepFrame {...frame} primary={toNext}>
        {choice}
        <ChosenServers connections={connections} changed={reload} add={() => setAdding(true)} />
      </StepFrame>
    )
  return (
    <NewServer
      {...frame}
      connections={connections}
      saved={() => {
        put({ server: true })
        leave(true)
      }}
      back={endpoints.length > 0 ? () => setAdding(false) : undefined}
    >
      {choice}
    </NewServer>
  )
}
