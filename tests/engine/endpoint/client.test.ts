import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import type { JsonText } from '#core/json/exact.ts'
import {
  createEndpoint,
  type Endpoint,
  type EndpointConfig,
  type EndpointDeps,
} from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { chatRequest } from '#tests/fakes/chat-request.ts'
import { fastClock } from '#tests/fakes/clock.ts'
import type { StubFault } from '#tests/fakes/stub-script.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'

let stub: Stub
beforeAll(async () => {
  stub = await startStub()
})
afterAll(() => stub.stop())
beforeEach(() => stub.control({}))

const never = new AbortController().signal

async function using(
  config: Partial<EndpointConfig>,
  deps: Partial<EndpointDeps>,
  use: (endpoint: Endpoint) => Promise<void>,
): Promise<void> {
  const endpoint = createEndpoint(
    { id: 'e', name: 'e', url: stub.url, concurrency: 8, ...config },
    { gate: openGate, key: async () => undefined, clock: fastClock(400), ...deps },
  )
  try {
    await use(endpoint)
  } finally {
    await endpoint.close()
  }
}

const lastBody = async (): Promise<string> => (await stub.counts()).bodies.at(-1) ?? ''

describe('what is sent', () => {
  it('keeps schemas and arguments to the digit', () =>
    using({}, {}, async (endpoint) => {
      const parameters =
        '{"type":"object","properties":{"z":{"maximum":12345678901234567890,"default":1.0},"2":{},"1":{}}}'
      await endpoint.chat(
        chatRequest({
          messages: [
            { role: 'user', content: 'Hi' },
            {
              role: 'assistant',
              content: '',
              calls: [{ id: 'c1', name: 'f', arguments: '{"b":1.0,"a":2}' as JsonText }],
            },
            { role: 'tool', content: '{"x":1.50}', callId: 'c1' },
          ],
          tools: [{ name: 'f', description: 'd', parameters: parameters as JsonText }],
          answerSchema: { name: 's', schema: '{"maximum":1.0}' as JsonText },
        }),
        never,
      )
      const body = await lastBody()
      expect(body).toContain(`"parameters":${parameters}`)
      expect(body).toContain('"json_schema":{"name":"s","strict":true,"schema":{"maximum":1.0}}')
      expect(JSON.parse(body)).toMatchObject({
        messages: [
          { role: 'user', content: 'Hi' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"b":1.0,"a":2}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: '{"x":1.50}' },
        ],
        tool_choice: 'auto',
        parallel_tool_calls: true,
        stream: false,
        seed: 1,
      })
    }))

  it('holds every setting by the name the API gives it, and nothing that was not set', () =>
    using({}, {}, async (endpoint) => {
      await endpoint.chat(chatRequest({ itemKey: 'secret-item' }), never)
      expect(Object.keys(JSON.parse(await lastBody())).sort()).toEqual([
        'messages',
        'model',
        'seed',
        'stream',
      ])
      await stub.control({})
      const sampling = {
        temperature: 0,
        topP: 0.9,
        topK: 20,
        presencePenalty: 1.2,
        maxTokens: 9,
        stop: ['x'],
      }
      await endpoint.chat(
        chatRequest({ sampling, count: 2, logprobs: true, thinking: false, tools: [] }),
        never,
      )
      expect(JSON.parse(await lastBody())).toEqual({
        model: 'stub',
        messages: [{ role: 'user', content: 'Hi' }],
        stream: false,
        seed: 1,
        temperature: 0,
        top_p: 0.9,
        top_k: 20,
        presence_penalty: 1.2,
        max_tokens: 9,
        stop: ['x'],
        n: 2,
        logprobs: true,
        chat_template_kwargs: { enable_thinking: false },
      })
    }))
})

describe('a server that refuses fields', () => {
  const refuse = (message: string): StubFault => ({
    kind: 'reply',
    status: 400,
    body: JSON.stringify({ error: { message } }),
  })

  it('is asked again without them, one after the other, and never sent them again', () =>
    using({}, {}, async (endpoint) => {
      await stub.control({
        next: [
          refuse('Unrecognized request argument: top_k'),
          refuse("Use 'max_completion_tokens' instead."),
        ],
      })
      const request = chatRequest({ sampling: { topK: 20, maxTokens: 9, temperature: 1 } })
      expect(await endpoint.chat(request, never)).toMatchObject({ attempts: 3 })
      expect(await endpoint.chat(request, never)).toMatchObject({ attempts: 1 })
      const keys = ['max_completion_tokens', 'messages', 'model', 'seed', 'stream', 'temperature']
      expect(Object.keys(JSON.parse(await lastBody())).sort()).toEqual(keys)
      expect(endpoint.stats().unwelcome).toEqual({ stub: ['top_k', 'max_tokens'] })
    }))

  it('and goes on refusing is not asked for ever', async () => {
    await stub.control({ faults: [{ share: 1, fault: refuse('seed seed seed') }] })
    await using({}, {}, async (endpoint) => {
      await expect(endpoint.chat(chatRequest(), never)).rejects.toMatchObject({ code: 'endpoint.rejected' })
      expect((await stub.counts()).requests).toBe(2)
    })
  })
})

describe('what comes back', () => {
  it('names model, usage, attempts and times', () =>
    using({}, {}, async (endpoint) => {
      const reply = await endpoint.chat(chatRequest({ count: 2, logprobs: true }), never)
      const choice = { text: 'Hello.', finish: 'stop', logprobs: [{ token: 'Hello', logprob: -0.1 }] }
      expect(reply).toEqual({
        model: 'stub',
        choices: [choice, choice],
        usage: { promptTokens: 10, completionTokens: 5 },
        queueMs: expect.any(Number),
        serviceMs: expect.any(Number),
        attempts: 1,
      })
    }))

  it('plays a scripted role: system and last message choose, groups are put in', () =>
    using({}, {}, async (endpoint) => {
      const calls = [{ name: 'find', arguments: '{"city":"{{1}}"}' }]
      await stub.control({
        roles: [
          { system: 'assistant', last: 'trains to (\\w+)', replies: [{ thinking: 'hm', calls }] },
          { system: 'assistant', replies: [{ content: 'Where to?' }] },
        ],
      })
      const ask = (content: string) =>
        endpoint.chat(
          chatRequest({
            messages: [
              { role: 'system', content: 'You are the assistant.' },
              { role: 'user', content },
            ],
          }),
          never,
        )
      expect((await ask('trains to Ulm')).choices[0]).toEqual({
        text: '',
        thinking: 'hm',
        calls: [{ name: 'find', arguments: '{"city":"Ulm"}' }],
        finish: 'tool_calls',
      })
      expect((await ask('trains')).choices[0].text).toBe('Where to?')
    }))

  it('lists the models', () =>
    using({}, {}, async (endpoint) => {
      await stub.control({ models: ['a', 'b'] })
      expect(await endpoint.models(never)).toEqual(['a', 'b'])
    }))
})

describe('the key', () => {
  const key = 'sk-very-secret-0123456789'
  it('goes into the header and is read once', async () => {
    const read = vi.fn(async () => ` ${key}\n`)
    await stub.control({ key })
    await using({}, { key: read }, async (endpoint) => {
      await endpoint.chat(chatRequest(), never)
      await endpoint.chat(chatRequest(), never)
    })
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('never shows in an error, not even when the server repeats it', async () => {
    await stub.control({ key: 'another' })
    await using({}, { key: async () => key }, async (endpoint) => {
      const error: unknown = await endpoint.chat(chatRequest(), never).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        scope: 'job',
        code: 'endpoint.auth',
        detail: expect.stringContaining('•••'),
      })
      expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(
        'very-secret',
      )
    })
  })

  it.each([
    ['cannot be read', async () => Promise.reject(new Error(`locked ${key}`))],
    ['holds a line break', async () => `${key}\nx-evil: 1`],
    ['holds letters no header takes', async () => `${key}中`],
  ])('that %s stops the job without being shown', (_, read) =>
    using({}, { key: read }, async (endpoint) => {
      const error: unknown = await endpoint.chat(chatRequest(), never).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ scope: 'job', code: 'endpoint.key' })
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('very-secret')
      expect((await stub.counts()).requests).toBe(0)
      expect(endpoint.stats().inFlight).toBe(0)
    }),
  )

  it('is read again after it was refused', async () => {
    await stub.control({ key })
    const keys = ['wrong', key]
    await using({}, { key: async () => keys.shift() }, async (endpoint) => {
      await expect(endpoint.chat(chatRequest(), never)).rejects.toMatchObject({ code: 'endpoint.auth' })
      await expect(endpoint.chat(chatRequest(), never)).resolves.toBeDefined()
    })
  })
})

describe('an abort', () => {
  const reason = new Error('the job is paused')
  const aborted = async (
    config: Partial<EndpointConfig>,
    deps: Partial<EndpointDeps>,
    when: (endpoint: Endpoint) => Promise<void>,
  ) =>
    using(config, deps, async (endpoint) => {
      const controller = new AbortController()
      const asked = endpoint.chat(chatRequest(), controller.signal)
      const outcome = asked.catch((thrown: unknown) => thrown)
      await when(endpoint)
      controller.abort(reason)
      expect(await outcome).toBe(reason)
      expect(endpoint.stats()).toMatchObject({ inFlight: 0, waiting: 0 })
      await vi.waitFor(async () => expect((await stub.counts()).open).toBe(0))
      await stub.control({})
      await expect(endpoint.chat(chatRequest(), never)).resolves.toMatchObject({ attempts: 1 })
    })

  it('before the request', () =>
    using({}, {}, async (endpoint) => {
      await expect(endpoint.chat(chatRequest(), AbortSignal.abort(reason))).rejects.toBe(reason)
      expect((await stub.counts()).requests).toBe(0)
    }))

  it('while the server thinks, which also ends it there', async () => {
    await stub.control({ faults: [{ share: 1, fault: { kind: 'hang' } }] })
    await aborted({}, {}, () => vi.waitFor(async () => expect((await stub.counts()).open).toBe(1)))
  })

  it('between headers and the end', async () => {
    await stub.control({ faults: [{ share: 1, fault: { kind: 'stall' } }] })
    await aborted({}, {}, () => vi.waitFor(async () => expect((await stub.counts()).open).toBe(1)))
  })

  it('during a rest between attempts', async () => {
    const headers = { 'retry-after': '60' }
    await stub.control({ faults: [{ share: 1, fault: { kind: 'reply', status: 429, body: '', headers } }] })
    await aborted({}, { clock: fastClock(1) }, (endpoint) =>
      vi.waitFor(() => expect(endpoint.stats()).toMatchObject({ sent: 1, inFlight: 0, waiting: 1 })),
    )
  })

  it('while the key is being read', async () => {
    const reads = [new Promise<undefined>(() => undefined), Promise.resolve(undefined)]
    await aborted({}, { key: () => reads.shift() ?? Promise.resolve(undefined) }, async () => undefined)
  })

  it('while another holds the only place', async () => {
    await stub.control({ next: [{ kind: 'hang' }] })
    await using({ concurrency: 1 }, {}, async (endpoint) => {
      const [first, second] = [new AbortController(), new AbortController()]
      const holder = endpoint.chat(chatRequest(), first.signal).catch((thrown: unknown) => thrown)
      const waiter = endpoint.chat(chatRequest(), second.signal).catch((thrown: unknown) => thrown)
      second.abort(reason)
      expect(await waiter).toBe(reason)
      first.abort(reason)
      expect(await holder).toBe(reason)
    })
  })
})

it('a job’s signal keeps no listener of requests that ended, well or badly', () =>
  using({}, {}, async (endpoint) => {
    const { signal } = new AbortController()
    await stub.control({ next: [{ kind: 'reply', status: 400, body: '' }] })
    await Promise.allSettled([1, 2, 3].map(() => endpoint.chat(chatRequest(), signal)))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  }))

describe('closing', () => {
  it('ends what is open and what waits', async () => {
    await stub.control({ faults: [{ share: 1, fault: { kind: 'hang' } }] })
    await using({ concurrency: 2 }, {}, async (endpoint) => {
      const asked = [1, 2, 3].map(() =>
        endpoint.chat(chatRequest(), never).catch((thrown: unknown) => thrown),
      )
      await vi.waitFor(async () => expect((await stub.counts()).open).toBe(2))
      await endpoint.close()
      for (const one of await Promise.all(asked)) expect(one).toBeInstanceOf(TransportError)
      expect(endpoint.stats()).toMatchObject({ inFlight: 0, waiting: 0 })
    })
  })
})

describe('under load', () => {
  it('a server that takes eight at once serves all of 400 and is not asked much more than it takes', async () => {
    await stub.control({ limit: 8, latencyMs: 5 })
    await using({ concurrency: 64 }, {}, async (endpoint) => {
      const replies = await Promise.all(
        Array.from({ length: 400 }, () => endpoint.chat(chatRequest(), never)),
      )
      expect(replies).toHaveLength(400)
      const counts = await stub.counts()
      expect(counts.mostOpen).toBeLessThanOrEqual(8)
      expect(counts.refused).toBeLessThan(400)
      expect(endpoint.stats().places).toBeLessThan(64)
    })
  })

  it.each([0.1, 0.5])('half-broken servers lose nothing: a share of %d fails with 500', async (share) => {
    await stub.control({ faults: [{ share, fault: { kind: 'reply', status: 500, body: '' } }] })
    await using({ concurrency: 32 }, {}, async (endpoint) => {
      const ended = await Promise.allSettled(
        Array.from({ length: 300 }, () => endpoint.chat(chatRequest(), never)),
      )
      const failed = ended.filter((one) => one.status === 'rejected')
      // Six failures in a row by chance: 0.5^6 of the requests at most.
      expect(failed.length).toBeLessThan(300 * share ** 6 * 4 + 1)
    })
  })

  const faults: readonly StubFault[] = [
    { kind: 'hang' },
    { kind: 'stall' },
    { kind: 'reset' },
    { kind: 'noise' },
    { kind: 'gzip' },
    { kind: 'cut', clean: true },
    { kind: 'cut', clean: false },
    { kind: 'huge', bytes: 10_000_000, announced: false },
    { kind: 'reply', status: 429, body: '' },
    { kind: 'reply', status: 500, body: '' },
    { kind: 'reply', status: 400, body: '' },
    { kind: 'reply', status: 401, body: '' },
    { kind: 'reply', status: 307, body: '' },
    { kind: 'reply', status: 200, body: '{}' },
  ]
  const plan = fc.record({
    concurrency: fc.integer({ min: 1, max: 12 }),
    faults: fc.array(
      fc.record({ share: fc.double({ min: 0, max: 0.5, noNaN: true }), fault: fc.constantFrom(...faults) }),
      { maxLength: 4 },
    ),
    /** For each request: aborted after so many others have ended, or never. */
    aborts: fc.array(fc.option(fc.nat(20)), { minLength: 1, maxLength: 30 }),
  })

  it('whatever fails or is aborted, every request ends once and no place is lost', async () => {
    const once = async (wanted: typeof plan extends fc.Arbitrary<infer T> ? T : never): Promise<void> => {
      await stub.control({ faults: wanted.faults })
      const timeouts = { idleMs: 20_000, totalMs: 40_000, outageMs: 60_000, patienceMs: 60_000 }
      await using(
        { concurrency: wanted.concurrency, timeouts, maxBodyBytes: 100_000 },
        {},
        async (endpoint) => {
          const controllers = wanted.aborts.map(() => new AbortController())
          let ended = 0
          const asked = controllers.map((controller) =>
            endpoint.chat(chatRequest(), controller.signal).finally(() => {
              ended++
              for (const [i, after] of wanted.aborts.entries())
                if (after !== null && ended > after) controllers[i]?.abort(new Error('aborted'))
            }),
          )
          const outcomes = await Promise.allSettled(asked)
          expect(ended).toBe(wanted.aborts.length)
          for (const one of outcomes)
            if (one.status === 'rejected' && !(one.reason instanceof TransportError))
              expect(one.reason.message).toBe('aborted')
          expect(endpoint.stats()).toMatchObject({ inFlight: 0, waiting: 0 })
          await stub.control({})
          await expect(endpoint.chat(chatRequest(), never)).resolves.toBeDefined()
        },
      )
    }
    await fc.assert(fc.asyncProperty(plan, once), { numRuns: 25 })
  })
})
