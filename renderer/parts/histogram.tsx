import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type PerplexityBin, perplexityAtShare, shareAbove } from '#core/probe/share.ts'
import { useFormat } from '../words/format.ts'

const HEIGHT = 216
const BASE = 168
const TOP = 14
const LEFT = 56
const RIGHT = 16

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: 0.01,
  ArrowDown: 0.01,
  ArrowRight: -0.01,
  ArrowUp: -0.01,
  PageDown: 0.05,
  PageUp: -0.05,
}
const within = (share: number): number => Math.min(1, Math.max(0, Math.round(share * 200) / 200))

interface Props {
  readonly bins: readonly PerplexityBin[]
  /** Share of the matching samples above the threshold. */
  readonly share: number
  readonly borderline: number
  onShare(share: number): void
}

/**
 * Perplexities of the matching samples with the threshold as a line that can be dragged or moved by keys: to the left
 * more are borderline, to the right fewer.
 */
export function Histogram({ bins, share, borderline, onShare }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, width: measured } = useElementSize()
  const svg = useRef<SVGSVGElement>(null)
  const width = Math.max(320, measured || 640)
  const low = Math.log(bins[0]?.from ?? 1)
  const high = Math.log(bins.at(-1)?.to ?? Math.E)
  const span = high > low ? high - low : 1
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const x = (perplexity: number): number =>
    LEFT + ((Math.log(perplexity) - low) / span) * (width - LEFT - RIGHT)
  const threshold = perplexityAtShare(bins, share)
  const at = x(threshold)
  const drag = (event: PointerEvent<SVGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const inside = event.clientX - (svg.current?.getBoundingClientRect().left ?? 0)
    const place = (inside - LEFT) / (width - LEFT - RIGHT)
    onShare(within(shareAbove(bins, Math.exp(low + Math.min(1, Math.max(0, place)) * span))))
  }
  const press = (event: KeyboardEvent) => {
    const step = KEYS[event.key]
    const to =
      event.key === 'Home' ? 1 : event.key === 'End' ? 0 : step === undefined ? undefined : share + step
    if (to === undefined) return
    event.preventDefault()
    onShare(within(to))
  }
  const words = t('rounds.probe.sliderValue', {
    share: format.percent(share),
    perplexity: format.fine(threshold),
    count: borderline,
  })
  return (
    <div ref={ref} className="histogram">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with a slider in it is no fieldset */}
      <svg ref={svg} role="group" width={width} height={HEIGHT} aria-label={t('rounds.probe.histogram')}>
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line
              x1={LEFT}
              x2={width - RIGHT}
              y1={BASE - part * (BASE - TOP)}
              y2={BASE - part * (BASE - TOP)}
              className="chart-line"
            />
            <text
              x={LEFT - 8}
              y={BASE - part * (BASE - TOP)}
              dy="0.35em"
              textAnchor="end"
              className="chart-text"
            >
              {format.number(Math.round(most * part))}
            </text>
          </g>
        ))}
        {bins.map((bin) => (
          <BinBar key={bin.from} bin={bin} x={x} most={most} threshold={threshold} />
        ))}
        {[low, low + span / 2, high].map((value, index) => (
          <text
            key={index}
            x={x(Math.exp(value))}
            y={BASE + 16}
            textAnchor={index === 0 ? 'start' : index === 1 ? 'middle' : 'end'}
            className="chart-text"
          >
            {format.fine(Math.exp(value))}
          </text>
        ))}
        <text x={LEFT - 8} y={BASE + 16} textAnchor="end" className="chart-text">
          {t('rounds.flow.samples')}
        </text>
        <text x={width / 2} y={HEIGHT - 10} textAnchor="middle" className="chart-text">
          {t('rounds.probe.axis')}
        </text>
        <g
          role="slider"
          tabIndex={0}
          className="threshold"
          aria-label={t('rounds.probe.slider')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          aria-valuetext={words}
          aria-orientation="horizontal"
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={press}
        >
          <rect x={at - 9} y={2} width={18} height={BASE - 2} className="threshold-hit" />
          <line x1={at} x2={at} y1={4} y2={BASE} />
          <circle cx={at} cy={8} r={6} />
          <text
            x={at < width - 120 ? at + 12 : at - 12}
            y={13}
            textAnchor={at < width - 120 ? 'start' : 'end'}
            className="threshold-text"
          >
            {`> ${format.fine(threshold)}`}
          </text>
        </g>
      </svg>
    </div>
  )
}

function BinBar(props: {
  readonly bin: PerplexityBin
  readonly most: number
  readonly threshold: number
  x(perplexity: number): number
}) {
  const { bin, most, threshold, x } = props
  const format = useFormat()
  const left = x(bin.from) + 0.5
  const right = x(bin.to) - 0.5
  const split = Math.min(right, Math.max(left, x(threshold)))
  const height = (bin.count / most) * (BASE - TOP)
  return (
    <g>
      <title>{`${format.fine(bin.from)}–${format.fine(bin.to)}: ${format.number(bin.count)}`}</title>
      <rect
        x={left}
        y={BASE - height}
        width={Math.max(0, split - left)}
        height={height}
        className="is-mastered"
      />
      <rect
        x={split}
        y={BASE - height}
        width={Math.max(0, right - split)}
        height={height}
        className="is-borderline"
      />
    </g>
  )
}
