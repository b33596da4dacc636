import type { ReactNode } from 'react'
import { sayAgain } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'
import { Fold } from './fold.tsx'

interface Said {
  readonly code: string
  readonly weight: 'ask' | 'fail' | 'warn' | 'note'
  readonly values: Readonly<Record<string, string | number>>
  readonly detail: string
}

interface Props {
  readonly finding: Said
  /** What the machine's own words are called. */
  readonly detailLabel: string
  /** The one action that it offers, if any. */
  readonly children?: ReactNode
}

/** A finding in words; a note has nothing to do, so neither hint, action nor detail. */
export function FindingText({ finding, detailLabel, children }: Props) {
  const { message, hint } = sayAgain(finding, useLanguage())
  const told = finding.weight !== 'note'
  return (
    <div className="stack tight">
      <span className={told ? 'prose' : 'soft small prose'}>{message}</span>
      {told && hint !== '' && <span className="small prose soft">{hint}</span>}
      {told && children}
      {told && finding.detail !== '' && (
        <Fold label={detailLabel}>
          <pre className="code plain small">{finding.detail}</pre>
        </Fold>
      )}
    </div>
  )
}
