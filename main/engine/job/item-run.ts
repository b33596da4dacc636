import { microsOf, type Price } from '#core/endpoint/price.ts'
import type { Role } from '#core/endpoint/role.ts'
import { type ChatReply, type ChatRequest, TransportError } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import { USAGE } from '#core/job/budget.ts'
import type { Boundary, PauseReason } from '#core/job/job.ts'
import { atAddress } from '#core/job/key-due.ts'
import { Random } from '#core/random/random.ts'
import type { Statement } from '../project/store.ts'
import { Halt } from './halt.ts'
import {
  type Counters,
  type FanOutKind,
  type ItemContext,
  type ItemEnd,
  ItemFailure,
  type JobContext,
  type StepRecord,
} from './kind.ts'
import type { Players } from './players.ts'
import { endStatements, failStatement, stepStatement, type WaitingItem } from './records.ts'
import { costStatement } from './spending-records.ts'

/** What a user mends by typing the key (again). */
const NEED_A_KEY: ReadonlySet<string> = new Set(['endpoint.key', 'endpoint.auth'])

/** What an item needs of the job it belongs to. */
export interface ItemHost {
  readonly number: number
  readonly kind: FanOutKind<unknown>
  readonly context: JobContext<unknown>
  readonly players: Players
  readonly halting: () => boolean
  /** What its items take says what all of them will. */
  readonly piloting: boolean
  /** Writes both, and, once durable, adds the deltas to the job's counters. */
  readonly record: (statements: readonly Statement[], deltas: Counters) => Promise<void>
  /** Stops the whole job. */
  readonly halt: (reason: PauseReason, detail: string) => void
  readonly progress: (done: number, total: number, unit: string) => void
  readonly stepped: (key: string) => void
  readonly now: () => string
}

interface Fault {
  readonly boundary: Boundary
  readonly reason: string
  readonly detail: string
}

const addUp = (a: Counters, b: Counters): Counters => {
  const sum: Record<string, number> = { ...a }
  for (const [name, delta] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + delta
  return sum
}

/** What a reply spent, as counters. */
function spentOn({ usage, attempts }: ChatReply, price: Price | undefined): Counters {
  const tokens = usage.promptTokens + usage.completionTokens
  return {
    [USAGE.requests]: 1,
    [USAGE.retries]: attempts - 1,
    [USAGE.read]: usage.promptTokens,
    [USAGE.written]: usage.completionTokens,
    ...(usage.estimated ? { [USAGE.estimated]: tokens } : {}),
    ...(price === undefined ? {} : { [USAGE.priced]: tokens, [USAGE.micros]: microsOf(usage, price) }),
  }
}

/** One item from its last durable step to its end, or to a halt. */
export class ItemRun {
  private readonly host: ItemHost
  private readonly item: WaitingItem
  private readonly steps: StepRecord[]
  /** Tokens and requests spent since the last record. */
  private spent: Counters = {}
  /** Up to when its time is recorded. */
  private timedAt = performance.now()

  constructor(host: ItemHost, item: WaitingItem, steps: StepRecord[]) {
    this.host = host
    this.item = item
    this.steps = steps
  }

  /** Resolves when the item has ended or the job halts; what went wrong is recorded, not thrown. */
  async run(): Promise<'ended' | 'endpointFault' | 'halted'> {
    try {
      const end = await this.host.kind.run(this.context())
      await this.end(end)
      return 'ended'
    } catch (error) {
      return this.handle(error)
    }
  }

  private async handle(error: unknown): Promise<'ended' | 'endpointFault' | 'halted'> {
    if (error instanceof Halt || this.host.context.signal.aborted) {
      await this.saveSpent()
      return 'halted'
    }
    if (error instanceof Failure && error.code === 'disk.full') {
      this.host.halt('disk', error.detail)
      return 'halted'
    }
    if (error instanceof TransportError && error.scope === 'job') {
      this.host.halt(NEED_A_KEY.has(error.code) ? 'key' : 'endpoint', error.message)
      await this.saveSpent()
      return 'halted'
    }
    const fault = asFault(error)
    try {
      await this.fail(fault)
    } catch (diskError) {
      this.host.halt('disk', diskError instanceof Error ? diskError.message : String(diskError))
      return 'halted'
    }
    return fault.boundary === 'endpoint' ? 'endpointFault' : 'ended'
  }

  private context(): ItemContext<unknown> {
    const { host, item } = this
    return {
      ...host.context,
      key: item.key,
      input: item.input,
      failures: item.failures,
      steps: this.steps,
      commit: (body, counters = {}) => this.commit(body, counters),
      random: (...parts) => new Random(host.context.spec.seed, item.key, ...parts),
      chat: (role, request, player) => this.chat(role, request, player),
      progress: host.progress,
    }
  }

  private async commit(body: unknown, counters: Counters): Promise<void> {
    const text = JSON.stringify(body)
    const statement = stepStatement(this.host.number, this.item.ordinal, this.steps.length, text)
    await this.record([statement], counters)
    this.steps.push({ body: JSON.parse(text) })
    this.host.stepped(this.item.key)
    if (this.host.halting()) throw new Halt()
  }

  private async chat(role: Role, request: Omit<ChatRequest, 'model'>, player?: number): Promise<ChatReply> {
    if (this.host.halting()) throw new Halt()
    const { transport, model, price, address } = this.host.players.of(role, player)
    const reply = await transport
      .chat({ ...request, model }, this.host.context.signal)
      .catch((error: unknown) => {
        throw address !== undefined && error instanceof TransportError && NEED_A_KEY.has(error.code)
          ? new TransportError(error.scope, error.code, atAddress(address, error.detail))
          : error
      })
    this.spent = addUp(this.spent, spentOn(reply, price))
    return reply
  }

  private async record(statements: readonly Statement[], counters: Counters): Promise<void> {
    const { spent, timedAt } = this
    this.spent = {}
    this.timedAt = performance.now()
    const cost = this.host.piloting ? [this.costOf(spent, this.timedAt - timedAt)] : []
    try {
      await this.host.record([...statements, ...cost], addUp(counters, spent))
    } catch (error) {
      this.spent = addUp(this.spent, spent)
      this.timedAt = timedAt
      throw error
    }
  }

  private costOf(spent: Counters, ms: number): Statement {
    const tokens = (spent[USAGE.read] ?? 0) + (spent[USAGE.written] ?? 0)
    return costStatement(this.host.number, this.item.ordinal, {
      tokens,
      micros: spent[USAGE.micros] ?? 0,
      ms,
    })
  }

  private async end(end: ItemEnd): Promise<void> {
    const at = this.host.now()
    await this.record(endStatements(this.host.number, this.item.ordinal, end, at), {
      ...end.counters,
      [`item.${end.state}`]: 1,
    })
  }

  private async fail(fault: Fault): Promise<void> {
    await this.record([failStatement(this.host.number, this.item.ordinal, fault, this.host.now())], {
      'item.failed': 1,
    })
  }

  /** Money spent is spent, even when the job halts before the item's next record. */
  private async saveSpent(): Promise<void> {
    if (Object.keys(this.spent).length > 0) await this.record([], {}).catch(() => undefined)
  }
}

function asFault(error: unknown): Fault {
  if (error instanceof ItemFailure) return error
  if (error instanceof TransportError)
    return { boundary: 'endpoint', reason: error.code, detail: error.detail }
  if (error instanceof Failure) return { boundary: 'check', reason: error.code, detail: error.message }
  return {
    boundary: 'program',
    reason: 'defect',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}
