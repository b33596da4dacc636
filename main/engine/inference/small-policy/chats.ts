/** Requests answered one by one; the engine draws those that wait at the same time together. */
import { layOutChat } from '#core/nano/compact-prompt.ts'
import type { Completion } from '../nano/engine.ts'
import { type Answered, type Ask, type FromPolicy, tellFailure } from './messages.ts'
import type { Policy } from './policy.ts'

/** Below this nothing is drawn: the likeliest token is taken. */
const GREEDY_BELOW = 0.01

export class Chats {
  private readonly policy: Policy
  private readonly say: (message: FromPolicy) => void
  private readonly clock: () => number

  /** @param clock ms */
  constructor(policy: Policy, say: (message: FromPolicy) => void, clock: () => number) {
    this.policy = policy
    this.say = say
    this.clock = clock
  }

  async answer(ask: Ask): Promise<void> {
    const { id, count, maxTokens, seed } = ask
    const began = this.clock()
    try {
      const prompt = Int32Array.from(this.policy.tokenizer.encode(layOutChat(ask.messages)))
      const temperature = ask.temperature < GREEDY_BELOW ? 0 : ask.temperature
      const { stopTokens, engine } = this.policy
      const [drawn = []] = await engine.generate([prompt], {
        count,
        temperature,
        maxTokens,
        stopTokens,
        seed,
      })
      this.say(this.answered(ask, prompt.length, drawn, this.clock() - began))
    } catch (error) {
      this.say({ type: 'refused', id, failure: tellFailure(error) })
    }
  }

  private answered(
    ask: Ask,
    promptTokens: number,
    drawn: readonly Completion[],
    serviceMs: number,
  ): Answered {
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
