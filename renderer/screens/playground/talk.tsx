import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import type { Message } from '#core/sample/sample.ts'
import { call, spoken } from '../../bridge/looptool.ts'
import { MessageBubble } from '../../parts/bubbles.tsx'
import { AnswerBody } from '../../parts/call-card.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { SIDES, type Side, usePlayground } from '../../store/playground.ts'
import { playerOf, problemOf, talkOf } from './ask.ts'
import { Composer } from './composer.tsx'
import { ReplyCard } from './reply-card.tsx'

/** The talk, what each policy says to it, and where one goes on. */
export function Talk({ toolSet }: { readonly toolSet: string }) {
  const { t } = useTranslation()
  const state = usePlayground()
  const { messages, replies, choices, sample } = state
  const [asking, setAsking] = useState<readonly Side[]>([])
  const [failures, setFailures] = useState<Readonly<Partial<Record<Side, SpokenFailure>>>>({})
  const sides = SIDES.filter((side) => playerOf(choices[side]))

  const askOne = async (side: Side, said: readonly Message[]): Promise<void> => {
    const policy = playerOf(choices[side])
    if (!policy) return
    setAsking((now) => [...now, side])
    const { key } = choices[side]
    try {
      const reply = await call('playground.say', {
        ...talkOf(state, said, toolSet),
        policy,
        temperature: state.temperature,
        ...(key === '' ? {} : { key }),
      })
      state.answer(side, reply)
    } catch (error) {
      setFailures((now) => ({ ...now, [side]: spoken(error) }))
    } finally {
      setAsking((now) => now.filter((one) => one !== side))
    }
  }
  const ask = (said: readonly Message[]): void => {
    state.put({ messages: said, replies: {} })
    setFailures({})
    for (const side of sides) void askOne(side, said)
  }
  const untouched =
    sample?.sample.messages.length === messages.length &&
    messages.every((message, i) => message === sample.sample.messages[i])
  const label = untouched ? sample?.sample.accepted[0] : undefined
  const answers = useRef<HTMLDivElement>(null)
  const told = asking.length + Object.keys(replies).length + Object.keys(failures).length
  useEffect(() => {
    if (told > 0) answers.current?.scrollIntoView({ block: 'nearest' })
  }, [told])
  return (
    <div className="middle-column">
      <div className="page-body stack wide">
        {messages.length === 0 && <p className="soft prose">{t('playground.empty')}</p>}
        <div className="dialog">
          {messages.map((message, index) => (
            <MessageBubble key={index} message={message} />
          ))}
        </div>
        {label && (
          <section className="right-answer">
            <h3>{t('train.label', { count: 1 })}</h3>
            <AnswerBody answer={label} />
          </section>
        )}
        {told > 0 && (
          <div className="replies" ref={answers}>
            {sides.map((side) => (
              <section
                key={side}
                className="stack"
                aria-label={t(`playground.policy${side === 'a' ? 'A' : 'B'}`)}
              >
                {asking.includes(side) && (
                  <p className="soft" role="status">
                    {t('playground.asking')}
                  </p>
                )}
                {failures[side] && <FailureCard failure={failures[side]} />}
                {replies[side] && (
                  <ReplyCard
                    side={side}
                    reply={replies[side]}
                    talk={talkOf(state, messages, toolSet)}
                    goOn={(answer) =>
                      state.put({ messages: [...messages, { role: 'assistant', answer }], replies: {} })
                    }
                  />
                )}
              </section>
            ))}
          </div>
        )}
      </div>
      <Composer
        messages={messages}
        busy={asking.length > 0}
        problem={problemOf(
          SIDES.map((side) => choices[side]),
          state,
        )}
        answered={Object.keys(replies).length > 0}
        ask={ask}
      />
    </div>
  )
}
