import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { KeyPlace } from '#core/contract/index.ts'
import { readJump } from '#core/host/ssh-config.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import type { WayForm } from '../../store/hosts.ts'

const LOGINS = ['key', 'agent', 'password'] as const
const LABEL_INPUT_TEXT = ['label', 'input', 'description', 'error'] as (
  | 'label'
  | 'input'
  | 'description'
  | 'error'
)[]

/** Where a finding sends somebody whose password or passphrase is missing. */
export const secretField = (id: string): string => `${id}-secret`

interface Props {
  readonly way: WayForm
  /** Where its password or passphrase is kept. */
  readonly kept: KeyPlace
  /** Of its fields. */
  readonly id: string
  put(change: Partial<WayForm>): void
}

/** One machine that is logged in to. */
export function WayFields({ way, kept, id, put }: Props) {
  const { t } = useTranslation()
  /** `user@machine:port` is what people have at hand. */
  const takeApart = (): void => {
    const typed = way.address.trim()
    if (!/[@:]/.test(typed)) return
    const { address, user, port } = readJump(typed)
    put({ address, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) })
  }
  return (
    <>
      <div className="host-door">
        <TextInput
          label={t('hosts.address')}
          description={t('hosts.addressText')}
          inputWrapperOrder={LABEL_INPUT_TEXT}
          placeholder="gpu1.example.org"
          spellCheck={false}
          value={way.address}
          onChange={(event) => put({ address: event.currentTarget.value })}
          onBlur={takeApart}
        />
        <NumberInput
          label={t('hosts.port')}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={way.port}
          onChange={(value) => put({ port: Number(value) || 22 })}
        />
      </div>
      <div className="host-login">
        <TextInput
          label={t('hosts.user')}
          spellCheck={false}
          value={way.user}
          onChange={(event) => put({ user: event.currentTarget.value })}
        />
        <Select
          label={t('hosts.login')}
          allowDeselect={false}
          data={LOGINS.map((by) => ({ value: by, label: t(`hosts.by.${by}`) }))}
          value={way.by}
          onChange={(by) => put({ by: LOGINS.find((one) => one === by) ?? 'key', secret: '' })}
        />
      </div>
      {way.by === 'agent' && <span className="small soft prose">{t('hosts.agentText')}</span>}
      {way.by === 'key' && <KeyFile file={way.file} put={put} />}
      {way.by !== 'agent' && <Secret way={way} kept={kept} id={id} put={put} />}
    </>
  )
}

function KeyFile({ file, put }: { readonly file: string; put(change: Partial<WayForm>): void }) {
  const { t } = useTranslation()
  const pick = useAct(async () => {
    const [chosen] = await call('system.pickFiles')
    if (chosen !== undefined) put({ file: chosen })
  })
  return (
    <div className="host-file">
      <TextInput
        label={t('hosts.keyFile')}
        spellCheck={false}
        value={file}
        onChange={(event) => put({ file: event.currentTarget.value })}
      />
      <Button variant="default" loading={pick.busy} onClick={() => void pick.run()}>
        {t('hosts.chooseKey')}
      </Button>
    </div>
  )
}

function Secret({ way, kept, id, put }: Props) {
  const { t } = useTranslation()
  const said = { none: 'passphraseText', keyring: 'secretKeyring', memory: 'secretMemory' } as const
  const text = kept === 'none' && way.by === 'password' ? undefined : t(`hosts.${said[kept]}`)
  return (
    <PasswordInput
      id={secretField(id)}
      label={t(way.by === 'key' ? 'hosts.passphrase' : 'hosts.password')}
      description={text}
      inputWrapperOrder={LABEL_INPUT_TEXT}
      autoComplete="off"
      value={way.secret}
      onChange={(event) => put({ secret: event.currentTarget.value })}
    />
  )
}
