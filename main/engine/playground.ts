/** The playground of a project: policies that are being talked to, and the samples that come of it. */
import type { PlaygroundReply, SavedTurn } from '#core/contract/playground.ts'
import { type Transport, TransportError } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import { predictedAnswer } from '#core/probe/answer.ts'
import { datasetIdOf } from '#core/round/lineage.ts'
import { rolePlayer } from '#core/round/role-players.ts'
import type { Player } from '#core/round/round-settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import { policyMessages } from '#core/sample/policy-prompt.ts'
import type { Message, Sample } from '#core/sample/sample.ts'
import { sampleId } from '#core/sample/sample-id.ts'
import type { Tool } from '#core/tool/tool.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { score } from '#core/tool-call/score.ts'
import type { Players } from './job/players.ts'
import type { SpecWish } from './new-spec.ts'
import { sha256 } from './project/tool-set-records.ts'

/** Policies that stay open; one more closes the one that was asked longest ago. */
const OPEN_AT_ONCE = 4
/** How long an answer is waited for. */
const PATIENCE_MS = 180_000
/** Name of the dataset that collects saved turns. */
const COLLECTION = 'Playground samples'

export interface PlaygroundDeps {
  /** Opens a policy. `dataset` holds the samples that practice roles speak of. */
  open(policy: Player, dataset: string | undefined): Promise<Players>
  /** The policy's prompt. */
  preamble(): Promise<string>
  start(wish: SpecWish): Promise<{ id: string }>
  /** Resolves when a job stands still; true where it is done. */
  settled(job: string): Promise<boolean>
  /** Latest done job of a kind. */
  latestJob(kind: string): Promise<string | undefined>
  dataset(id: string): Promise<Dataset>
}

/** Tools and the talk so far, as a sample has them. */
export interface Talk extends Pick<Sample, 'tools' | 'toolSetHash' | 'date' | 'messages'> {
  /** The sample that it began as, while it is still that sample's. */
  readonly sample?: { readonly dataset: string; readonly sample: Sample; readonly heldOut: boolean }
}

export interface Manner {
  readonly temperature: number
  readonly maxTokens: number
  readonly seed: number
}

const sameMessages = (a: readonly Message[], b: readonly Message[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

const toolsByName = (tools: readonly Tool[]): ReadonlyMap<string, Tool> =>
  new Map(tools.map((tool) => [tool.name, tool]))

export class Playground {
  private readonly deps: PlaygroundDeps
  /** By policy, oldest first. */
  private readonly open = new Map<string, { readonly policy: Player; readonly players: Promise<Players> }>()
  private readonly closing = new AbortController()
  private saving: Promise<unknown> = Promise.resolve()

  constructor(deps: PlaygroundDeps) {
    this.deps = deps
  }

  async close(): Promise<void> {
    this.closing.abort(new Failure('project.none'))
    const open = [...this.open.values()]
    this.open.clear()
    await Promise.all(open.map(({ players }) => players.then((one) => one.close()).catch(() => undefined)))
  }

  /** Those that are held open, ready to go on. */
  policies(): Player[] {
    return [...this.open.values()].map(({ policy }) => policy)
  }

  /** @throws Failure `endpoint.*`, `playground.practiceNeedsSample`, `training.checkpointNotFound` */
  async say(policy: Player, talk: Talk, manner: Manner): Promise<PlaygroundReply> {
    const { sample } = talk
    const untouched = sample !== undefined && sameMessages(sample.sample.messages, talk.messages)
    if (policy.kind === 'practice' && !untouched) throw new Failure('playground.practiceNeedsSample')
    const { transport, model } = (await this.players(policy, sample?.dataset)).of('policy')
    const {
      choices,
      usage,
      serviceMs,
      model: named,
    } = await this.ask(transport, {
      model,
      messages: policyMessages(
        { ...talk, accepted: [] },
        rolePlayer(policy).endpoint,
        await this.deps.preamble(),
      ),
      sampling: { temperature: manner.temperature, maxTokens: manner.maxTokens },
      seed: manner.seed,
      ...(untouched ? { itemKey: `${sample.sample.id}|policy|0|0` } : {}),
    })
    const said = predictedAnswer(choices[0], [])
    const read = readAnswer(said.text)
    return {
      text: said.text,
      ...(said.thinking === undefined ? {} : { thinking: said.thinking }),
      ...(read.ok ? { answer: read.ok } : { wrong: read.wrong }),
      model: named,
      scripted: transport.scripted,
      ms: Math.round(serviceMs),
      tokens: usage.completionTokens,
      cutOff: said.finish === 'length',
      ...(untouched ? { score: scoreOf(said.text, sample.sample) } : {}),
    }
  }

  /**
   * Adds a turn to the collection; resolves when its new version is on disk. One at a time, each behind the last.
   * @throws Failure `playground.heldOut`, `playground.badAnswer`, `playground.badCall`, `playground.notSaved`
   */
  save(talk: Talk, answer: string, about: Pick<Sample, 'kind' | 'language'>): Promise<SavedTurn> {
    const saved = this.saving.then(() => this.collect(sampleOf(talk, answer, about)))
    this.saving = saved.catch(() => undefined)
    return saved
  }

  private async collect(sample: Sample): Promise<SavedTurn> {
    const before = await this.deps.latestJob('collect')
    const base = before === undefined ? undefined : datasetIdOf(before)
    const { id } = await this.deps.start({
      kind: 'collect',
      title: COLLECTION,
      inputs: base === undefined ? {} : { dataset: base },
      roles: {},
      settings: { name: COLLECTION, ...(base === undefined ? {} : { base }), sample },
      seed: 1,
      concurrency: 1,
    })
    if (!(await this.deps.settled(id))) throw new Failure('playground.notSaved')
    const { number, name, counts } = await this.deps.dataset(datasetIdOf(id))
    return {
      dataset: datasetIdOf(id),
      ...{ name, number, samples: counts.train + counts.test, known: (counts.refused.duplicate ?? 0) > 0 },
    }
  }

  private async ask(transport: Transport, request: Parameters<Transport['chat']>[0]) {
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      return await transport.chat(request, signal)
    } catch (error) {
      if (error instanceof TransportError)
        throw new Failure(error.code, { name: transport.name }, error.detail)
      if (error instanceof DOMException) throw new Failure('endpoint.timeout', { name: transport.name })
      throw error
    }
  }

  private async players(policy: Player, dataset: string | undefined): Promise<Players> {
    const key = JSON.stringify([policy, policy.kind === 'practice' ? dataset : ''])
    const players = this.open.get(key)?.players ?? this.deps.open(policy, dataset)
    this.open.delete(key)
    this.open.set(key, { policy, players })
    players.catch(() => this.open.delete(key))
    const [oldest] = this.open
    if (this.open.size > OPEN_AT_ONCE && oldest) {
      this.open.delete(oldest[0])
      void oldest[1].players.then((one) => one.close()).catch(() => undefined)
    }
    return players
  }
}

const scoreOf = (prediction: string, { accepted, tools, kind, missing }: Sample) =>
  score({
    ...{ mode: 'strict' as const, accepted, prediction, tools: toolsByName(tools), kind },
    ...(missing ? { missing } : {}),
  })

/** A turn as a sample. Its label has to be one that training could use. */
function sampleOf(talk: Talk, text: string, about: Pick<Sample, 'kind' | 'language'>): Sample {
  const { tools, toolSetHash, date, messages, sample } = talk
  if (sample?.heldOut) throw new Failure('playground.heldOut')
  const read = readAnswer(text)
  if (!read.ok) throw new Failure('playground.badAnswer', {}, `${read.wrong} ${read.detail}`)
  const known = toolsByName(tools)
  const problems = read.ok.kind === 'calls' ? read.ok.calls.flatMap((call) => checkCall(known, call)) : []
  const [problem] = problems
  if (problem)
    throw new Failure(
      'playground.badCall',
      {},
      problems.map(({ code, path, detail }) => `${code} ${path} ${detail}`).join('\n'),
    )
  const made = { toolSetHash, tools, date, messages, accepted: [read.ok], ...about }
  return {
    id: sampleId(made, 'playground', sha256),
    ...made,
    parents: sample ? [{ from: 'sample', sample: sample.sample.id }] : [],
  }
}
