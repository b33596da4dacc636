/** The small policy as a model client: a lost answer, a mixed-up one or a dead process nobody hears of would stall a job. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import { compactMessages } from '#core/nano/compact-prompt.ts'
import { createSmallPolicy, type SmallPolicy } from '#engine/inference/small-policy/client.ts'
import { decodeToPolicy } from '#engine/inference/small-policy/messages.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { writeFakeBase } from '#tests/fakes/nano-engine.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { KERNELS, writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'
import { children, inProcess, madeSamples } from '../stage/train-world.ts'

let temp: ReturnType<typeof tempFolder>
let policy: SmallPolicy | undefined
beforeEach(async () => {
  temp = tempFolder()
  await writeFakeBase(join(temp.path, 'base'))
})
afterEach(async () => {
  await policy?.close()
  policy = undefined
  temp.remove()
})

const never = new AbortController().signal
const place = () => ({ model: join(temp.path, 'base'), kernels: 'none' })
const ask = (i: number, more: Partial<ChatRequest> = {}): ChatRequest => ({
  model: 'base',
  messages: compactMessages(madeSamples(1, i)[0]!),
  sampling: { temperature: 1, maxTokens: 96 },
  seed: i,
  ...more,
})

describe('the small policy', () => {
  it('gives every request its own answer, with as many choices and log-probabilities as were asked for', async () => {
    policy = createSmallPolicy(inProcess()(), place(), 'base')
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => policy!.chat(ask(i, { count: 3, logprobs: true }), never)),
    )
    replies.forEach((reply, i) => {
      expect(reply.choices).toHaveLength(3)
      for (const { text, logprobs, finish } of reply.choices) {
        expect(text).toMatch(new RegExp(`"days":(?:${i + 1}|-1)}`))
        expect(text).not.toContain('<|im_end|>')
        expect(logprobs?.map(({ token }) => token).join('')).toBe(`${text}<|im_end|>`)
        expect(finish).toBe('stop')
      }
      expect(reply.usage.completionTokens).toBeGreaterThan(3)
      expect(reply.model).toBe('base')
    })
    expect(await policy.chat(ask(7, { count: 3 }), never)).toMatchObject({
      choices: replies[7]!.choices.map(({ text }) => ({ text })),
    })
  })

  it('refuses a prompt that leaves no room, alone, and says how long it is', async () => {
    policy = createSmallPolicy(inProcess()(), place(), 'base')
    const long = ask(1, { messages: [{ role: 'user', content: 'a '.repeat(400) }] })
    const [bad, good] = await Promise.allSettled([policy.chat(long, never), policy.chat(ask(1), never)])
    expect(bad).toMatchObject({ reason: { scope: 'item', code: 'endpoint.context' } })
    expect(good.status).toBe('fulfilled')
  })

  it('tells all that wait when the model cannot be read', async () => {
    const process = inProcess()()
    policy = createSmallPolicy(process, { model: join(temp.path, 'nowhere'), kernels: 'none' }, 'base')
    await expect(policy.chat(ask(1), never)).rejects.toMatchObject({ scope: 'job' })
    await expect(policy.chat(ask(2), never)).rejects.toMatchObject({ scope: 'job' })
  })

  it('tells all that wait when its process is killed', async () => {
    const { start, latest } = children()
    policy = createSmallPolicy(start(), place(), 'base')
    await policy.chat(ask(1), never)
    const waiting = policy.chat(ask(2), never)
    latest()?.kill()
    await expect(waiting).rejects.toMatchObject({ scope: 'job', code: 'endpoint.unreachable' })
  })

  it('lets go of a request whose job is stopped', async () => {
    policy = createSmallPolicy(inProcess()(), place(), 'base')
    const stop = new AbortController()
    const waiting = policy.chat(ask(1), stop.signal)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    await expect(policy.chat(ask(1), never)).resolves.toBeDefined()
  })

  it('draws for real in its own process, the same for the same seed, greedily whatever the seed', async () => {
    await writeTinyPolicy(join(temp.path, 'tiny'))
    policy = createSmallPolicy(startPolicy(), { model: join(temp.path, 'tiny'), kernels: KERNELS }, 'base')
    const texts = async (request: ChatRequest): Promise<string[]> =>
      (await policy!.chat(request, never)).choices.map(({ text }) => text)
    const sampled = await texts(ask(3, { count: 4 }))
    expect(new Set(sampled).size).toBeGreaterThan(1)
    const crowd = Array.from({ length: 20 }, (_, i) => texts(ask(i, { count: 2 })))
    expect(await texts(ask(3, { count: 4 }))).toEqual(sampled)
    await Promise.all(crowd)
    const greedy = { sampling: { temperature: 0.001, maxTokens: 32 } }
    expect(await texts(ask(3, { ...greedy, seed: 9 }))).toEqual(await texts(ask(3, { ...greedy, seed: 10 })))
  })
})

it.each([null, {}, { type: 'train' }, { type: 'stop', how: 'later' }, { type: 'ask', id: -1, messages: [] }])(
  'hears no message that is none: %j',
  (raw) => {
    expect(() => decodeToPolicy(raw)).toThrow()
  },
)
