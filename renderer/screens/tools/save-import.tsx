import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import type { ToolImport } from '../../store/drafts.ts'

interface Props {
  readonly toolImport: ToolImport
  put(next: ToolImport): void
  back(): void
  saved(toolSet: string): void
}

export function SaveImport({ toolImport, put, back, saved }: Props) {
  const { t } = useTranslation()
  const { draft, leaveOut, name } = toolImport
  const count = draft.rows.length - leaveOut.size
  const save = useAct(async () => {
    const info = await call('toolSet.save', {
      draftId: draft.draftId,
      name: name.trim(),
      leaveOut: [...leaveOut],
    })
    saved(info.id)
  })
  const why = name.trim() === '' ? t('tools.nameDue') : undefined
  return (
    <div className="page-body">
      <form
        className="stack wide form"
        onSubmit={(event) => {
          event.preventDefault()
          if (why === undefined) void save.run()
        }}
      >
        <TextInput
          autoFocus
          label={t('tools.nameIt')}
          description={t('tools.nameHint')}
          value={name}
          maxLength={120}
          onChange={(event) => put({ ...toolImport, name: event.currentTarget.value })}
        />
        {save.failure && <FailureCard failure={save.failure} />}
        <div className="row">
          <Button variant="default" onClick={back}>
            {t('shared.back')}
          </Button>
          <ActionButton
            label={t('tools.save', { count })}
            why={why}
            busy={save.busy}
            onClick={() => void save.run()}
          />
        </div>
      </form>
    </div>
  )
}
