import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostView, OfferedHost, OfferedWay } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { EMPTY_WAY, type HostForm, NEW_HOST, secretsOf, type WayForm } from '../../store/hosts.ts'
import type { UsedHostForm } from './use-host-form.ts'
import { WayFields } from './way-fields.tsx'

interface Props {
  readonly used: UsedHostForm
  readonly view: HostView | undefined
  readonly keysLast: boolean
  changed(): void
}

/** How a host is reached: from the machine nearest to here on, the host itself first shown. */
export function HostFields({ used, view, keysLast, changed }: Props) {
  const { t } = useTranslation()
  const { form, put, id } = used
  const { jumps } = form
  const putJump = (at: number, change: Partial<WayForm>): void =>
    put({ jumps: jumps.map((jump, i) => (i === at ? { ...jump, ...change } : jump)) })
  // Kept secrets stand with their ways, jumps first, as they are stored.
  const kept = (at: number) => view?.ways[at]?.secret ?? 'none'
  return (
    <>
      {id === NEW_HOST && <Offered put={put} />}
      <WayFields way={form} put={put} kept={kept(jumps.length)} id="host" />
      {jumps.map((jump, at) => (
        <fieldset key={`${at}`} className="host-jump stack">
          <legend className="small strong">{t('hosts.jump', { number: at + 1 })}</legend>
          <WayFields way={jump} put={(change) => putJump(at, change)} kept={kept(at)} id={`jump-${at}`} />
          <div>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => put({ jumps: jumps.filter((_, i) => i !== at) })}
            >
              {t('hosts.removeJump')}
            </Button>
          </div>
        </fieldset>
      ))}
      {jumps.length < 4 && (
        <div>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => put({ jumps: [...jumps, { ...EMPTY_WAY, by: form.by, file: form.file }] })}
          >
            {t('hosts.addJump')}
          </Button>
        </div>
      )}
      <TextInput
        label={t('hosts.name')}
        placeholder={t('hosts.nameHint')}
        value={form.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <NumberInput
        label={t('hosts.price')}
        description={t('hosts.priceText')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        hideControls
        min={0}
        max={1_000_000}
        value={form.pricePerHour ?? ''}
        onChange={(value) => put({ pricePerHour: typeof value === 'number' ? value : undefined })}
      />
      <Keeping used={used} view={view} keysLast={keysLast} changed={changed} />
    </>
  )
}

/** For how long what was typed is kept, and forgetting what is. */
function Keeping({ used, view, keysLast, changed }: Props) {
  const { t } = useTranslation()
  const { form, put, id } = used
  const forget = useAct(() => call('host.forgetSecrets', { id }).then(changed))
  const typed = Object.keys(secretsOf(form)).length > 0
  const isKept = view?.ways.some(({ secret }) => secret !== 'none') ?? false
  return (
    <>
      {typed && keysLast && (
        <Checkbox
          size="xs"
          label={t('hosts.runOnly')}
          checked={form.runOnly}
          onChange={(event) => put({ runOnly: event.currentTarget.checked })}
        />
      )}
      {typed && !keysLast && <span className="small soft prose">{t('hosts.secretNoKeyring')}</span>}
      {isKept && (
        <div>
          <Button size="compact-xs" variant="default" loading={forget.busy} onClick={() => void forget.run()}>
            {t('hosts.forget')}
          </Button>
        </div>
      )}
      {forget.failure && <FailureCard failure={forget.failure} />}
    </>
  )
}

const wayForm = ({ address, port, user, keyFile }: OfferedWay): WayForm => ({
  ...EMPTY_WAY,
  address,
  port,
  user,
  ...(keyFile === undefined ? {} : { file: keyFile }),
})

const formFrom = (offered: OfferedHost): Partial<HostForm> => ({
  ...wayForm(offered),
  name: offered.name,
  jumps: offered.jumps.map(wayForm),
})

function Offered({ put }: { put(change: Partial<HostForm>): void }) {
  const { t } = useTranslation()
  const offered = useCall('host.offered', undefined)
  const hosts = offered.data ?? []
  if (!offered.data) return null
  if (hosts.length === 0) return <span className="small soft">{t('hosts.offeredNone')}</span>
  return (
    <Select
      label={t('hosts.offered')}
      placeholder={t('hosts.offeredChoose')}
      searchable
      data={hosts.map(({ name }) => name)}
      value={null}
      onChange={(name) => {
        const chosen = hosts.find((one) => one.name === name)
        if (chosen) put(formFrom(chosen))
      }}
    />
  )
}
