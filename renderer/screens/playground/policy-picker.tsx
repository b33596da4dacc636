import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SmallPolicyRow } from '#core/contract/playground.ts'
import { type Side, usePlayground } from '../../store/playground.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly side: Side
  readonly label: string
  readonly policies: readonly SmallPolicyRow[]
}

/** Who is talked to on one side: a small policy, a model behind an endpoint, or the practice policy. */
export function PolicyPicker({ side, label, policies }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const choice = usePlayground((state) => state.choices[side])
  const choose = usePlayground((state) => state.choose)
  const named = ({ name, run }: SmallPolicyRow) => ({
    value: name,
    label: run
      ? t('playground.checkpoint', { title: run.title, step: format.number(run.step) })
      : t('playground.base'),
  })
  return (
    <div className="stack tight">
      <Select
        size="xs"
        label={label}
        placeholder={t('playground.nobody')}
        clearable
        allowDeselect
        value={choice.who ?? null}
        data={[
          ...policies.map(named),
          { value: 'endpoint', label: t('playground.endpoint') },
          { value: 'practice', label: t('playground.practice') },
        ]}
        onChange={(who) => choose(side, { who: who ?? undefined })}
      />
      {choice.who === 'endpoint' && (
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
      )}
    </div>
  )
}
