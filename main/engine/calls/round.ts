import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import { readBoard } from '../round/board.ts'
import { readFunnel, readSeed, seedPage } from '../round/expansions.ts'
import { flowPage, readFlow } from '../round/flow.ts'
import { readLedger } from '../round/ledger.ts'
import { readProbe } from '../round/probe-view.ts'
import type { EngineHost } from './engine-host.ts'

type RoundCall = Extract<
  keyof Handlers,
  `round.${string}` | `probe.${string}` | `expand.${string}` | `ledger.${string}`
>

export const roundCalls = (engine: EngineHost): Handlers<RoundCall> => ({
  'round.board': () => readBoard(engine.project().host),
  'round.start': () => Promise.reject(new Failure('round.unfinished')),
  'round.redoPlan': () => Promise.reject(new Failure('round.unfinished')),
  'round.redo': () => Promise.reject(new Failure('round.unfinished')),
  'round.flow': ({ round }) => readFlow(engine.project().host, round),
  'round.samples': (query) => flowPage(engine.project().host, query),
  'probe.view': (query) => readProbe(engine.project().host, query),
  'expand.funnel': ({ job }) => readFunnel(engine.project().host, job),
  'expand.seeds': (query) => seedPage(engine.project().host, query),
  'expand.seed': (query) => readSeed(engine.project().host, query),
  'ledger.get': ({ sample }) => readLedger(engine.project().host, sample),
})
