import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { ActionButton } from './action-button.tsx'
import { FailureCard } from './failure-card.tsx'

interface Props {
  /** Of the tool set. */
  readonly name: string
  /** Tools that would be saved. */
  readonly count: number
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  /** Of the way back. */
  readonly backLabel?: string
  rename(name: string): void
  back(): void
  save(): void
}

/** Names what was chosen of an import, and saves it. */
export function SaveImport({ name, count, busy, failure, backLabel, rename, back, save }: Props) {
  const { t } = useTranslation()
  const why = count === 0 ? t('tools.chooseOne') : name.trim() === '' ? t('tools.nameDue') : undefined
  return (
    <form
      className="stack wide form"
      onSubmit={(event) => {
        event.preventDefault()
        if (why === undefined) save()
      }}
    >
      <TextInput
        autoFocus
        label={t('tools.nameIt')}
        description={t('tools.nameHint')}
        value={name}
        maxLength={120}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      {failure && <FailureCard failure={failure} />}
      <div className="row">
        <Button variant="default" onClick={back}>
          {backLabel ?? t('shared.back')}
        </Button>
        <ActionButton label={t('tools.save', { count })} why={why} busy={busy} onClick={save} />
      </div>
    </form>
  )
}
