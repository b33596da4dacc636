import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../words/format.ts'

/** How a line of a staged test stands. */
export type TestState = 'waiting' | 'running' | 'passed' | 'warned' | 'asks' | 'failed' | 'skipped'

const SIGNS: Readonly<Record<TestState, readonly [sign: string, tone: string]>> = {
  waiting: ['○', 'waiting'],
  running: ['●', 'active'],
  passed: ['✓', 'done'],
  warned: ['◐', 'dropped'],
  asks: ['?', 'dropped'],
  failed: ['✕', 'failed'],
  skipped: ['–', 'waiting'],
}

interface Props {
  readonly state: TestState
  readonly stateWords: string
  readonly title: string
  /** Milliseconds it took. */
  readonly ms: number | undefined
  /** A card for each finding. */
  readonly children: ReactNode
}

/** A line of a staged test: its sign, what it looked at, how long that took, what it found. */
export function TestRow({ state, stateWords, title, ms, children }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [sign, tone] = SIGNS[state]
  const timed = state !== 'asks' && ms !== undefined
  return (
    <li className={`test-line test-${state}`}>
      <span className={`test-sign ink-${tone}`} role="img" aria-label={stateWords}>
        {sign}
      </span>
      <span className="strong">{title}</span>
      <span className="num soft small right">
        {(state === 'skipped' || state === 'asks') && stateWords}
        {timed && t('connections.ms', { ms: format.number(ms) })}
      </span>
      {children}
    </li>
  )
}
