import { describe, expect, it } from 'vitest'
import { type ChatRequest, TransportError } from '#core/endpoint/transport.ts'
import { isRightText, truthOf } from '#core/practice/truth.ts'
import { createPractice, type PracticeDeps } from '#engine/inference/practice.ts'
import { playedSamples } from '../../core/practice/played.ts'

const live = new AbortController().signal
const played = playedSamples(5)
const transport = (more: Partial<PracticeDeps> = {}) =>
  createPractice({
    seed: 1,
    wrongVotes: 0,
    setup: () => Promise.reject(new Error('no dialog is asked for')),
    sample: async (id) => played.find(({ sample }) => sample.id === id),
    ...more,
  })
const request = (itemKey: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  ...{ model: 'any', messages: [{ role: 'user', content: 'x' }], sampling: {}, seed: 1, itemKey },
  ...more,
})
const failure = (deps: Partial<PracticeDeps>, key: string) =>
  transport(deps)
    .chat(request(key), live)
    .catch((error: unknown) => error)

describe('practice roles that speak of a sample', () => {
  it('answer as many times as the policy is asked to, each right where it is told to be always right', async () => {
    for (const one of played) {
      const { choices, usage } = await transport({ manners: { policy: { accuracy: 1 } } }).chat(
        request(`${one.sample.id}|policy|0|0`, { count: 3, sampling: { temperature: 1 } }),
        live,
      )
      expect(choices).toHaveLength(3)
      for (const { text } of choices) expect(isRightText(text, truthOf(one))).toBe(true)
      expect(usage.completionTokens).toBeGreaterThanOrEqual(3)
    }
  })

  it('fail the item alone where the sample is not known', async () => {
    for (const role of ['judge', 'checker', 'expander', 'policy']) {
      const error = await failure({}, `gone|${role}|0|0`)
      expect(error).toBeInstanceOf(TransportError)
      expect(error).toMatchObject({ scope: 'item', detail: 'no sample gone' })
    }
  })

  it('let a failed look-up pass as what it is, not as an answer', async () => {
    const broken = { sample: () => Promise.reject(new Error('the disk is gone')) }
    expect(await failure(broken, `${played[0]?.sample.id}|policy|0|0`)).toMatchObject({
      message: 'the disk is gone',
    })
  })
})
