import { useTranslation } from 'react-i18next'
import type { CapOwner } from '#core/job/budget.ts'
import type { HeldCaps } from '#core/job/caps.ts'
import type { Budget, PilotEstimate } from '#core/job/job.ts'
import { useBetween } from '../words/amount.ts'
import { PilotCard } from './pilot-card.tsx'
import { RaiseCaps } from './raise-caps.tsx'
import { SpentMeter } from './spent-meter.tsx'

interface Props {
  /** The job's own first. */
  readonly all: readonly HeldCaps[]
  /** Those that hold the job now. */
  readonly held: HeldCaps | undefined
  /** What all of them leave. */
  readonly room: Budget
  readonly estimate?: PilotEstimate | undefined
  /** The estimate waits to be read. */
  readonly atPilot: boolean
  readonly busy: boolean
  raise(owner: CapOwner, budget: Budget): void
}

/** What a job has spent against all caps over it; where it stands for one of them, the way to go on. */
export function JobSpending({ all, held, room, estimate, atPilot, busy, raise }: Props) {
  const { t } = useTranslation()
  const between = useBetween()
  return (
    <div className="stack tight">
      {all.map((caps, i) => (
        <SpentMeter
          key={caps.owner}
          {...caps}
          {...(all.length > 1 ? { name: t(`budget.owner.${caps.owner}`) } : {})}
          cappedOnly={i > 0}
        />
      ))}
      {estimate && !atPilot && (
        <span className="small soft">
          {t('budget.pilot.was', {
            tokens: between('tokens', estimate.tokens),
            time: between('seconds', estimate.seconds),
          })}
        </span>
      )}
      {estimate && atPilot && <PilotCard estimate={estimate} room={room} />}
      {held && (
        <RaiseCaps
          key={held.owner}
          name={t(`budget.owner.${held.owner}`)}
          budget={held.budget}
          spent={held.spent}
          estimate={held.owner === 'job' ? estimate : undefined}
          busy={busy}
          raise={(budget) => raise(held.owner, budget)}
        />
      )}
    </div>
  )
}
