import { useTranslation } from 'react-i18next'
import type { Light } from '#core/host/host-report.ts'
import type { FlightFinding, FlightLine } from '#core/training/flight.ts'
import { FindingText } from '../../../parts/finding-text.tsx'
import { Fold } from '../../../parts/fold.tsx'
import { usePlace } from '../../../store/place.ts'
import { useFormat } from '../../../words/format.ts'
import { FixButton } from './fix-button.tsx'
import type { Ground } from './use-training.ts'

const LIGHTS: Readonly<Record<Light, readonly [sign: string, tone: string]>> = {
  green: ['✓', 'done'],
  amber: ['◐', 'dropped'],
  red: ['✕', 'failed'],
}
const STATES = { waiting: ['○', 'waiting'], running: ['●', 'active'], skipped: ['–', 'waiting'] } as const
const WEIGHTS = { green: 'note', amber: 'warn', red: 'fail' } as const

interface Props {
  readonly line: FlightLine
  readonly ground: Ground
  /** Looks again, after something was changed. */
  again(): void
}

/** One stage of the pre-flight: its light, how long it took, what it found and what to do about that. */
export function FlightLineRow({ line, ground, again }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, light, stage, ms } = line
  const [sign, tone] = state === 'done' ? LIGHTS[light ?? 'green'] : STATES[state]
  const name = state === 'done' ? t(`check.light.${light ?? 'green'}`) : t(`check.lineState.${state}`)
  return (
    <li className={`test-line test-${state === 'done' ? 'passed' : state}`}>
      <span className={`test-sign ink-${tone}`} role="img" aria-label={name}>
        {sign}
      </span>
      <span className="strong">{t(`check.stage.${stage}`)}</span>
      <span className="num soft small right">
        {state === 'skipped' && t('check.lineState.skipped')}
        {ms !== undefined && t('connections.ms', { ms: format.number(ms) })}
      </span>
      {line.findings.map((finding, at) => (
        <Found
          key={`${finding.code} ${at}`}
          finding={finding}
          ground={ground}
          again={again}
          alone={line.findings.length === 1}
        />
      ))}
    </li>
  )
}

/** A light of its own where a line has several findings. */
function Found(
  props: Pick<Props, 'ground' | 'again'> & {
    readonly finding: FlightFinding
    readonly alone: boolean
  },
) {
  const { t } = useTranslation()
  const { finding, ground, again, alone } = props
  const { light, code, values, detail = '', samples = [] } = finding
  const [sign, tone] = LIGHTS[light]
  return (
    <div className={alone ? 'test-finding flight-found alone' : 'test-finding flight-found'}>
      {!alone && (
        <span className={`test-sign ink-${tone}`} role="img" aria-label={t(`check.light.${light}`)}>
          {sign}
        </span>
      )}
      <FindingText finding={{ code, values, detail, weight: WEIGHTS[light] }} detailLabel={t('hosts.detail')}>
        <FixButton finding={finding} ground={ground} again={again} />
        {samples.length > 0 && <Samples ids={samples} dataset={ground.dataset?.id} />}
      </FindingText>
    </div>
  )
}

/** Samples that are meant, each a way to it. */
function Samples({
  ids,
  dataset,
}: {
  readonly ids: readonly string[]
  readonly dataset: string | undefined
}) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <Fold label={t('start.long.names', { count: ids.length })}>
      <ul className="length-list">
        {ids.map((sample) => (
          <li key={sample}>
            <button
              type="button"
              className="link code"
              onClick={() => dataset && go({ page: 'data', tab: 'samples', dataset, sample })}
            >
              {sample}
            </button>
          </li>
        ))}
      </ul>
    </Fold>
  )
}
