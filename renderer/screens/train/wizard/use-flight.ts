import type { SpokenFailure } from '#core/failure/failure.ts'
import { hostTrainingOf } from '#core/training/draft.ts'
import type { Flight, lightOf } from '#core/training/flight.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import { call } from '../../../bridge/looptool.ts'
import { useAct } from '../../../bridge/use-call.ts'
import { useFlights } from '../../../store/flights.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import type { Ground } from './use-training.ts'

export interface UsedFlight {
  /** As they would be sent; undefined where something is missing yet. */
  readonly settings: HostTraining | undefined
  /** The latest that was flown about this host. */
  readonly flight: Flight | undefined
  /** It looked at other settings than those of now. */
  readonly stale: boolean
  readonly running: boolean
  readonly starting: boolean
  readonly failure: SpokenFailure | undefined
  readonly ambers: number
  readonly reds: number
  start(): void
  stop(): void
}

/** The settings that a ground comes to, for a host. */
function settingsOf({ draft, dataset, probe, host }: Pick<Ground, 'draft' | 'dataset' | 'probe' | 'host'>) {
  if (!dataset || !host) return undefined
  return hostTrainingOf(draft, {
    ...{ dataset: dataset.id, host: host.id },
    ...(probe ? { probe: probe.spec.id } : {}),
  })
}

/** The pre-flight of what is set up, and whether it is still about it. */
export function useFlight(ground: Ground): UsedFlight {
  const latest = useFlights((state) => state.latest)
  const flight = useFlights((state) => (state.latest ? state.heard[state.latest.id] : undefined))
  const note = useFlights((state) => state.note)
  const settings = settingsOf(ground)
  const start = useAct(async () => {
    // A fix has just been put into the draft: what is asked about is what stands there now.
    const now = settingsOf({ ...ground, draft: useTrainDraft.getState() })
    if (!now) return
    const { id } = await call('training.preflight', { settings: now })
    note(id, JSON.stringify(now))
  })
  const findings = flight?.lines.flatMap((line) => line.findings) ?? []
  const count = (light: ReturnType<typeof lightOf>): number =>
    findings.filter((one) => one.light === light).length
  return {
    settings,
    flight,
    stale: latest !== undefined && latest.of !== JSON.stringify(settings),
    running: flight?.state === 'running',
    starting: start.busy,
    failure: start.failure,
    ambers: count('amber'),
    reds: count('red'),
    start: () => void start.run(),
    stop: () => {
      if (flight) void call('training.stopPreflight', { id: flight.id }).catch(() => undefined)
    },
  }
}
