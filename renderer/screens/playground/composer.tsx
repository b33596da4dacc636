import { Textarea } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tryReadJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'
import type { Message } from '#core/sample/sample.ts'
import type { ToolResult } from '#core/tool-call/call.ts'
import { ActionButton } from '../../parts/action-button.tsx'

interface Props {
  readonly messages: readonly Message[]
  readonly busy: boolean
  readonly problem: 'policyDue' | 'urlDue' | 'toolsDue' | undefined
  /** A policy has answered the talk as it stands. */
  readonly answered: boolean
  ask(messages: readonly Message[]): void
}

const ACCEPTED = '{"ok": true}'

/** What comes next: the user's words, or what the called tools give back. */
export function Composer({ messages, busy, problem, answered, ask }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [results, setResults] = useState<Readonly<Record<number, string>>>({})
  const last = messages.at(-1)
  const calls = last?.role === 'assistant' && last.answer.kind === 'calls' ? last.answer.calls : []
  const given = calls.map(({ name }, index) => resultOf(name, results[index] ?? ACCEPTED))
  // The talk waits for an answer: it can be asked as it stands.
  const open = last !== undefined && last.role !== 'assistant'
  const why =
    problem !== undefined
      ? t(`playground.${problem}`)
      : given.includes(undefined)
        ? t('playground.resultBad')
        : calls.length === 0 && text.trim() === '' && !open
          ? t('playground.sayDue')
          : undefined
  const send = () => {
    if (why !== undefined || busy) return
    const said = text.trim()
    const next: Message[] =
      calls.length > 0
        ? [{ role: 'tool', results: given.filter((one) => one !== undefined) }]
        : said === ''
          ? []
          : [{ role: 'user', text: said }]
    ask([...messages, ...next])
    setText('')
    setResults({})
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <div className="foot-bar">
      <div className="grow stack tight">
        {calls.map(({ name }, index) => (
          <Textarea
            key={`${index} ${name}`}
            label={t('playground.resultOf', { name })}
            autosize
            maxRows={6}
            classNames={{ input: 'code' }}
            value={results[index] ?? ACCEPTED}
            onChange={(event) => setResults({ ...results, [index]: event.currentTarget.value })}
          />
        ))}
        {calls.length === 0 && (
          <Textarea
            aria-label={t('playground.say')}
            placeholder={t('playground.say')}
            autosize
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={press}
          />
        )}
      </div>
      <ActionButton
        label={
          answered && text.trim() === '' && calls.length === 0
            ? t('playground.askAgain')
            : t('playground.ask')
        }
        why={why}
        busy={busy}
        icon={<IconSend size={16} aria-hidden />}
        onClick={send}
      />
    </div>
  )
}

function resultOf(name: string, text: string): ToolResult | undefined {
  const value = tryReadJson(text)
  return value === undefined ? undefined : { name, content: printJson(value) }
}
