import { useTranslation } from 'react-i18next'
import { call } from '../../../bridge/looptool.ts'
import { useAct } from '../../../bridge/use-call.ts'
import { useFlights } from '../../../store/flights.ts'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { firstProblem } from './check-training.ts'
import { type UsedFlight, useFlight } from './use-flight.ts'
import type { Beginning } from './use-start-small.ts'
import type { Ground } from './use-training.ts'

/** Begins a training on a host once its pre-flight has nothing against it, and leads to its run. */
export function useStartOnHost(ground: Ground): Beginning {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const put = useTrainDraft((state) => state.put)
  const used = useFlight(ground)
  const accepted = useFlights((state) => state.accepted)
  const begin = useAct(async () => {
    if (!used.settings) return
    const { id } = await call('training.startOnHost', { title: ground.title, settings: used.settings })
    put({ title: '', step: 'where' })
    go({ page: 'train', run: id })
  })
  const found = firstProblem(ground, ['where', 'data', 'start', 'recipe'])
  const why = found ? { name: found.problem, count: 0 } : flightWhy(used, accepted)
  return {
    label: t('start.beginOn', { host: ground.host?.name || t('start.thisComputer') }),
    why: why && t(`start.why.${why.name}`, { count: why.count }),
    busy: begin.busy,
    failure: begin.failure,
    run: () => void begin.run(),
  }
}

/** What of the pre-flight keeps it from being started. */
function flightWhy({ flight, running, stale, reds, ambers }: UsedFlight, accepted: boolean) {
  if (running) return { name: 'flying', count: 0 } as const
  if (!flight || flight.state === 'stopped') return { name: 'flightDue', count: 0 } as const
  if (stale) return { name: 'flightOld', count: 0 } as const
  if (reds > 0) return { name: 'red', count: reds } as const
  return ambers > 0 && !accepted ? ({ name: 'amber', count: ambers } as const) : undefined
}
