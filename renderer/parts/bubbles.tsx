import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AssistantTurn, Turn, Vote } from '#core/dialog/dialog.ts'
import type { Message } from '#core/sample/sample.ts'
import { useCode } from '../words/code.ts'
import { AnswerBody, ResultCard } from './call-card.tsx'
import { Fold } from './fold.tsx'
import { LongText } from './long-text.tsx'
import { RoleName } from './role.tsx'

type Speaker = 'user' | 'assistant' | 'tool'

/** One turn on its role's side; `aside` stands beside the role's name. */
export function Bubble(props: {
  readonly who: Speaker
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className={`bubble bubble-${props.who}`}>
      <div className="bubble-head">
        <RoleName who={props.who} />
        {props.aside}
      </div>
      <div className="bubble-body">{props.children}</div>
    </div>
  )
}

/** Whether the votes agreed, in a word and a sign. */
function VoteMark({ turn }: { readonly turn: AssistantTurn }) {
  const { t } = useTranslation()
  if (turn.votes.length === 0) return null
  return (
    <span className={`pill ${turn.agreed ? 'tone-done' : 'tone-failed'}`}>
      <span aria-hidden>{turn.agreed ? '✓' : '✕'}</span>
      {t('dialog.votes', { count: turn.votes.length })} ·{' '}
      {turn.agreed ? t('dialog.agreed') : t('dialog.unagreed')}
    </span>
  )
}

function VoteList({ votes }: { readonly votes: readonly Vote[] }) {
  const { t } = useTranslation()
  return (
    <ol className="votes">
      {votes.map((vote, index) => (
        <li key={index}>
          <div className="soft small">
            {t('dialog.vote', { number: index + 1 })} · {vote.model}
          </div>
          <AnswerBody answer={vote.answer} />
          <Thinking text={vote.thinking} />
        </li>
      ))}
    </ol>
  )
}

function Thinking({ text }: { readonly text: string | undefined }) {
  const { t } = useTranslation()
  if (text === undefined || text === '') return null
  return (
    <Fold label={t('dialog.thinking')}>
      <LongText text={text} />
    </Fold>
  )
}

function AssistantBubble({ turn }: { readonly turn: AssistantTurn }) {
  const { t } = useTranslation()
  const say = useCode()
  const marks = turn.marks.map((mark) => (
    <span key={mark} className="pill tone-dropped">
      <span aria-hidden>◐</span>
      {t('dialog.marked', { why: say(`mark.${mark}`) })}
    </span>
  ))
  return (
    <Bubble
      who="assistant"
      aside={
        <>
          <VoteMark turn={turn} />
          {marks}
        </>
      }
    >
      <Thinking text={turn.thinking} />
      <AnswerBody answer={turn.answer} />
      {turn.votes.length > 0 && (
        <Fold label={t('dialog.votes', { count: turn.votes.length })} open={!turn.agreed}>
          <VoteList votes={turn.votes} />
        </Fold>
      )}
    </Bubble>
  )
}

export function TurnBubble({ turn }: { readonly turn: Turn }) {
  switch (turn.from) {
    case 'user':
      return (
        <Bubble who="user">
          <LongText text={turn.text} />
        </Bubble>
      )
    case 'assistant':
      return <AssistantBubble turn={turn} />
    case 'tool':
      return <Results results={turn.results} />
  }
}

/** A message as the policy sees it: no votes, no thinking. */
export function MessageBubble({ message }: { readonly message: Message }) {
  switch (message.role) {
    case 'user':
      return (
        <Bubble who="user">
          <LongText text={message.text} />
        </Bubble>
      )
    case 'assistant':
      return (
        <Bubble who="assistant">
          <AnswerBody answer={message.answer} />
        </Bubble>
      )
    case 'tool':
      return <Results results={message.results} />
  }
}

function Results({ results }: { readonly results: Extract<Turn, { from: 'tool' }>['results'] }) {
  return (
    <Bubble who="tool">
      {results.map((result, index) => (
        <ResultCard key={index} result={result} />
      ))}
    </Bubble>
  )
}
