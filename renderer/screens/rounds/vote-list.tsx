import { useTranslation } from 'react-i18next'
import type { CourtCase, Overrule } from '#core/contract/round-views.ts'
import { AnswerBody } from '../../parts/call-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { LoopBadge } from '../../parts/loop-sign.tsx'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

/** Who said what and why, each with the order in which it saw the two responses; then what people said. */
export function VoteList({ one }: { readonly one: CourtCase }) {
  const { t } = useTranslation()
  const say = useCode()
  const ruleWords = useRuleWords()
  const votes = one.votes.filter(({ by }) => by !== 'human')
  return (
    <section className="stack tight">
      <h3>{t('rounds.court.votes', { count: votes.length })}</h3>
      {votes.length === 0 && <p className="soft">{t('rounds.court.noVotes')}</p>}
      <ol className="court-votes">
        {votes.map((vote, index) => (
          <li key={index}>
            <div className="row wrap">
              <LoopBadge name={vote.verdict} />
              <span className="code">{vote.judge}</span>
              <span className="soft small">
                {vote.by === 'rule'
                  ? t('rounds.court.byWhom.rule')
                  : t(vote.swapped ? 'rounds.court.sawPredictionFirst' : 'rounds.court.sawLabelFirst')}
              </span>
            </div>
            {vote.analysis !== '' && (
              <LongText text={vote.by === 'rule' ? ruleWords(vote.analysis) : vote.analysis} />
            )}
            {vote.approach !== '' && (
              <div className="soft">
                <LongText text={`→ ${vote.approach}`} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {one.wrong.length > 0 && (
        <Fold label={t('rounds.court.notVotes', { count: one.wrong.length })}>
          <ul className="court-votes">
            {one.wrong.map((answer, index) => (
              <li key={index}>
                <div className="small">{say(answer.reason)}</div>
                <LongText code text={answer.text} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {one.overrules.length > 0 && (
        <Fold label={t('rounds.court.overrules', { count: one.overrules.length })} open>
          <ol className="court-votes">
            {one.overrules.map((word) => (
              <Word key={word.at} word={word} />
            ))}
          </ol>
        </Fold>
      )}
    </section>
  )
}

/** What a rule found is written as side and code; here both are said in words. */
function useRuleWords(): (analysis: string) => string {
  const { t } = useTranslation()
  const say = useCode()
  const inWords = (code: string): string => {
    const mark = say(`mark.${code}`)
    return mark === code ? say(`wrong.${code}`) : mark
  }
  return (analysis) =>
    analysis.replace(
      /(label|prediction): ([a-z]+\.\w+)/g,
      (_, side: 'label' | 'prediction', code: string) => `${t(`rounds.court.${side}`)}: ${inWords(code)}`,
    )
}

function Word({ word }: { readonly word: Overrule }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <div className="row wrap">
        {word.undo && <span>↶ {t('rounds.court.undone')}</span>}
        {word.verdict && <LoopBadge name={word.verdict} />}
        <span className="soft small">{format.time(word.at)}</span>
      </div>
      {word.label && (
        <div className="stack tight">
          <span className="small soft">{t('rounds.court.wroteLabel')}</span>
          <AnswerBody answer={word.label} />
        </div>
      )}
      {word.note !== undefined && <LongText text={word.note} />}
    </li>
  )
}
