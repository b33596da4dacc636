import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const CUT = 3000

/** Text of a model or a tool, as text and nothing else; very long ones are cut until asked for. */
export function LongText({ text, code = false }: { readonly text: string; readonly code?: boolean }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const long = text.length > CUT
  return (
    <>
      <div className={code ? 'code plain' : 'plain prose'}>
        {long && !whole ? `${text.slice(0, CUT)}…` : text}
      </div>
      {long && (
        <button type="button" className="link small" onClick={() => setWhole(!whole)}>
          {whole ? t('dialog.less') : t('dialog.more', { count: text.length })}
        </button>
      )}
    </>
  )
}
