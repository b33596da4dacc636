import { NumberInput, PasswordInput, Radio, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { USUAL_PILOT } from '#core/job/pilot.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { useRoles } from '../../bridge/use-roles.ts'
import { HostConsent } from '../../parts/host-consent.tsx'
import { useDrafts } from '../../store/drafts.ts'
import { useFormat } from '../../words/format.ts'
import { LimitFields } from './limit-fields.tsx'
import { RolesOption, tableSeats } from './roles-option.tsx'
import { StoredEndpoints } from './stored-endpoints.tsx'

const USUAL_WRONG = 0.05

export function PlayersStep() {
  const { t } = useTranslation()
  const settings = useDrafts((state) => state.simulate.settings)
  const put = useDrafts((state) => state.putSettings)
  const putPilot = useDrafts((state) => state.putPilot)
  const putDraft = useDrafts((state) => state.putSimulate)
  const here = useRoles()
  const offered = here && tableSeats(here)
  const { players } = settings
  const seats = players.kind === 'endpoint' ? players.seats : undefined
  const chosen = seats ? 'roles' : players.kind
  const choose = (kind: string) => {
    putPilot(kind === 'practice' ? undefined : (settings.pilot ?? USUAL_PILOT))
    if (kind === 'practice') put({ players: { kind: 'practice', wrongVotes: USUAL_WRONG } })
    else if (kind === 'endpoint') put({ players: { kind: 'endpoint', url: '', model: '' } })
    else if (offered) {
      put({ players: { kind: 'endpoint', ...offered.assistant, seats: offered } })
      putDraft({ ...offered.assistant, key: '' })
    }
  }
  return (
    <div className="stack wide form-wide">
      <Radio.Group value={chosen} onChange={choose} aria-label={t('simulate.step.players')}>
        <div className="stack">
          <div className={players.kind === 'practice' ? 'card option chosen' : 'card option'}>
            <Radio value="practice" label={t('simulate.practice')} description={t('simulate.practiceText')} />
            {players.kind === 'practice' && <WrongVotes share={players.wrongVotes} />}
          </div>
          <div className={chosen === 'endpoint' ? 'card option chosen' : 'card option'}>
            <Radio value="endpoint" label={t('simulate.endpoint')} description={t('simulate.endpointText')} />
            {chosen === 'endpoint' && <EndpointFields />}
          </div>
          {here && here.connections.endpoints.length > 0 && <RolesOption offered={offered} chosen={seats} />}
        </div>
      </Radio.Group>
      <Switch
        label={t('simulate.thinking')}
        checked={settings.thinking}
        onChange={(event) => put({ thinking: event.currentTarget.checked })}
      />
      <LimitFields />
    </div>
  )
}

function WrongVotes({ share }: { readonly share: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useDrafts((state) => state.putSettings)
  return (
    <div className="option-body">
      <NumberInput
        w={240}
        label={t('simulate.wrongVotes')}
        description={t('simulate.wrongVotesText')}
        inputWrapperOrder={['label', 'input', 'description']}
        suffix=" %"
        min={0}
        max={100}
        allowDecimal={false}
        value={Math.round(share * 100)}
        placeholder={format.percent(USUAL_WRONG)}
        onChange={(value) =>
          put({
            players: { kind: 'practice', wrongVotes: Math.min(100, Math.max(0, Number(value) || 0)) / 100 },
          })
        }
      />
    </div>
  )
}

function EndpointFields() {
  const { t } = useTranslation()
  const draft = useDrafts((state) => state.simulate)
  const put = useDrafts((state) => state.putSimulate)
  const consent = useConsent([draft.url])
  return (
    <div className="option-body stack">
      <StoredEndpoints />
      <TextInput
        label={t('simulate.url')}
        placeholder="http://127.0.0.1:8000/v1"
        value={draft.url}
        onChange={(event) => put({ url: event.currentTarget.value })}
      />
      <TextInput
        label={t('simulate.model')}
        placeholder="Qwen/Qwen3-32B"
        value={draft.model}
        onChange={(event) => put({ model: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('simulate.key')}
        description={t('simulate.keyText')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={draft.key}
        autoComplete="off"
        onChange={(event) => put({ key: event.currentTarget.value })}
      />
      {consent && <HostConsent {...consent} />}
    </div>
  )
}
