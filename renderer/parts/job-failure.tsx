import { useTranslation } from 'react-i18next'
import { heardFailure } from '#core/failure/job-failure.ts'
import { sayFailure } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'
import { Fold } from './fold.tsx'

/** Why a job failed, in words, with what to do; the record itself folded. */
export function JobFailure({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const failure = sayFailure(heardFailure(text), useLanguage())
  return (
    <div>
      <span className="ink-failed">{failure.message}</span> <span>{failure.hint}</span>
      {failure.detail !== '' && (
        <Fold label={t('shared.details')}>
          <div className="code plain">{failure.detail}</div>
        </Fold>
      )}
    </div>
  )
}
