import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Board } from '#core/contract/round-views.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

const STEPS = ['compose', 'evaluate', 'probe', 'judge', 'expand'] as const

/** What a round is, before there is one. */
export function Teach({ board }: { readonly board: Board }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { freshSamples } = board.next
  return (
    <div className="page-body">
      <div className="stack wide teach">
        <div className="stack">
          <h2>{t('rounds.teach.title')}</h2>
          <p className="prose soft">{t('rounds.teach.text')}</p>
        </div>
        <ol className="teach-steps">
          {STEPS.map((stage) => (
            <li key={stage}>
              <strong>{t(`rounds.stage.${stage}`)}</strong>
              <span className="soft">{t(`rounds.stageText.${stage}`)}</span>
            </li>
          ))}
        </ol>
        <p>
          {freshSamples > 0
            ? t('rounds.teach.ready', { count: freshSamples, samples: format.number(freshSamples) })
            : t('rounds.teach.notReady')}
        </p>
        <div className="row wrap">
          {freshSamples > 0 ? (
            <Button onClick={() => go({ page: 'rounds', view: 'new' })}>
              {t('rounds.start', { round: board.next.round })}
            </Button>
          ) : (
            <Button onClick={() => go({ page: 'data', preparing: true })}>{t('data.prepare')}</Button>
          )}
          <Button variant="default" onClick={() => go({ page: 'rounds', view: 'judges' })}>
            {t('rounds.teach.judges')}
          </Button>
        </div>
      </div>
    </div>
  )
}
