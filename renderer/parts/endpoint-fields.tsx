import { Autocomplete, Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeyPlace } from '#core/contract/index.ts'
import type { EndpointForm } from '#core/endpoint/endpoint-form.ts'
import { MoreFields } from './more-fields.tsx'

/** Where a finding sends somebody whose key is missing. */
export const KEY_FIELD = 'endpoint-key'

/** Where servers stand when nobody changed anything. */
const USUAL = [
  ['vLLM', 'http://127.0.0.1:8000/v1'],
  ['Ollama', 'http://127.0.0.1:11434/v1'],
  ['llama-server', 'http://127.0.0.1:8080/v1'],
  ['SGLang', 'http://127.0.0.1:30000/v1'],
] as const
const LABEL_INPUT_TEXT = ['label', 'input', 'description', 'error'] as (
  | 'label'
  | 'input'
  | 'description'
  | 'error'
)[]

interface Props {
  readonly form: EndpointForm
  /** Not stored yet. */
  readonly isNew: boolean
  readonly place: KeyPlace
  readonly keysLast: boolean
  /** Names that the server lists, once a test has asked. */
  readonly served: readonly string[]
  put(change: Partial<EndpointForm>): void
  pickCa(): void
  forgetKey(): void
  /** Further fields, among those that most do without. */
  readonly children?: ReactNode
}

export function EndpointFields(props: Props) {
  const { form, isNew, served, put, pickCa, children } = props
  const { t } = useTranslation()
  return (
    <>
      {isNew && form.url === '' && (
        <div className="row wrap small">
          <span className="soft">{t('connections.fill')}</span>
          {USUAL.map(([name, url]) => (
            <Button
              key={name}
              size="compact-xs"
              variant="default"
              onClick={() => put({ url, name: form.name || name })}
            >
              {name}
            </Button>
          ))}
        </div>
      )}
      <TextInput
        label={t('connections.url')}
        description={t('connections.urlText')}
        inputWrapperOrder={LABEL_INPUT_TEXT}
        placeholder="http://127.0.0.1:8000/v1"
        spellCheck={false}
        value={form.url}
        onChange={(event) => put({ url: event.currentTarget.value })}
      />
      <Autocomplete
        label={t('connections.model')}
        description={t('connections.modelText')}
        inputWrapperOrder={LABEL_INPUT_TEXT}
        placeholder="Qwen/Qwen3-32B"
        spellCheck={false}
        data={[...served]}
        value={form.model}
        onChange={(model) => put({ model })}
      />
      <KeyField {...props} />
      <TextInput
        label={t('connections.name')}
        placeholder={t('connections.nameHint')}
        value={form.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <MoreFields form={form} put={put} pickCa={pickCa}>
        {children}
      </MoreFields>
    </>
  )
}

function KeyField({ form, place, keysLast, put, forgetKey }: Props) {
  const { t } = useTranslation()
  const kept = { none: 'keyNone', keyring: 'keyKeyring', memory: 'keyMemory' } as const
  return (
    <div className="stack tight">
      <PasswordInput
        id={KEY_FIELD}
        label={t('connections.key')}
        description={t(`connections.${kept[place]}`)}
        inputWrapperOrder={LABEL_INPUT_TEXT}
        autoComplete="off"
        value={form.key}
        onChange={(event) => put({ key: event.currentTarget.value })}
      />
      {form.key !== '' && keysLast && (
        <Checkbox
          size="xs"
          label={t('connections.keyRunOnly')}
          checked={form.runOnly}
          onChange={(event) => put({ runOnly: event.currentTarget.checked })}
        />
      )}
      {!keysLast && place === 'none' && (
        <span className="small soft prose">{t('connections.keyNoKeyring')}</span>
      )}
      {place !== 'none' && (
        <div>
          <Button size="compact-xs" variant="default" onClick={forgetKey}>
            {t('connections.forgetKey')}
          </Button>
        </div>
      )}
    </div>
  )
}
