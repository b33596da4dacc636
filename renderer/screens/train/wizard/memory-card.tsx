import { useTranslation } from 'react-i18next'
import type { FlightMemory } from '#core/training/flight.ts'
import { peakParts } from '#core/training/memory.ts'
import { useFormat } from '../../../words/format.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

/** The peak of memory by its parts, against what is free. */
export function MemoryCard({ memory }: { readonly memory: FlightMemory }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { need, beside, error, free, gpu } = memory
  const parts = peakParts(need, beside).filter(({ bytes }) => bytes > 0)
  const peak = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const whole = Math.max(peak, free)
  const size = (bytes: number): string =>
    bytes < GIB
      ? t('check.memory.mib', { mib: format.number(Math.ceil(bytes / MIB)) })
      : t('hosts.fit.gib', { gib: format.fine(bytes / GIB) })
  const words = {
    ...{ peak: size(peak), free: size(free), error: format.percent(error) },
    what: gpu ?? t('start.mainMemory'),
  }
  return (
    <section className="card stack tight" aria-label={t('check.memory.title')}>
      <h3>{t('check.memory.title')}</h3>
      <p className="small num">{t('check.memory.says', words)}</p>
      <div className="memory-bar" role="img" aria-label={t('check.memory.says', words)}>
        {parts.map(({ part, bytes }) => (
          <span key={part} className={`memory-${part}`} style={{ width: `${(bytes / whole) * 100}%` }} />
        ))}
        <i className="memory-free" style={{ left: `${(free / whole) * 100}%` }} />
      </div>
      <dl className="memory-parts small">
        {parts.map(({ part, bytes }) => (
          <div key={part}>
            <dt>
              <span className={`swatch memory-${part}`} aria-hidden /> {t(`check.memory.part.${part}`)}
            </dt>
            <dd className="num">{size(bytes)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
