import { useTranslation } from 'react-i18next'
import type { JobState } from '#core/job/fold.ts'
import { useCode } from '../words/code.ts'
import { Fold } from './fold.tsx'

/** A pause's technical text may begin with the code of what went wrong. */
function split(detail: string): { code: string | undefined; rest: string } {
  const found = /^([a-z]\w*\.\w+)(?:: ([\s\S]*))?$/.exec(detail)
  return found ? { code: found[1], rest: found[2] ?? '' } : { code: undefined, rest: detail }
}

interface Props {
  readonly pause: NonNullable<JobState['pause']>
  /** Offers the technical text too, folded. */
  readonly details?: boolean
}

/** Why a job stands still, in words. */
export function PauseWords({ pause, details = false }: Props) {
  const { t } = useTranslation()
  const say = useCode()
  const { code, rest } = split(pause.detail)
  return (
    <div>
      <span>{t(`job.why.${pause.reason}`)}</span>
      {code !== undefined && <span> ({say(code)})</span>}
      {details && rest !== '' && (
        <Fold label={t('shared.details')}>
          <div className="code plain">{rest}</div>
        </Fold>
      )}
    </div>
  )
}

/** The pause that holds now; a job keeps the last one in mind after it has gone on or ended. */
export const pauseNow = (state: JobState): JobState['pause'] =>
  state.name === 'paused' || state.name === 'pausing' ? state.pause : undefined
