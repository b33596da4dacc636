import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { sayAgain } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'
import { CopyButton } from './copy-button.tsx'
import { Fold } from './fold.tsx'

interface Props {
  readonly failure: SpokenFailure
  /** The one action. */
  readonly children?: ReactNode
}

/** An error where it happened, in the window's language: what and why, what to do, details folded. */
export function FailureCard({ failure: heard, children }: Props) {
  const { t } = useTranslation()
  // It was said in the language of its time; the window may speak another one by now.
  const failure = sayAgain(heard, useLanguage())
  const report = [failure.code, failure.message, failure.hint, failure.detail].filter(Boolean).join('\n')
  return (
    <div className="failure" role="alert">
      <IconAlertTriangle size={20} aria-hidden className="failure-icon" />
      <div className="grow stack tight">
        <strong className="prose">{failure.message}</strong>
        {failure.hint !== '' && <span className="prose">{failure.hint}</span>}
        <div className="row wrap failure-acts">
          {children}
          <CopyButton text={report} />
        </div>
        <Fold label={t('shared.details')}>
          <pre className="code plain">{`${failure.code}\n${failure.detail}`.trim()}</pre>
        </Fold>
      </div>
    </div>
  )
}
