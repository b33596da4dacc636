/** Requests answered in batches: whatever has come in while the engine was busy is drawn together. */
import { layOutChat } from '#core/nano/compact-prompt.ts'
import type { Completion } from '../nano/engine.ts'
import type { Answered, Ask, FromPolicy } from './messages.ts'
import { tellFailure } from './messages.ts'
import type { Policy } from './policy.ts'

/** Below this nothing is drawn: the likeliest token is taken. */
const GREEDY_BELOW = 0.01
/** Answers drawn together; more would only need more memory. */
const MOST_TOGETHER = 256

const temperatureOf = ({ temperature }: Ask): number => (temperature < GREEDY_BELOW ? 0 : temperature)

/** Requests with the same key may be drawn in one call: a seed plays no part where nothing is drawn. */
const keyOf = (ask: Ask): string =>
  JSON.stringify([temperatureOf(ask), ask.maxTokens, ask.count, temperatureOf(ask) === 0 ? 0 : ask.seed])

export class Chats {
  private readonly waiting: Ask[] = []
  private readonly policy: Policy
  private readonly say: (message: FromPolicy) => void
  private readonly clock: () => number
  private busy = false

  /** @param clock ms */
  constructor(policy: Policy, say: (message: FromPolicy) => void, clock: () => number) {
    this.policy = policy
    this.say = say
    this.clock = clock
  }

  ask(ask: Ask): void {
    this.waiting.push(ask)
    if (!this.busy) void this.work()
  }

  forget(id: number): void {
    const at = this.waiting.findIndex((ask) => ask.id === id)
    if (at >= 0) this.waiting.splice(at, 1)
  }

  private async work(): Promise<void> {
    this.busy = true
    // Requests that come in the same turn of the event loop are drawn together from the first on.
    await new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      const batch = this.nextBatch()
      if (batch.length === 0) break
      await this.draw(batch)
    }
    this.busy = false
  }

  /** The oldest request and those that can be drawn with it. */
  private nextBatch(): Ask[] {
    const [first] = this.waiting
    if (!first) return []
    const key = keyOf(first)
    const most = Math.max(1, Math.floor(MOST_TOGETHER / first.count))
    const batch = this.waiting.filter((ask) => keyOf(ask) === key).slice(0, most)
    const taken = new Set(batch)
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter((ask) => !taken.has(ask)))
    return batch
  }

  private async draw(batch: readonly Ask[]): Promise<void> {
    const began = this.clock()
    const prompts = batch.map((ask) =>
      Int32Array.from(this.policy.tokenizer.encode(layOutChat(ask.messages))),
    )
    try {
      const drawn = await this.generate(batch, prompts)
      const serviceMs = this.clock() - began
      batch.forEach((ask, i) => {
        this.say(this.answer(ask, prompts[i]?.length ?? 0, drawn[i] ?? [], serviceMs))
      })
    } catch (error) {
      // One bad request must not take its neighbours with it.
      if (batch.length > 1) for (const ask of batch) await this.draw([ask])
      else for (const { id } of batch) this.say({ type: 'refused', id, failure: tellFailure(error) })
    }
  }

  private async generate(batch: readonly Ask[], prompts: readonly Int32Array[]) {
    const [first] = batch
    if (!first) return []
    const { count, maxTokens, seed } = first
    const { stopTokens } = this.policy
    const temperature = temperatureOf(first)
    return this.policy.engine.generate(prompts, { count, temperature, maxTokens, stopTokens, seed })
  }

  private answer(ask: Ask, promptTokens: number, drawn: readonly Completion[], serviceMs: number): Answered {
    const { tokenizer } = this.policy
    return {
      type: 'answer',
      id: ask.id,
      choices: drawn.map((completion) => ({
        text: this.policy.textOf(completion),
        finish: completion.finish,
        logprobs: ask.logprobs
          ? Array.from(completion.tokens, (token, i) => ({
              token: tokenizer.decode([token]),
              logprob: completion.logprobs[i] ?? 0,
            }))
          : [],
      })),
      promptTokens,
      completionTokens: drawn.reduce((sum, { tokens }) => sum + tokens.length, 0),
      serviceMs,
    }
  }
}
