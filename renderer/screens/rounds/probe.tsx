import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProbeView as Probed } from '#core/contract/round-views.ts'
import { CASE_TYPES } from '#core/dialog/case-type.ts'
import { STANDINGS, type Standing } from '#core/probe/prediction.ts'
import { countsAtShare } from '#core/probe/share.ts'
import { MATCH_MODES, type MatchMode } from '#core/tool-call/score-request.ts'
import { WHY_CODES } from '#core/tool-call/why.ts'
import { WHY_WORDS } from '#core/tool-call/why-words.ts'
import { useCall } from '../../bridge/use-call.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Histogram } from '../../parts/histogram.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LOOP_SIGN, LoopBadge } from '../../parts/loop-sign.tsx'
import { Segments } from '../../parts/segments.tsx'
import { usePlace } from '../../store/place.ts'
import { useRoundDraft } from '../../store/round-draft.ts'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'
import { NoStage } from './no-stage.tsx'
import { PictureButton } from './picture-button.tsx'
import { cellOf } from './stage.ts'
import type { RoundViewProps } from './view-props.ts'

const CALM_MS = 250

/** How the policy stands with a round's samples; another threshold or match asks nobody again. */
export function ProbeView({ board, column }: RoundViewProps) {
  const cell = cellOf(board, column.round, 'probe')
  if (cell?.job === undefined) return <NoStage stage="probe" round={column.round} />
  return <Probe key={cell.job} job={cell.job} />
}

function Probe({ job }: { readonly job: string }) {
  const [match, setMatch] = useState<MatchMode>()
  const [share, setShare] = useState<number>()
  const [calm] = useDebouncedValue(share, CALM_MS)
  const own = useCall('probe.view', { job })
  const exact = useCall('probe.view', {
    job,
    ...(match === undefined ? {} : { match }),
    ...(calm === undefined ? {} : { share: calm }),
  })
  const [latest, setLatest] = useState<Probed>()
  if (exact.data && exact.data !== latest) setLatest(exact.data)
  const failure = exact.failure ?? own.failure
  if (failure)
    return (
      <div className="page-body">
        <FailureCard failure={failure} />
      </div>
    )
  const view = exact.data ?? latest
  if (!view || !own.data) return <Loading />
  return (
    <ProbeBody
      view={view}
      own={own.data}
      share={share ?? own.data.share}
      onShare={setShare}
      onMatch={setMatch}
      reset={() => {
        setMatch(undefined)
        setShare(undefined)
      }}
    />
  )
}

interface BodyProps {
  readonly view: Probed
  /** As the probe itself was judged. */
  readonly own: Probed
  readonly share: number
  onShare(share: number): void
  onMatch(match: MatchMode): void
  reset(): void
}

function ProbeBody({ view, own, share, onShare, onMatch, reset }: BodyProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const counts = countsAtShare(view, share)
  const changed = view.match !== own.match || share !== own.share
  const mode = MATCH_MODES.find((one) => one === view.match) ?? 'strict'
  return (
    <div className="page-body stack wide">
      <section className="stack" ref={box}>
        <div className="row wrap apart">
          <StandingCounts counts={counts} own={own.counts} />
          <Segments
            label={t('rounds.match')}
            value={mode}
            options={MATCH_MODES.map((one) => ({ value: one, label: t(`rounds.matchMode.${one}`) }))}
            onChange={onMatch}
          />
        </div>
        {view.bins.length > 0 ? (
          <Histogram bins={view.bins} share={share} borderline={counts.borderline} onShare={onShare} />
        ) : (
          <p className="soft pad">{t('rounds.probe.noBins')}</p>
        )}
        <ShareWords view={view} share={share} changed={changed} box={box} reset={reset} />
      </section>
      <div className="pair">
        <Reasons view={view} />
        <ByKind view={view} />
      </div>
      {view.passRates.slice(1, -1).some((count) => count > 0) && <PassRates view={view} />}
    </div>
  )
}

function StandingCounts(props: {
  readonly counts: Readonly<Record<Standing, number>>
  readonly own: Readonly<Record<Standing, number>>
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const total = STANDINGS.reduce((sum, name) => sum + props.counts[name], 0)
  return (
    <dl className="standing-counts" aria-live="polite">
      {STANDINGS.map((name) => {
        const moved = props.counts[name] - props.own[name]
        return (
          <div key={name} className={`is-${name}`}>
            <dt>
              <span aria-hidden>{LOOP_SIGN[name]} </span>
              {t(`loop.${name}`)}
            </dt>
            <dd className="num">
              <strong>{format.number(props.counts[name])}</strong>{' '}
              <span className="small soft">
                {format.percent(total === 0 ? 0 : props.counts[name] / total)}
                {moved !== 0 && ` · ${moved > 0 ? '+' : ''}${format.number(moved)}`}
              </span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const binsCsv = ({ bins }: Probed): string =>
  ['from,to,samples', ...bins.map(({ from, to, count }) => `${from},${to},${count}`)].join('\n')

function ShareWords(props: {
  readonly view: Probed
  readonly share: number
  readonly changed: boolean
  readonly box: RefObject<HTMLElement | null>
  reset(): void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const { draft, put } = useRoundDraft()
  const { view, share, changed, box, reset } = props
  return (
    <div className="row wrap">
      <span className="small soft grow">
        {t('rounds.probe.shareWords', { share: format.percent(share) })}{' '}
        {view.withoutPerplexity > 0 && t('rounds.probe.without', { count: view.withoutPerplexity })}
        {changed && ` ${t('rounds.probe.onlyLook')}`}
      </span>
      {view.bins.length > 0 && <PictureButton title={t('rounds.probe.histogram')} box={box} />}
      {view.bins.length > 0 && <CopyButton label={t('rounds.copyCsv')} text={binsCsv(view)} />}
      {changed && (
        <>
          <Button size="compact-sm" variant="subtle" onClick={reset}>
            {t('rounds.probe.reset')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              const match = MATCH_MODES.find((one) => one === view.match) ?? draft.probe.match
              put({ probe: { ...draft.probe, threshold: share, match } })
              go({ page: 'rounds', view: 'new' })
            }}
          >
            {t('rounds.probe.useNext')}
          </Button>
        </>
      )}
    </div>
  )
}

/** Why answers did not match, most frequent first. */
function Reasons({ view }: { readonly view: Probed }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const rows = Object.entries(view.why).sort(([, a], [, b]) => b - a)
  const most = Math.max(1, ...rows.map(([, count]) => count))
  const say = (why: string): string => {
    const code = WHY_CODES.find((one) => one === why)
    return code === undefined ? why : WHY_WORDS[language][code]
  }
  return (
    <section className="card stack">
      <h2>{t('rounds.probe.reasons')}</h2>
      {rows.length === 0 && <p className="soft">{t('rounds.probe.noReasons')}</p>}
      <ul className="reason-bars">
        {rows.map(([why, count]) => (
          <li key={why}>
            <span>{say(why)}</span>
            <span className="share-bar" aria-hidden>
              <span className="is-failed" style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className="num right">{format.number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ByKind({ view }: { readonly view: Probed }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className="card stack">
      <h2>{t('rounds.probe.byKind')}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('data.column.kind')}</th>
            {STANDINGS.map((name) => (
              <th key={name} scope="col" className="right">
                <LoopBadge name={name} />
              </th>
            ))}
            <th scope="col" className="right">
              {t('rounds.probe.matching')}
            </th>
          </tr>
        </thead>
        <tbody>
          {CASE_TYPES.map((kind) => {
            const row = view.byKind[kind]
            if (!row) return null
            const total = STANDINGS.reduce((sum, name) => sum + row[name], 0)
            return (
              <tr key={kind}>
                <th scope="row">{t(`caseType.${kind}`)}</th>
                {STANDINGS.map((name) => (
                  <td key={name} className="num right">
                    {format.number(row[name])}
                  </td>
                ))}
                <td className="num right strong">
                  {total === 0 ? '–' : format.percent((total - row.failed) / total)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Only where several answers were asked for: how often the policy is right on a sample. */
function PassRates({ view }: { readonly view: Probed }) {
  const { t } = useTranslation()
  const format = useFormat()
  const most = Math.max(1, ...view.passRates)
  return (
    <section className="card stack">
      <h2>{t('rounds.probe.passRates')}</h2>
      <ol className="pass-rates">
        {view.passRates.map((count, tenth) => (
          <li key={tenth}>
            <span className="num small">{format.number(count)}</span>
            <span className="pass-bar" aria-hidden style={{ height: `${(count / most) * 96}px` }} />
            <span className="num small soft">{format.percent(tenth / 10)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
