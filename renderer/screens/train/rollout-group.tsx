import { useTranslation } from 'react-i18next'
import type { RolloutGroup, RolloutView } from '#core/contract/training-views.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { MATCH_MODES } from '#core/tool-call/score-request.ts'
import { WHY_WORDS } from '#core/tool-call/why-words.ts'
import { useCall } from '../../bridge/use-call.ts'
import { MessageBubble } from '../../parts/bubbles.tsx'
import { AnswerBody } from '../../parts/call-card.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { useCode } from '../../words/code.ts'
import { useFigure } from '../../words/figure.ts'
import { useLanguage } from '../../words/language.ts'

interface Props {
  readonly run: string
  readonly step: number
  readonly group: RolloutGroup
}

/** One prompt, its label, and all answers to it side by side. */
export function RolloutGroupView({ run, step, group }: Props) {
  const { t } = useTranslation()
  const asked = useCall('training.group', { id: run, step, group: group.group })
  if (asked.failure) return <FailureCard failure={asked.failure} />
  if (!asked.data) return <Loading />
  const { rollouts, sample } = asked.data
  const [first] = rollouts
  const labels = sample?.accepted ?? first?.gts.map(labelOf) ?? []
  return (
    <div className="group-view">
      <div className="asked">
        <section className="stack tight">
          <h3>{t('train.asked')}</h3>
          {sample ? (
            <div className="dialog">
              {sample.messages.slice(-3).map((message, index) => (
                <MessageBubble key={index} message={message} />
              ))}
            </div>
          ) : (
            <div className="sunken">
              <LongText text={group.prompt} />
            </div>
          )}
          {first && (
            <Fold label={t('train.wholePrompt')}>
              <LongText code text={first.input} />
            </Fold>
          )}
        </section>
        <section className="right-answer">
          <h3>{t('train.label', { count: labels.length })}</h3>
          {labels.map((label, index) => (
            <AnswerBody key={index} answer={label} />
          ))}
          {labels.length === 0 && <span className="soft">{t('train.noLabel')}</span>}
        </section>
      </div>
      <ol className="rollouts" aria-label={t('train.answersTitle')}>
        {rollouts.map((rollout) => (
          <RolloutCard key={rollout.index} rollout={rollout} />
        ))}
      </ol>
    </div>
  )
}

const labelOf = (text: string) => readAnswer(text).ok ?? { kind: 'text' as const, text }

type Shown = RolloutView['rollouts'][number]

function RolloutCard({ rollout }: { readonly rollout: Shown }) {
  const { t } = useTranslation()
  const figure = useFigure()
  const say = useCode()
  const read = readAnswer(rollout.output)
  const { score, advantage } = rollout
  return (
    <li className="card rollout">
      <div className="row wrap apart">
        <span className="row num">
          <b className="score">{score === undefined ? '–' : figure(score, 'none')}</b>
          {advantage !== undefined && (
            <span
              className={`pill ${advantage > 0 ? 'tone-done' : advantage < 0 ? 'tone-failed' : 'tone-waiting'}`}
            >
              {t('train.advantage', { value: figure.difference(advantage, 'none') })}
            </span>
          )}
        </span>
        <span className="small soft num">
          {rollout.tokens === undefined ? '' : figure(rollout.tokens, 'tokens')}
          {rollout.finish === 'length' ? ` · ${t('train.cutOff')}` : ''}
        </span>
      </div>
      {read.ok ? (
        <AnswerBody answer={read.ok} />
      ) : (
        <div className="stack tight">
          <span className="pill tone-failed">
            <span aria-hidden>✕</span>
            {say(`wrong.answer.${read.wrong}`)}
          </span>
          <LongText code text={rollout.output} />
        </div>
      )}
      <Parts parts={rollout.parts} />
      <Grades grades={rollout.grades} />
    </li>
  )
}

function Parts({ parts }: { readonly parts: Shown['parts'] }) {
  const { t } = useTranslation()
  const figure = useFigure()
  const names = Object.entries(parts)
  if (names.length === 0) return null
  return (
    <dl className="parts num small">
      <dt className="soft">{t('train.parts')}</dt>
      {names.map(([name, value]) => (
        <dd key={name}>
          <span className="code">{name}</span> {figure(value, 'none')}
        </dd>
      ))}
    </dl>
  )
}

/** What the answer would earn under each match, with the reason. */
function Grades({ grades }: { readonly grades: Shown['grades'] }) {
  const { t } = useTranslation()
  const figure = useFigure()
  const language = useLanguage()
  return (
    <dl className="grades small">
      {MATCH_MODES.map((mode) => {
        const grade = grades[mode]
        return (
          <div key={mode}>
            <dt>{t(`train.match.${mode}`)}</dt>
            <dd className="num strong">{grade ? figure(grade.score, 'none') : '–'}</dd>
            <dd className="soft">{grade ? WHY_WORDS[language][grade.why] : t('train.notScored')}</dd>
          </div>
        )
      })}
    </dl>
  )
}
