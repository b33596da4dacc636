import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Candidate, SeedView } from '#core/contract/round-views.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { SampleDialog } from '../../parts/sample-dialog.tsx'
import { usePlace } from '../../store/place.ts'
import { useCode } from '../../words/code.ts'
import type { RoundViewProps } from './view-props.ts'

interface Props {
  readonly job: string
  readonly sample: string
  readonly place: RoundViewProps['place']
}

/** A seed beside what was written from it: one candidate at a time, the refused ones with their reason. */
export function SeedPair({ job, sample, place }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const asked = useCall('expand.seed', { job, sample })
  const [chosen, setAt] = useState<number>()
  const candidates = asked.data?.candidates ?? []
  const at =
    chosen ??
    Math.max(
      0,
      candidates.findIndex((one) => one.taken !== undefined),
    )
  const candidate = candidates[at]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <div className="court-scroll grow" tabIndex={0}>
      {asked.failure && <FailureCard failure={asked.failure} />}
      {!asked.data && asked.loading && <Loading />}
      {asked.data && (
        <div className="seed-pair">
          <section className="stack">
            <div className="row wrap apart">
              <h2>{t('rounds.expand.seed')}</h2>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => go({ ...place, sample, ledger: sample })}
              >
                {t('rounds.ledger.open')}
              </Button>
            </div>
            <SeedSide seed={asked.data} />
          </section>
          <section className="stack">
            <h2>{t('rounds.expand.children', { count: asked.data.candidates.length })}</h2>
            <Candidates candidates={asked.data.candidates} at={at} onChoose={setAt} />
            {candidate && <CandidateSide candidate={candidate} />}
          </section>
        </div>
      )}
    </div>
  )
}

function SeedSide({ seed }: { readonly seed: SeedView }) {
  const { t } = useTranslation()
  return (
    <>
      {(seed.analysis !== '' || seed.approach !== '') && (
        <div className="sunken small stack tight">
          <LongText text={seed.analysis} />
          {seed.approach !== '' && <LongText text={`→ ${seed.approach}`} />}
        </div>
      )}
      <SampleDialog sample={seed.sample} />
      <Fold label={t('rounds.expand.wrong')}>
        <LongText code text={seed.wrong} />
      </Fold>
    </>
  )
}

function Candidates(props: {
  readonly candidates: readonly Candidate[]
  readonly at: number
  onChoose(at: number): void
}) {
  const { t } = useTranslation()
  const { candidates, at, onChoose } = props
  if (candidates.length === 0) return <p className="soft">{t('rounds.expand.noCandidates')}</p>
  return (
    <fieldset className="chips" aria-label={t('rounds.expand.candidates')}>
      {candidates.map((one, index) => (
        <button
          key={`${one.child} ${one.attempt}`}
          type="button"
          aria-pressed={index === at}
          onClick={() => onChoose(index)}
        >
          <span aria-hidden className={one.taken ? 'ink-done' : 'ink-failed'}>
            {one.taken ? '✓' : '✕'}{' '}
          </span>
          {t('rounds.expand.candidate', { child: one.child + 1, attempt: one.attempt + 1 })}
          <span className="unseen">{t(one.taken ? 'rounds.expand.taken' : 'rounds.expand.refused')}</span>
        </button>
      ))}
    </fieldset>
  )
}

function CandidateSide({ candidate }: { readonly candidate: Candidate }) {
  const { t } = useTranslation()
  const say = useCode()
  const { taken, refused } = candidate
  return (
    <>
      <div className="row wrap small">
        <span className="tag">{say(`focus.${candidate.focus}`)}</span>
        <span className="code soft">{candidate.model}</span>
      </div>
      {refused && (
        <div className="refused stack tight">
          <strong>✕ {t('rounds.expand.refusedWhy', { why: say(`refused.${refused.code}`) })}</strong>
          {refused.detail !== '' && <LongText code text={refused.detail} />}
          <Fold label={t('rounds.expand.written')}>
            <LongText code text={refused.text} />
          </Fold>
        </div>
      )}
      {taken && <SampleDialog sample={taken} />}
    </>
  )
}
