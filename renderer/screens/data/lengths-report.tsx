import { useTranslation } from 'react-i18next'
import type { LengthsView } from '#core/contract/index.ts'
import type { PromptLengths } from '#core/token/prompt-length.ts'
import { LengthHistogram } from '../../parts/length-histogram.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly dataset: string
  readonly view: LengthsView
  /** Of an endpoint; absent: the small policy. */
  readonly model: string | undefined
}

/** What was counted: the figure that matters first, then the picture, then who is too long. */
export function LengthsReport({ dataset, view, model }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { way, job, lengths } = view
  const how = t(`tokens.way.${way}`, { model: model ?? t('tokens.smallPolicy') })
  return (
    <>
      <p className="small soft row wrap">
        <span>{t('lengths.way', { how })}</span>
        {job && job.state !== 'done' && (
          <button type="button" className="link" onClick={() => go({ page: 'jobs', job: job.id })}>
            <JobStateBadge state={job.state} />
          </button>
        )}
      </p>
      {!lengths && !job && <p className="soft">{t('lengths.nobody')}</p>}
      {lengths && (
        <>
          <Verdict lengths={lengths} />
          <LengthHistogram bins={lengths.bins} limit={lengths.limit} />
          <Figures lengths={lengths} />
          <Over dataset={dataset} lengths={lengths} />
        </>
      )}
    </>
  )
}

function Verdict({ lengths }: { readonly lengths: PromptLengths }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { over, samples, limit } = lengths
  if (over === 0)
    return (
      <p className="strong ink-done">
        ✓ {t('lengths.allFit', { count: samples, limit: format.number(limit) })}
      </p>
    )
  return (
    <p className="strong ink-failed prose">
      ✕ {t('lengths.tooLong', { count: over, samples: format.number(samples), limit: format.number(limit) })}
    </p>
  )
}

const FIGURES = ['min', 'median', 'p95', 'max', 'tokens'] as const

function Figures({ lengths }: { readonly lengths: PromptLengths }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <dl className="length-figures">
      {FIGURES.map((name) => (
        <div key={name}>
          <dt className="small soft">{t(`lengths.figure.${name}`)}</dt>
          <dd className="num">{t('tokens.count', { count: lengths[name] })}</dd>
        </div>
      ))}
      <div>
        <dt className="small soft">{t('rounds.flow.samples')}</dt>
        <dd className="num">{format.number(lengths.samples)}</dd>
      </div>
    </dl>
  )
}

/** Samples above the limit, longest first: nothing is cut, so they are named. */
function Over({ dataset, lengths }: { readonly dataset: string; readonly lengths: PromptLengths }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { longest, over, limit } = lengths
  if (over === 0) return null
  return (
    <section className="stack tight" aria-label={t('lengths.overTitle')}>
      <h2>{t('lengths.overTitle')}</h2>
      <p className="soft small prose">
        {t('lengths.overText')}{' '}
        {over > longest.length && t('lengths.listed', { count: longest.length, over: format.number(over) })}
      </p>
      <ol className="length-list">
        {longest.map(({ sample, tokens }) => (
          <li key={sample}>
            <button
              type="button"
              className="link code"
              onClick={() => go({ page: 'data', tab: 'samples', dataset, sample })}
            >
              {sample}
            </button>
            <span className="num">{t('tokens.count', { count: tokens })}</span>
            <span className="num ink-failed">+{format.number(tokens - limit)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
