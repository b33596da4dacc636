import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'

interface Props {
  /** Said of a list that was damaged. */
  readonly damaged: string | undefined
  /** What was removed last, by its name, and what is said of it. */
  readonly removed: { readonly name: string; readonly text: string } | undefined
  undo(): Promise<unknown>
}

/** What a list of the user's own has to say: it was damaged; a removal can be taken back. */
export function ListNotices({ damaged, removed, undo }: Props) {
  const { t } = useTranslation()
  const act = useAct(undo)
  const [dismissed, setDismissed] = useState<string>()
  return (
    <>
      {damaged !== undefined && <output className="notice">{damaged}</output>}
      {removed !== undefined && removed.name !== dismissed && (
        <output className="notice">
          <span className="grow">{removed.text}</span>
          <Button size="compact-xs" variant="default" loading={act.busy} onClick={() => void act.run()}>
            {t('connections.undo')}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('shared.close')}
            onClick={() => setDismissed(removed.name)}
          >
            <IconX size={14} />
          </ActionIcon>
        </output>
      )}
      {act.failure && (
        <div className="pad">
          <FailureCard failure={act.failure} />
        </div>
      )}
    </>
  )
}
