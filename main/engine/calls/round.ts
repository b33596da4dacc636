import type { Handlers } from '#core/contract/contract.ts'
import { requireConsent } from '../consent.ts'
import { keepKeys } from '../players.ts'
import { requirePrices } from '../prices.ts'
import { readBoard } from '../round/board.ts'
import { readFunnel, readSeed, seedPage } from '../round/expansions.ts'
import { flowPage, readFlow } from '../round/flow.ts'
import { readLedger } from '../round/ledger.ts'
import { readPlanted } from '../round/planted.ts'
import { readProbe } from '../round/probe-view.ts'
import { redo, redoPlan, retryStage, startRound } from '../round/round-moves.ts'
import type { EngineHost } from './engine-host.ts'

type RoundCall = Extract<
  keyof Handlers,
  `round.${string}` | `probe.${string}` | `expand.${string}` | `ledger.${string}`
>

export const roundCalls = (engine: EngineHost): Handlers<RoundCall> => ({
  'round.board': () => readBoard(engine.project().host),
  'round.start': async ({ settings, keys }) => {
    const { policy, judges, expander, checker } = settings.roles
    const simulating = settings.simulate ? [settings.simulate.players] : []
    const players = [policy, ...judges, expander, checker, ...simulating]
    await requireConsent(engine.deps, players)
    await requirePrices(engine, players, settings.stop)
    await keepKeys(engine.deps.secrets, keys)
    return startRound(engine.project(), settings)
  },
  'round.redoPlan': (place) => redoPlan(engine.project().host, place),
  'round.redo': async ({ keys, ...place }) => {
    const { urls } = await redoPlan(engine.project().host, place)
    await requireConsent(
      engine.deps,
      urls.map((url) => ({ kind: 'endpoint', url })),
    )
    await keepKeys(engine.deps.secrets, keys)
    return redo(engine.project(), place)
  },
  'round.retry': ({ job, reason }) => retryStage(engine.project(), job, reason),
  'round.flow': ({ round }) => readFlow(engine.project().host, round),
  'round.samples': (query) => flowPage(engine.project().host, query),
  'round.planted': ({ round }) => readPlanted(engine.project(), round),
  'probe.view': (query) => readProbe(engine.project().host, query),
  'expand.funnel': ({ job }) => readFunnel(engine.project().host, job),
  'expand.seeds': (query) => seedPage(engine.project().host, query),
  'expand.seed': (query) => readSeed(engine.project().host, query),
  'ledger.get': ({ sample }) => readLedger(engine.project().host, sample),
})
