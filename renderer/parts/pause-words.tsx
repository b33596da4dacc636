import { useTranslation } from 'react-i18next'
import { readReached } from '#core/job/budget.ts'
import type { JobState } from '#core/job/fold.ts'
import { useAmount } from '../words/amount.ts'
import { useCode } from '../words/code.ts'
import { Fold } from './fold.tsx'
import { JobFailure } from './job-failure.tsx'

/** A pause's technical text may begin with the code of what went wrong. */
function split(detail: string): { code: string | undefined; rest: string } {
  const found = /^([a-z]\w*\.\w+)(?:: ([\s\S]*))?$/.exec(detail)
  return found ? { code: found[1], rest: found[2] ?? '' } : { code: undefined, rest: detail }
}

/** Whether nothing goes on before the endpoint gets a key that it takes. */
export const needsKey = (pause: JobState['pause']): boolean =>
  pause !== undefined &&
  (pause.reason === 'key' || ['endpoint.auth', 'endpoint.key'].includes(split(pause.detail).code ?? ''))

interface Props {
  readonly pause: NonNullable<JobState['pause']>
  /** Offers the technical text too, folded. */
  readonly details?: boolean
}

/** Why a job stands still, in words. */
export function PauseWords({ pause, details = false }: Props) {
  const { t } = useTranslation()
  const say = useCode()
  const amount = useAmount()
  const reached = pause.reason === 'budget' ? readReached(pause.detail) : undefined
  if (reached)
    return (
      <span>
        {t(`budget.owner.${reached.owner}`)}:{' '}
        {t(`budget.reached.${reached.cap}`, {
          used: amount(reached.cap, reached.used),
          of: amount(reached.cap, reached.of),
        })}
      </span>
    )
  const { code, rest } = split(pause.detail)
  if ((pause.reason === 'host' || pause.reason === 'serve') && pause.detail !== '')
    return <JobFailure text={pause.detail} />
  return (
    <div>
      {code === undefined || say(code) === code ? (
        <span>{t(`job.why.${pause.reason}`)}</span>
      ) : (
        <span className="capital">{say(code)}</span>
      )}
      {details && rest !== '' && (
        <Fold label={t('shared.details')}>
          <div className="code plain">{rest}</div>
        </Fold>
      )}
    </div>
  )
}
