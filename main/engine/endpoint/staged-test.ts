/** The staged test of an endpoint: one line after the other, each judged by core, told as it goes. */
import {
  knownContextFinding,
  loadFinding,
  logprobsFinding,
  longFinding,
  parallelFinding,
  structuredFinding,
  toolFinding,
} from '#core/endpoint/ability-findings.ts'
import { tlsNeededFinding } from '#core/endpoint/exchange-findings.ts'
import type { ExchangeOutcome } from '#core/endpoint/exchange-outcome.ts'
import { type Finding, fails, warns } from '#core/endpoint/finding.ts'
import {
  type ChatRead,
  chatFindings,
  leakFindings,
  modelFinding,
  readChat,
  readModels,
} from '#core/endpoint/model-findings.ts'
import type { ServedModel } from '#core/endpoint/reply.ts'
import {
  finished,
  judgedLine,
  lineOf,
  newTest,
  type StagedTest,
  skippedLine,
  whyNot,
  withLine,
} from '#core/endpoint/staged-test.ts'
import { TEST_LINES, type TestLineName } from '#core/endpoint/test-line.ts'
import * as toy from '#core/endpoint/toy-requests.ts'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import { otherBases, shownAddress } from '#core/endpoint/url.ts'
import { type Clock, machineClock } from './clock.ts'
import type { Gate } from './gate.ts'
import { type TestConfig, type TestPatience, TestSite } from './test-site.ts'

export interface TestDeps {
  readonly key: () => Promise<string | undefined>
  /** Hears of every step; the last one is also the result. */
  readonly changed: (test: StagedTest) => void
  /** Asked before anything is sent. */
  readonly gate: Gate
  readonly clock?: Clock
  readonly patience?: Partial<TestPatience>
}

const USUAL: TestPatience = { connectMs: 5000, modelsMs: 10_000, idleMs: 90_000, chatMs: 180_000 }

/** Runs all lines that can be run. Never rejects for what the server does. */
export async function runStagedTest(
  config: TestConfig,
  deps: TestDeps,
  signal: AbortSignal,
): Promise<StagedTest> {
  const run = new Run(config, deps, signal)
  try {
    return await run.all()
  } finally {
    await run.close()
  }
}

class Run {
  private test: StagedTest
  private site: TestSite | undefined
  private served: readonly ServedModel[] = []
  private readonly modelName: string
  private readonly config: TestConfig
  private readonly deps: TestDeps
  private readonly signal: AbortSignal
  private readonly clock: Clock
  private readonly patience: TestPatience

  constructor(config: TestConfig, deps: TestDeps, signal: AbortSignal) {
    this.config = config
    this.deps = deps
    this.signal = signal
    this.clock = deps.clock ?? machineClock
    this.patience = { ...USUAL, ...deps.patience }
    this.modelName = config.model.trim()
    this.test = newTest(config.id, shownAddress(config.url), this.modelName)
  }

  async all(): Promise<StagedTest> {
    for (const name of TEST_LINES) {
      if (this.signal.aborted) break
      await this.line(name).catch((error: unknown) => {
        if (!this.signal.aborted) this.tell(withLine(this.test, defectLine(name, error)))
      })
    }
    if (!this.signal.aborted) return this.tell(finished(this.test, 'done'))
    for (const { name, state } of this.test.lines)
      if (state === 'waiting' || state === 'running')
        this.test = withLine(this.test, skippedLine(name, 'connection.stopped'))
    return this.tell(finished(this.test, 'stopped'))
  }

  async close(): Promise<void> {
    await this.site?.close()
  }

  private tell(test: StagedTest): StagedTest {
    this.test = test
    this.deps.changed(test)
    return test
  }

  private async line(name: TestLineName): Promise<void> {
    const unlisted = name === 'model' && this.modelName !== '' && this.served.length === 0
    const why = whyNot(this.test, name) ?? (unlisted ? 'connection.noModelList' : undefined)
    if (why !== undefined) {
      this.tell(withLine(this.test, skippedLine(name, why)))
      return
    }
    this.tell(withLine(this.test, { name, state: 'running', findings: [] }))
    const from = this.clock.now()
    const findings = await this[name]()
    this.tell(withLine(this.test, judgedLine(name, findings, Math.round(this.clock.now() - from))))
  }

  private async reach(): Promise<Finding[]> {
    const { clock, patience, signal } = this
    const { key, gate } = this.deps
    const opened = await TestSite.open(this.config, { key, gate, clock, patience, signal })
    if (!(opened instanceof TestSite)) return [opened]
    this.site = opened
    return [await opened.reach()]
  }

  /** The first line passed before any other is tried. */
  private reached(): TestSite {
    if (!this.site) throw new Error('the first line did not pass')
    return this.site
  }

  private async tls(): Promise<Finding[]> {
    return [await this.reached().tls()]
  }

  private async models(): Promise<Finding[]> {
    const site = this.reached()
    const { modelsMs, idleMs } = this.patience
    const outcome = await site.ask.get(site.paths.models, Math.min(modelsMs, idleMs))
    const read = readModels(outcome, site.asked())
    if (!('served' in read))
      return [(await this.tlsNeeded(outcome)) ?? (await this.wrongPath(outcome)) ?? read.finding]
    this.served = read.served
    this.test = { ...this.test, served: [...new Set(read.served.map(({ id }) => id))] }
    return [...read.findings]
  }

  /** Plain http to a port that wants encryption ends in many ways; a handshake tells. */
  private async tlsNeeded(outcome: ExchangeOutcome): Promise<Finding | undefined> {
    const broken = outcome.is === 'broken'
    const odd = broken ? outcome.code !== 'endpoint.key' && !outcome.begun : outcome.status === 400
    if (!odd || !(await this.reached().wantsTls())) return undefined
    return tlsNeededFinding(this.reached().asked(), broken ? outcome.detail : `status ${outcome.status}`)
  }

  /** Where nothing is found, or something else, the usual places beside it are tried. */
  private async wrongPath(outcome: ExchangeOutcome): Promise<Finding | undefined> {
    const { ask, paths } = this.reached()
    if (outcome.is === 'broken' || ![200, 404, 405].includes(outcome.status)) return undefined
    for (const base of otherBases(paths)) {
      const there = await ask.get(`${base}/models${paths.query}`, this.patience.modelsMs)
      const read = readModels(there, this.reached().asked())
      if (!('served' in read) || read.served.length === 0) continue
      const right = `${paths.origin}${base}`
      return fails('connection.wrongPath', { right }, { fix: { kind: 'url', url: `${right}${paths.query}` } })
    }
    return undefined
  }

  private async model(): Promise<Finding[]> {
    return [modelFinding(this.modelName, this.test.served)]
  }

  private async chat(): Promise<Finding[]> {
    const { read, body } = await this.ask(toy.plainRequest(this.modelName))
    if (!('content' in read)) return [read.finding]
    if (lineOf(this.test, 'model')?.state === 'failed') {
      const unlisted = warns('connection.modelUnlisted', { model: this.modelName })
      this.test = withLine(this.test, judgedLine('model', [unlisted], 0))
    }
    return chatFindings(this.modelName, body, read.content)
  }

  private async tool(): Promise<Finding[]> {
    const { read, body } = await this.ask(toy.toolRequest(this.modelName))
    const known = lineOf(this.test, 'chat')?.findings.some(({ code }) => code === 'connection.thinkingLeaks')
    return [toolFinding(this.modelName, read), ...(known ? [] : leakFindings(this.modelName, body))]
  }

  private async parallel(): Promise<Finding[]> {
    return [parallelFinding((await this.ask(toy.parallelRequest(this.modelName))).read)]
  }

  private async structured(): Promise<Finding[]> {
    return [structuredFinding((await this.ask(toy.structuredRequest(this.modelName))).read)]
  }

  private async logprobs(): Promise<Finding[]> {
    return [logprobsFinding((await this.ask(toy.logprobsRequest(this.modelName))).read)]
  }

  private async context(): Promise<Finding[]> {
    const known = this.served.find(({ id }) => id === this.modelName)?.maxLength
    if (known !== undefined) return [knownContextFinding(known)]
    return [longFinding((await this.ask(toy.longRequest(this.modelName))).read)]
  }

  private async aloneMs(turn: number): Promise<number> {
    const start = this.clock.now()
    await this.ask(toy.loadRequest(this.modelName, turn), false)
    return this.clock.now() - start
  }

  private async load(): Promise<Finding[]> {
    // The better of two: a hiccup in the only measure would make a queue look like a crowd.
    const aloneMs = Math.min(await this.aloneMs(toy.AT_ONCE), await this.aloneMs(toy.AT_ONCE + 1))
    const start = this.clock.now()
    const all = Array.from({ length: toy.AT_ONCE }, (_, turn) =>
      this.ask(toy.loadRequest(this.modelName, turn), false),
    )
    const reads = (await Promise.all(all)).map(({ read }) => read)
    return [loadFinding({ reads, aloneMs, allMs: this.clock.now() - start })]
  }

  private async ask(request: ChatRequest, patient = true): Promise<{ read: ChatRead; body: string }> {
    const site = this.reached()
    const outcome = await site.ask.chat(site.paths.chat, request, this.patience.chatMs, patient)
    const read = readChat(outcome, site.asked(), this.modelName, this.test.served)
    return { read, body: outcome.is === 'reply' ? outcome.text : '' }
  }
}

/** Nothing that a server does comes here; still, a defect must not leave the window waiting. */
const defectLine = (name: TestLineName, error: unknown) =>
  judgedLine(name, [fails('connection.defect', {}, { detail: String(error) })], 0)
