import { useTranslation } from 'react-i18next'
import type { LengthsView } from '#core/contract/index.ts'
import type { PromptLengths } from '#core/token/prompt-length.ts'
import { LengthHistogram } from '../../parts/length-histogram.tsx'
import { LengthVerdict, TooLongList } from '../../parts/prompt-lengths.tsx'
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
          <LengthVerdict lengths={lengths} />
          <LengthHistogram bins={lengths.bins} limit={lengths.limit} />
          <Figures lengths={lengths} />
          <Over dataset={dataset} lengths={lengths} />
        </>
      )}
    </>
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
  const { longest, over } = lengths
  if (over === 0) return null
  return (
    <section className="stack tight" aria-label={t('lengths.overTitle')}>
      <h2>{t('lengths.overTitle')}</h2>
      <p className="soft small prose">
        {t('lengths.overText')}{' '}
        {over > longest.length && t('lengths.listed', { count: longest.length, over: format.number(over) })}
      </p>
      <TooLongList
        lengths={lengths}
        open={(sample) => go({ page: 'data', tab: 'samples', dataset, sample })}
      />
    </section>
  )
}
