import { useTranslation } from 'react-i18next'
import type { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useProject } from '../../store/project.ts'

interface Props {
  readonly label: string
  /** Why it cannot start yet, beside the project that it needs. */
  readonly why: string | undefined
  readonly start: Pick<ReturnType<typeof useAct>, 'busy' | 'failure' | 'run'>
}

/** Starts a set-up, a job of the open project; what hinders it stands below. */
export function SetUpButton({ label, why, start }: Props) {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  return (
    <>
      <div>
        <ActionButton
          label={label}
          why={project ? why : t('stock.needProject')}
          busy={start.busy}
          size="xs"
          onClick={() => void start.run()}
        />
      </div>
      {start.failure && <FailureCard failure={start.failure} />}
    </>
  )
}
