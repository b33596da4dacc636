import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import type { PlaygroundReply } from '#core/contract/playground.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { WHY_WORDS } from '#core/tool-call/why-words.ts'
import { AnswerBody } from '../../parts/call-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import type { Side } from '../../store/playground.ts'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'
import { KeepPanel } from './keep-panel.tsx'

interface Props {
  readonly side: Side
  readonly reply: PlaygroundReply
  readonly talk: Pick<CallInput<'playground.save'>, 'tools' | 'messages' | 'date'>
  goOn(answer: Answer): void
}

/** What one policy said: a call as a card, how it compares with the label, and what can be made of it. */
export function ReplyCard({ side, reply, talk, goOn }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const say = useCode()
  const [keeping, setKeeping] = useState(false)
  const { answer, score } = reply
  return (
    <div className="card stack">
      <div className="row wrap apart">
        <strong className="cut">
          {t(`playground.policy${side === 'a' ? 'A' : 'B'}`)} · {reply.model}
        </strong>
        {reply.scripted && <PracticeBadge />}
        {score && (
          <span className={`pill ${score.score === 1 ? 'tone-done' : 'tone-failed'}`}>
            <span aria-hidden>{score.score === 1 ? '✓' : '✕'}</span>
            {score.score === 1 ? t('playground.right') : t('playground.wrong')}
          </span>
        )}
      </div>
      {reply.thinking !== undefined && (
        <Fold label={t('dialog.thinking')}>
          <LongText text={reply.thinking} />
        </Fold>
      )}
      {answer ? (
        <AnswerBody answer={answer} />
      ) : (
        <>
          <div>
            <span className="pill tone-failed">
              <span aria-hidden>✕</span>
              {say(`wrong.answer.${reply.wrong}`)}
            </span>
          </div>
          <LongText code text={reply.text} />
        </>
      )}
      {score && score.score !== 1 && <p className="small soft">{WHY_WORDS[language][score.why]}</p>}
      <p className="small soft num">
        {t('playground.answered', { tokens: format.number(reply.tokens), ms: format.number(reply.ms) })}
        {reply.cutOff ? ` · ${t('playground.cutOff')}` : ''}
      </p>
      <div className="row wrap">
        {answer && (
          <Button size="xs" variant="default" onClick={() => goOn(answer)}>
            {t('playground.goOn')}
          </Button>
        )}
        <Button size="xs" variant="default" aria-expanded={keeping} onClick={() => setKeeping(!keeping)}>
          {t('playground.keep')}
        </Button>
      </div>
      {keeping && <KeepPanel text={reply.text} answer={answer} talk={talk} />}
    </div>
  )
}
