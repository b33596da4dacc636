import { useTranslation } from 'react-i18next'
import type { ItemState, JobStateName } from '#core/job/job.ts'

/** A sign beside every hue, so that a state can be told without seeing colours. */
const JOB_LOOK: Readonly<Record<JobStateName, readonly [tone: string, sign: string]>> = {
  queued: ['waiting', '○'],
  starting: ['active', '●'],
  running: ['active', '●'],
  pausing: ['dropped', '◐'],
  paused: ['dropped', '❚❚'],
  stopping: ['dropped', '◐'],
  done: ['done', '✓'],
  failed: ['failed', '✕'],
  cancelled: ['waiting', '–'],
}
export const ITEM_SIGN: Readonly<Record<ItemState, string>> = {
  waiting: '○',
  done: '✓',
  dropped: '◐',
  failed: '✕',
}

export const jobLook = (state: JobStateName): readonly [tone: string, sign: string] => JOB_LOOK[state]

export function JobStateBadge({ state }: { readonly state: JobStateName }) {
  const { t } = useTranslation()
  const [tone, sign] = JOB_LOOK[state]
  return (
    <span className={`pill tone-${tone}`}>
      <span aria-hidden>{sign}</span>
      {t(`job.state.${state}`)}
    </span>
  )
}

export function ItemStateBadge({ state }: { readonly state: ItemState }) {
  const { t } = useTranslation()
  return (
    <span className={`pill tone-${state}`}>
      <span aria-hidden>{ITEM_SIGN[state]}</span>
      {t(`item.${state}`)}
    </span>
  )
}
