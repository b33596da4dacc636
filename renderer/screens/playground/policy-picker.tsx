import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SmallPolicyRow } from '#core/contract/playground.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { useKept } from '../../bridge/use-kept.ts'
import { HostConsent } from '../../parts/host-consent.tsx'
import { type Side, usePlayground } from '../../store/playground.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly side: Side
  readonly label: string
  readonly policies: readonly SmallPolicyRow[]
}

const KEPT = 'kept:'

/** Who is talked to on one side: a small policy, one of the user's endpoints, another address, or the practice policy. */
export function PolicyPicker({ side, label, policies }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const choice = usePlayground((state) => state.choices[side])
  const choose = usePlayground((state) => state.choose)
  const kept = useKept().filter(({ model }) => model !== '')
  const consent = useConsent(choice.who === 'endpoint' ? [choice.url] : [])
  const chosen =
    choice.who === 'endpoint'
      ? kept.find(({ url, model }) => url === choice.url && model === choice.model)
      : undefined
  const named = ({ name, run }: SmallPolicyRow) => ({
    value: name,
    label: run
      ? t('playground.checkpoint', { title: run.title, step: format.number(run.step) })
      : t('playground.base'),
  })
  const pick = (who: string | null) => {
    const found = kept.find(({ id }) => who === `${KEPT}${id}`)
    if (found) choose(side, { who: 'endpoint', url: found.url, model: found.model, key: '' })
    else if (who === 'endpoint') choose(side, { who, url: '', model: '', key: '' })
    else choose(side, { who: who ?? undefined })
  }
  return (
    <div className="stack tight">
      <Select
        size="xs"
        label={label}
        placeholder={t('playground.nobody')}
        clearable
        allowDeselect
        value={chosen ? `${KEPT}${chosen.id}` : (choice.who ?? null)}
        data={[
          ...policies.map(named),
          ...kept.map(({ id, name, model }) => ({ value: `${KEPT}${id}`, label: `${name} · ${model}` })),
          {
            value: 'endpoint',
            label: t(kept.length > 0 ? 'playground.otherEndpoint' : 'playground.endpoint'),
          },
          { value: 'practice', label: t('playground.practice') },
        ]}
        onChange={pick}
      />
      {choice.who === 'endpoint' && !chosen && <AddressFields side={side} label={label} />}
      {consent && <HostConsent {...consent} />}
    </div>
  )
}

function AddressFields({ side, label }: Pick<Props, 'side' | 'label'>) {
  const { t } = useTranslation()
  const choice = usePlayground((state) => state.choices[side])
  const choose = usePlayground((state) => state.choose)
  return (
    <>
      <TextInput
        size="xs"
        aria-label={`${label}: ${t('playground.url')}`}
        placeholder="http://127.0.0.1:8000/v1"
        value={choice.url}
        onChange={(event) => choose(side, { url: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label={`${label}: ${t('playground.model')}`}
        placeholder="Qwen/Qwen3-8B"
        value={choice.model}
        onChange={(event) => choose(side, { model: event.currentTarget.value })}
      />
      <PasswordInput
        size="xs"
        aria-label={`${label}: ${t('playground.key')}`}
        placeholder={t('playground.key')}
        autoComplete="off"
        value={choice.key}
        onChange={(event) => choose(side, { key: event.currentTarget.value })}
      />
    </>
  )
}
