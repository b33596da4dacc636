import { useTranslation } from 'react-i18next'
import { Failure } from '#core/failure/failure.ts'
import { failureCodes, sayFailure } from '#core/failure/words.ts'
import { useLanguage } from '../words/language.ts'
import { Fold } from './fold.tsx'

/** Places where the values may end; a text with more of them is no failure's. */
const MOST_ENDS = 200

function valuesAt(text: string): { values: Record<string, string | number>; rest: string } | undefined {
  let end = -1
  for (let tries = 0; tries < MOST_ENDS; tries++) {
    end = text.indexOf('}', end + 1)
    if (end < 0) return undefined
    try {
      const values = JSON.parse(text.slice(0, end + 1)) as Record<string, string | number>
      return { values, rest: text.slice(end + 1).trim() }
    } catch {
      // A brace inside a value.
    }
  }
  return undefined
}

/** A job's record of why it failed (the text of a Failure, or of any error) as a failure that can be said in words. */
export function heardFailure(text: string): Failure | Error {
  const [, code = '', after = ''] = /^([a-z]\w*\.\w+) (\{[\s\S]*)$/i.exec(text) ?? []
  const found = failureCodes('en').includes(code) ? valuesAt(after) : undefined
  return found ? new Failure(code, found.values, found.rest) : Object.assign(new Error(text), { stack: text })
}

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
