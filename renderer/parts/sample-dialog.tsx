import { useTranslation } from 'react-i18next'
import type { Sample } from '#core/sample/sample.ts'
import { Bubble, MessageBubble } from './bubbles.tsx'
import { AnswerBody } from './call-card.tsx'

/** What the policy sees of a sample, and the answers that are right in it. */
export function SampleDialog({ sample }: { readonly sample: Pick<Sample, 'messages' | 'accepted'> }) {
  const { t } = useTranslation()
  return (
    <div className="dialog">
      {sample.messages.map((message, index) => (
        <MessageBubble key={index} message={message} />
      ))}
      <div className="right-answer">
        <h3>✓ {t('data.accepted', { count: sample.accepted.length })}</h3>
        {sample.accepted.map((answer, index) => (
          <Bubble key={index} who="assistant">
            <AnswerBody answer={answer} />
          </Bubble>
        ))}
      </div>
    </div>
  )
}
