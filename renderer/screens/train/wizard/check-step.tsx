import { Button, Checkbox } from '@mantine/core'
import { IconPlaneDeparture, IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { newFlight } from '#core/training/flight.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { useFlights } from '../../../store/flights.ts'
import { firstProblem } from './check-training.ts'
import { EstimateCard } from './estimate-card.tsx'
import { FlightLineRow } from './flight-line-row.tsx'
import { MemoryCard } from './memory-card.tsx'
import { type UsedFlight, useFlight } from './use-flight.ts'
import type { Ground } from './use-training.ts'

/** What the training would meet, line by line; beside it what it takes. */
export function CheckStep(ground: Ground) {
  const { t } = useTranslation()
  const used = useFlight(ground)
  const { flight, running, stale } = used
  const found = firstProblem(ground, ['where', 'data', 'start', 'recipe'])
  const lines = (flight ?? newFlight('')).lines
  return (
    <div className="check-columns">
      <div className="stack">
        <div className="row wrap">
          {running ? (
            <Button
              variant="default"
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              onClick={used.stop}
            >
              {t('check.stop')}
            </Button>
          ) : (
            <ActionButton
              label={t(flight ? 'check.again' : 'check.run')}
              why={found && t(`start.why.${found.problem}`)}
              busy={used.starting}
              variant={flight && !stale ? 'default' : 'light'}
              icon={<IconPlaneDeparture size={16} aria-hidden />}
              onClick={used.start}
            />
          )}
          <output className="small soft grow">
            {flight && stale && !running ? t('check.stale') : flight && <Standing used={used} />}
          </output>
        </div>
        {used.failure && <FailureCard failure={used.failure} />}
        <ol className="test-lines" aria-label={t('start.title.check')}>
          {lines.map((line) => (
            <FlightLineRow key={line.stage} line={line} ground={ground} again={used.start} />
          ))}
        </ol>
      </div>
      <aside className="stack recipe-aside">
        <Accept used={used} />
        {flight?.memory && <MemoryCard memory={flight.memory} />}
        <EstimateCard flight={flight} />
      </aside>
    </div>
  )
}

function Standing({ used: { flight, reds, ambers } }: { readonly used: UsedFlight }) {
  const { t } = useTranslation()
  if (!flight) return null
  return (
    <>{flight.state === 'done' ? t('check.counts', { reds, ambers }) : t(`check.state.${flight.state}`)}</>
  )
}

/** What is amber does not stop a training; it is started knowingly. */
function Accept({ used: { flight, stale, ambers, reds } }: { readonly used: UsedFlight }) {
  const { t } = useTranslation()
  const accepted = useFlights((state) => state.accepted)
  const accept = useFlights((state) => state.accept)
  if (flight?.state !== 'done' || stale || ambers === 0 || reds > 0) return null
  return (
    <Checkbox
      className="card warn"
      label={t('check.accept', { count: ambers })}
      checked={accepted}
      onChange={(event) => accept(event.currentTarget.checked)}
    />
  )
}
