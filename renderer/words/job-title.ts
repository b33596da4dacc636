import { useTranslation } from 'react-i18next'
import type { JobSpec } from '#core/job/job.ts'

/** A job's title; rounds and their stages are titled by number, in the window's language. */
export function useJobTitle(): (spec: Pick<JobSpec, 'title'>) => string {
  const { t } = useTranslation()
  return ({ title }) => {
    const round = /^Round (\d+)$/.exec(title)?.[1]
    return round === undefined ? title : t('rounds.round', { round: Number(round) })
  }
}
