import { useElementSize } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { LengthBin } from '#core/token/prompt-length.ts'
import { useFormat } from '../words/format.ts'

const HEIGHT = 220
const BASE = 172
const TOP = 22
const LEFT = 64
const RIGHT = 24

interface Props {
  readonly bins: readonly LengthBin[]
  /** Most tokens of a prompt. */
  readonly limit: number
}

/** How long prompts are, in tokens, with the limit as a line; what lies beyond it has the colour of a fault. */
export function LengthHistogram({ bins, limit }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, width: measured } = useElementSize()
  const width = Math.max(320, measured || 640)
  const first = bins[0]?.from ?? 0
  const last = bins.at(-1)?.to ?? 1
  // A limit a little beyond the bars is worth seeing; one far beyond would press them together.
  const room = (last - first) * 1.5
  const high = limit > last && limit < first + room ? limit * 1.02 : last
  const low = limit < first && limit > last - room ? Math.floor(limit * 0.98) : first
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const x = (tokens: number): number => LEFT + ((tokens - low) / (high - low)) * (width - LEFT - RIGHT)
  const y = (count: number): number => BASE - (count / most) * (BASE - TOP)
  const ticks = [...new Set([0, Math.round(most / 2), most])]
  const seen = limit >= low && limit <= high
  const right = x(limit) > width - 160
  return (
    <div ref={ref} className="histogram">
      <svg role="img" width={width} height={HEIGHT} aria-label={t('lengths.histogram')}>
        {ticks.map((count) => (
          <g key={count}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(count)} y2={y(count)} className="chart-line" />
            <text x={LEFT - 8} y={y(count)} dy="0.35em" textAnchor="end" className="chart-text">
              {format.number(count)}
            </text>
          </g>
        ))}
        {bins.map((bin) => (
          <g key={bin.from}>
            <title>
              {t('lengths.bin', {
                from: format.number(bin.from),
                to: format.number(bin.to - 1),
                count: bin.count,
              })}
            </title>
            {(['length-fits', 'length-over'] as const).map((name) => {
              // What is too long stands on what fits.
              const [foot, head] =
                name === 'length-fits' ? [0, bin.count - bin.over] : [bin.count - bin.over, bin.count]
              return (
                <rect
                  key={name}
                  className={name}
                  x={x(bin.from) + 0.5}
                  y={y(head)}
                  width={Math.max(1, x(bin.to) - x(bin.from) - 1)}
                  height={y(foot) - y(head)}
                />
              )
            })}
          </g>
        ))}
        {[low, (low + high) / 2, high].map((tokens, index) => (
          <text
            key={index}
            x={x(tokens)}
            y={BASE + 18}
            textAnchor={index === 0 ? 'start' : index === 1 ? 'middle' : 'end'}
            className="chart-text"
          >
            {format.number(tokens)}
          </text>
        ))}
        <text x={LEFT - 8} y={BASE + 18} textAnchor="end" className="chart-text">
          {t('rounds.flow.samples')}
        </text>
        <text x={width / 2} y={HEIGHT - 8} textAnchor="middle" className="chart-text">
          {t('lengths.axis')}
        </text>
        {seen && (
          <g className="length-limit">
            <line x1={x(limit)} x2={x(limit)} y1={TOP - 14} y2={BASE} />
            <text x={x(limit) + (right ? -6 : 6)} y={TOP - 8} textAnchor={right ? 'end' : 'start'}>
              {t('lengths.limitLine', { limit: format.number(limit) })}
            </text>
          </g>
        )}
      </svg>
    </div>
  )
}
