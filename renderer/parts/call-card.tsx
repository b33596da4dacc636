import { IconArrowBackUp, IconTool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { tryReadJson } from '#core/json/exact.ts'
import type { Answer, ToolCall, ToolResult } from '#core/tool-call/call.ts'
import { Fold } from './fold.tsx'
import { LongText } from './long-text.tsx'
import { argumentRows, plainValue, prettyJson } from './pretty-json.ts'

/** A call: its name, its arguments as rows. */
export function CallCard({ call }: { readonly call: ToolCall }) {
  const { t } = useTranslation()
  const rows = argumentRows(call.arguments)
  return (
    <div className="call">
      <div className="call-name">
        <IconTool size={14} aria-hidden />
        <span className="code">{call.name}</span>
      </div>
      {rows === undefined && <LongText code text={call.arguments} />}
      {rows?.length === 0 && <span className="soft small">{t('dialog.noArguments')}</span>}
      {rows !== undefined && rows.length > 0 && (
        <dl className="arguments">
          {rows.map((row) => (
            <div key={row.name}>
              <dt className="code">{row.name}</dt>
              <dd>
                <LongText code text={row.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

/** What a tool gave back: one line, the whole of it folded. */
export function ResultCard({ result }: { readonly result: ToolResult }) {
  const value = tryReadJson(result.content)
  const line = value === undefined ? result.content : plainValue(value).replace(/\s+/g, ' ')
  return (
    <div className="result">
      <Fold
        label={
          <span className="result-line">
            <IconArrowBackUp size={14} aria-hidden />
            <span className="code cut" title={result.name}>
              {result.name}
            </span>
            <span className="code soft cut grow">{line.slice(0, 200)}</span>
          </span>
        }
      >
        <LongText code text={prettyJson(result.content)} />
      </Fold>
    </div>
  )
}

/** What an assistant says: words, or calls with the prose before them. */
export function AnswerBody({ answer }: { readonly answer: Answer }) {
  if (answer.kind === 'text') return <LongText text={answer.text} />
  return (
    <div className="stack tight">
      {answer.prose !== undefined && answer.prose !== '' && <LongText text={answer.prose} />}
      {answer.calls.map((call, index) => (
        <CallCard key={index} call={call} />
      ))}
    </div>
  )
}
