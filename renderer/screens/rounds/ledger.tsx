import { useTranslation } from 'react-i18next'
import type { LedgerView } from '#core/contract/round-views.ts'
import type { Fate, FlowVerdict } from '#core/round/flow.ts'
import type { LedgerLine, Relative } from '#core/round/ledger.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { LoopBadge } from '../../parts/loop-sign.tsx'
import { SampleDialog } from '../../parts/sample-dialog.tsx'
import { usePlace } from '../../store/place.ts'
import { useUi } from '../../store/ui.ts'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly sample: string
  open(sample: string): void
  close(): void
}

/** One sample's story: where it comes from, what every round said of it, what it led to. */
export function LedgerDrawer({ sample, open, close }: Props) {
  const { t } = useTranslation()
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  const ledger = useCall('ledger.get', { sample })
  return (
    <Inspector title={t('rounds.ledger.title')} width={width} setWidth={setWidth} close={close}>
      {ledger.failure && <FailureCard failure={ledger.failure} />}
      {!ledger.data && ledger.loading && <Loading />}
      {ledger.data && <LedgerBody view={ledger.data} open={open} />}
    </Inspector>
  )
}

function LedgerBody({ view, open }: { readonly view: LedgerView; open(sample: string): void }) {
  const { t } = useTranslation()
  const { ledger, sample, prompts } = view
  return (
    <div className="stack wide">
      <div className="row wrap">
        <span className="code soft anywhere">{ledger.sample}</span>
        {sample && <span className="tag">{t(`caseType.${sample.kind}`)}</span>}
        {sample && <span className="tag">{t(`language.${sample.language}`)}</span>}
      </div>
      <section className="stack tight">
        <h3>{t('rounds.ledger.rounds')}</h3>
        {ledger.rounds.length === 0 && <p className="soft">{t('rounds.ledger.noRounds')}</p>}
        <ol className="ledger-rounds">
          {ledger.rounds.map((line) => (
            <RoundLine key={line.round} line={line} sample={ledger.sample} />
          ))}
        </ol>
      </section>
      <Relatives
        title={t('rounds.ledger.ancestors')}
        relatives={ledger.ancestors}
        prompts={prompts}
        open={open}
      />
      <Origins origins={ledger.origins} />
      <Relatives
        title={t('rounds.ledger.descendants')}
        relatives={ledger.descendants}
        prompts={prompts}
        open={open}
      />
      {sample && (
        <Fold label={t('rounds.ledger.dialog')}>
          <SampleDialog sample={sample} />
        </Fold>
      )}
    </div>
  )
}

function RoundLine({ line, sample }: { readonly line: LedgerLine; readonly sample: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const go = usePlace((state) => state.go)
  const { round, pool, standing, judged, fate, prediction, passRate, perplexity } = line
  const facts = [
    passRate !== undefined && passRate > 0 && passRate < 1
      ? t('rounds.ledger.passRate', { rate: format.percent(passRate) })
      : undefined,
    perplexity === undefined ? undefined : t('rounds.ledger.perplexity', { value: format.fine(perplexity) }),
  ].filter((fact) => fact !== undefined)
  return (
    <li className="stack tight">
      <div className="row wrap">
        <strong>{t('rounds.round', { round })}</strong>
        {pool && <span className="tag">{say(`pool.${pool}`)}</span>}
        {facts.length > 0 && <span className="soft small num">{facts.join(' · ')}</span>}
      </div>
      <div className="row wrap">
        {standing && <LoopBadge name={standing} />}
        {judged && <Then name={judged.verdict} />}
        {fate && <Then name={fate} />}
      </div>
      {prediction && (
        <Fold label={t('rounds.ledger.predictions', { count: prediction.answers.length })}>
          {prediction.answers.map((answer, index) => (
            <div key={index} className="sunken">
              <LongText code text={answer.text} />
            </div>
          ))}
        </Fold>
      )}
      {judged && (
        <button
          type="button"
          className="link small"
          onClick={() => go({ page: 'rounds', view: 'court', round, sample })}
        >
          {t('rounds.ledger.toCourt', { count: judged.votes.length })}
        </button>
      )}
    </li>
  )
}

/** The arrow goes with what it leads to, also over a line's end. */
function Then({ name }: { readonly name: FlowVerdict | Fate }) {
  return (
    <span className="row">
      <span aria-hidden className="soft">
        →
      </span>
      <LoopBadge name={name} />
    </span>
  )
}

function Relatives(props: {
  readonly title: string
  readonly relatives: readonly Relative[]
  readonly prompts: LedgerView['prompts']
  open(sample: string): void
}) {
  const { t } = useTranslation()
  const say = useCode()
  const { title, relatives, prompts, open } = props
  if (relatives.length === 0) return null
  return (
    <section className="stack tight">
      <h3>
        {title} <span className="soft num">{relatives.length}</span>
      </h3>
      <ul className="ledger-kin">
        {relatives.map(({ sample, round, pool, distance }) => (
          <li key={sample} style={{ paddingInlineStart: (distance - 1) * 16 }}>
            <button type="button" className="link" onClick={() => open(sample)}>
              {prompts[sample] ?? sample}
            </button>
            <span className="soft small">
              {round !== undefined && t('rounds.round', { round })} {pool && `· ${say(`pool.${pool}`)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Origins({ origins }: Pick<LedgerView['ledger'], 'origins'>) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  if (origins.length === 0) return null
  return (
    <section className="stack tight">
      <h3>{t('rounds.ledger.origins')}</h3>
      <ul className="ledger-kin">
        {origins.map((origin) => (
          <li key={JSON.stringify(origin)}>
            {origin.from === 'file' ? (
              t('data.fromFile', { file: origin.file, record: origin.record, turn: origin.turn })
            ) : (
              <>
                <span>{t('data.fromDialog', { dialog: origin.dialog, turn: origin.turn + 1 })}</span>
                <button
                  type="button"
                  className="link small"
                  onClick={() =>
                    go({ page: 'data', tab: 'dialogs', dialog: { job: origin.job, key: origin.dialog } })
                  }
                >
                  {t('data.openDialog')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
