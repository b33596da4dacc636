import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { createEndpoint, type Endpoint, type EndpointTimeouts } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { chatRequest } from '#tests/fakes/chat-request.ts'
import { fastClock } from '#tests/fakes/clock.ts'
import type { StubFault } from '#tests/fakes/stub-script.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'

let stub: Stub
let elsewhere: Stub
beforeAll(async () => {
  stub = await startStub()
  elsewhere = await startStub()
})
afterAll(async () => {
  await stub.stop()
  await elsewhere.stop()
})

/** Times as fast as the wall clock; deadlines below are in these fast milliseconds. */
const FACTOR = 400
const LONG: Partial<EndpointTimeouts> = { idleMs: 1e9, totalMs: 1e9 }
const never = new AbortController().signal

async function withEndpoint(
  timeouts: Partial<EndpointTimeouts>,
  use: (endpoint: Endpoint) => Promise<void>,
): Promise<void> {
  const endpoint = createEndpoint(
    { id: 'e', name: 'e', url: stub.url, concurrency: 4, timeouts, maxBodyBytes: 100_000 },
    { gate: openGate, key: async () => undefined, clock: fastClock(FACTOR), random: () => 0 },
  )
  try {
    await use(endpoint)
    expect(endpoint.stats()).toMatchObject({ inFlight: 0, waiting: 0 })
  } finally {
    await endpoint.close()
  }
}

const failureOf = async (asked: Promise<unknown>): Promise<TransportError> => {
  const error = await asked.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TransportError)) throw error
  return error
}

const ok = '"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]'
const answer = (status: number, body: string, headers: Record<string, string> = {}): StubFault => ({
  kind: 'reply',
  status,
  body,
  headers,
})
const error = (message: string, code = 'x'): string => JSON.stringify({ error: { message, code } })

interface FaultCase {
  readonly what: string
  readonly fault: StubFault
  readonly code: string
  readonly timeouts: Partial<EndpointTimeouts>
}
type FaultRow = readonly [what: string, fault: StubFault, code: string, timeouts?: Partial<EndpointTimeouts>]
const cases = (rows: readonly FaultRow[]): FaultCase[] =>
  rows.map(([what, fault, code, timeouts = LONG]) => ({ what, fault, code, timeouts }))

const SHORT: Partial<EndpointTimeouts> = { idleMs: 200_000, totalMs: 1e9 }
/** Worth another attempt: one such fault is got over, nothing but such faults ends the job. */
const PASSING = cases([
  ['429 without a word', answer(429, ''), 'endpoint.overloaded'],
  ['429, Retry-After 0', answer(429, '', { 'retry-after': '0' }), 'endpoint.overloaded'],
  ['429, Retry-After 5', answer(429, '', { 'retry-after': '5' }), 'endpoint.overloaded'],
  ['429, Retry-After 86400', answer(429, '', { 'retry-after': '86400' }), 'endpoint.overloaded'],
  ['429, Retry-After garbage', answer(429, '', { 'retry-after': 'soon' }), 'endpoint.overloaded'],
  [
    '429, Retry-After a date',
    answer(429, '', { 'retry-after': 'Sat, 21 Nov 2020 10:00:00 GMT' }),
    'endpoint.overloaded',
  ],
  [
    '429, Retry-After a far date',
    answer(429, '', { 'retry-after': 'Sat, 21 Nov 2099 10:00:00 GMT' }),
    'endpoint.overloaded',
  ],
  ['429, Retry-After negative', answer(429, '', { 'retry-after': '-1' }), 'endpoint.overloaded'],
  ['408', answer(408, ''), 'endpoint.timeout'],
  ['409', answer(409, ''), 'endpoint.serverError'],
  ['425', answer(425, ''), 'endpoint.serverError'],
  ['500', answer(500, error('oops')), 'endpoint.serverError'],
  ['500 with a web page', answer(500, '<h1>Oops</h1>'), 'endpoint.serverError'],
  ['501', answer(501, ''), 'endpoint.serverError'],
  ['502', answer(502, '<html>Bad Gateway</html>'), 'endpoint.serverError'],
  ['503', answer(503, ''), 'endpoint.overloaded'],
  ['504', answer(504, ''), 'endpoint.serverError'],
  ['529', answer(529, ''), 'endpoint.overloaded'],
  [
    '200 with a web page',
    answer(200, '<!doctype html><html></html>', { 'content-type': 'text/html' }),
    'endpoint.badReply',
  ],
  ['200 with nothing', answer(200, ''), 'endpoint.badReply'],
  ['200 with {}', answer(200, '{}'), 'endpoint.badReply'],
  ['200 with null', answer(200, 'null'), 'endpoint.badReply'],
  ['200 with an error inside', answer(200, error('no')), 'endpoint.badReply'],
  ['204', answer(204, ''), 'endpoint.badReply'],
  ['no choices', answer(200, '{"choices":[]}'), 'endpoint.badReply'],
  ['no finish_reason', answer(200, '{"choices":[{"message":{"content":"x"}}]}'), 'endpoint.badReply'],
  [
    'finish_reason null',
    answer(200, '{"choices":[{"message":{"content":"x"},"finish_reason":null}]}'),
    'endpoint.badReply',
  ],
  ['half of the JSON, whole by length', answer(200, `{${ok}`.slice(0, 60)), 'endpoint.badReply'],
  [
    'an event stream',
    answer(200, `data: {${ok}}\n\n`, { 'content-type': 'text/event-stream' }),
    'endpoint.badReply',
  ],
  [
    'calls that are no list',
    answer(200, '{"choices":[{"message":{"tool_calls":{}},"finish_reason":"stop"}]}'),
    'endpoint.badReply',
  ],
  ['two JSON values', answer(200, `{${ok}}{${ok}}`), 'endpoint.badReply'],
  ['a byte order mark', answer(200, `\ufeff{${ok}}`), 'endpoint.badReply'],
  ['a compressed body nobody asked for', { kind: 'gzip' }, 'endpoint.badReply'],
  ['an unknown encoding', answer(200, `{${ok}}`, { 'content-encoding': 'br' }), 'endpoint.badReply'],
  ['a cut body', { kind: 'cut', clean: false }, 'endpoint.badReply'],
  ['a body cut where its length is not told', { kind: 'cut', clean: true }, 'endpoint.badReply'],
  ['bytes that are no HTTP', { kind: 'noise' }, 'endpoint.badReply'],
  ['a reset connection', { kind: 'reset' }, 'endpoint.unreachable'],
  ['silence after accept', { kind: 'hang' }, 'endpoint.timeout', SHORT],
  ['headers, then silence', { kind: 'stall' }, 'endpoint.timeout', SHORT],
  [
    'drops that keep the line busy',
    { kind: 'drip', everyMs: 20 },
    'endpoint.timeout',
    { idleMs: 1e9, totalMs: 200_000 },
  ],
])

/** This request will never work, others may. */
const ITEM = cases([
  ['context exceeded', answer(400, error('maximum context length is 4096 tokens')), 'endpoint.context'],
  ['context exceeded, by code', answer(400, error('no', 'context_length_exceeded')), 'endpoint.context'],
  ['context exceeded, as 500', answer(500, error('the prompt is too long')), 'endpoint.context'],
  ['refused', answer(400, error('content filtered')), 'endpoint.rejected'],
  ['not processable', answer(422, '{"detail":"bad"}'), 'endpoint.rejected'],
  ['request too large', answer(413, ''), 'endpoint.tooLarge'],
  ['reply too large, announced', { kind: 'huge', bytes: 1e9, announced: true }, 'endpoint.tooLarge'],
  ['reply too large, not announced', { kind: 'huge', bytes: 1e9, announced: false }, 'endpoint.tooLarge'],
  ['just over the cap', answer(200, ' '.repeat(100_001)), 'endpoint.tooLarge'],
])

/** Nothing will work until somebody acts. */
const JOB = cases([
  ['401', answer(401, error('bad key')), 'endpoint.auth'],
  ['403', answer(403, ''), 'endpoint.auth'],
  ['402', answer(402, ''), 'endpoint.rejected'],
  ['404 of a path', answer(404, '{"detail":"Not Found"}'), 'endpoint.notFound'],
  ['405', answer(405, ''), 'endpoint.notFound'],
  ['410', answer(410, ''), 'endpoint.notFound'],
  [
    'no tool parser',
    answer(400, error('"auto" tool choice requires --enable-auto-tool-choice')),
    'endpoint.rejected',
  ],
  [
    'no credit',
    answer(429, error('You exceeded your current quota', 'insufficient_quota')),
    'endpoint.overloaded',
  ],
  ['301', answer(301, '', { location: 'http://127.0.0.1:1/' }), 'endpoint.redirect'],
  ['302', answer(302, '', { location: '/v1/chat/completions' }), 'endpoint.redirect'],
  ['303', answer(303, ''), 'endpoint.redirect'],
  ['307', answer(307, '', { location: '/v1/chat/completions' }), 'endpoint.redirect'],
  ['308', answer(308, '', { location: '/v1/chat/completions' }), 'endpoint.redirect'],
])

describe('a fault that passes', () => {
  it.each(PASSING)('$what: the second attempt is accepted', async ({ fault, timeouts }) => {
    await stub.control({ next: [fault] })
    await withEndpoint(timeouts, async (endpoint) => {
      const reply = await endpoint.chat(chatRequest(), never)
      expect(reply).toMatchObject({ attempts: 2, choices: [{ text: 'Hello.' }] })
    })
  })

  it.each(PASSING)('$what: for ever, the job is told $code', async ({ fault, code, timeouts }) => {
    await stub.control({ faults: [{ share: 1, fault }] })
    await withEndpoint(timeouts, async (endpoint) => {
      expect(await failureOf(endpoint.chat(chatRequest(), never))).toMatchObject({ scope: 'job', code })
    })
  })
})

describe('a fault of the request', () => {
  it.each(ITEM)('$what: not tried again, and the next request is accepted', async ({ fault, code }) => {
    await stub.control({ next: [fault] })
    await withEndpoint(LONG, async (endpoint) => {
      expect(await failureOf(endpoint.chat(chatRequest(), never))).toMatchObject({ scope: 'item', code })
      expect((await stub.counts()).requests).toBe(1)
      expect(await endpoint.chat(chatRequest(), never)).toMatchObject({ attempts: 1 })
    })
  })

  it('refused five times in a row with nothing served, it is the job’s', async () => {
    await stub.control({ faults: [{ share: 1, fault: answer(400, error('unknown field top_k')) }] })
    await withEndpoint(LONG, async (endpoint) => {
      const scopes = []
      for (let i = 0; i < 5; i++) scopes.push((await failureOf(endpoint.chat(chatRequest(), never))).scope)
      expect(scopes).toEqual(['item', 'item', 'item', 'item', 'job'])
    })
  })
})

describe('a fault that somebody has to mend', () => {
  it.each(JOB)('$what: not tried again; once mended, accepted', async ({ fault, code }) => {
    await stub.control({ next: [fault] })
    await withEndpoint(LONG, async (endpoint) => {
      expect(await failureOf(endpoint.chat(chatRequest(), never))).toMatchObject({ scope: 'job', code })
      expect((await stub.counts()).requests).toBe(1)
      expect(await endpoint.chat(chatRequest(), never)).toMatchObject({ attempts: 1 })
    })
  })

  it('a redirect elsewhere takes the prompt nowhere', async () => {
    await elsewhere.control({})
    const location = `${elsewhere.url}/chat/completions`
    await stub.control({ next: [answer(307, '', { location })] })
    await withEndpoint(LONG, async (endpoint) => {
      expect((await failureOf(endpoint.chat(chatRequest(), never))).code).toBe('endpoint.redirect')
    })
    expect((await elsewhere.counts()).requests).toBe(0)
  })

  it('a wrong model stops within five calls though many wait, and names what is served', async () => {
    await stub.control({ models: ['qwen', 'llama'] })
    await withEndpoint(LONG, async (endpoint) => {
      const asked = Array.from({ length: 200 }, () => endpoint.chat(chatRequest({ model: 'gpt' }), never))
      const failures = await Promise.all(asked.map(failureOf))
      for (const one of failures) expect(one).toMatchObject({ scope: 'job', code: 'endpoint.model' })
      expect(failures[0]?.detail).toContain('qwen, llama')
      expect((await stub.counts()).requests).toBeLessThanOrEqual(5)
    })
  })

  it('nobody listens: unreachable', async () => {
    const gone = await startStub()
    await gone.stop()
    const endpoint = createEndpoint(
      { id: 'e', name: 'e', url: gone.url, concurrency: 4 },
      { gate: openGate, key: async () => undefined, clock: fastClock(FACTOR), random: () => 0 },
    )
    const failure = await failureOf(endpoint.chat(chatRequest(), never))
    expect(failure).toMatchObject({ scope: 'job', code: 'endpoint.unreachable' })
    expect(failure.detail).toContain('ECONNREFUSED')
    await endpoint.close()
  })

  it.each(['https', 'ftp'])('%s where http is spoken: unreachable, at once', async (scheme) => {
    const endpoint = createEndpoint(
      { id: 'e', name: 'e', url: `${scheme}://127.0.0.1:${stub.port}/v1`, concurrency: 1 },
      { gate: openGate, key: async () => undefined, clock: fastClock(FACTOR) },
    )
    expect(await failureOf(endpoint.chat(chatRequest(), never))).toMatchObject({
      scope: 'job',
      code: 'endpoint.unreachable',
    })
    await endpoint.close()
  })
})

describe('accepted as they are', () => {
  it.each([
    ['no content type', answer(200, `{${ok}}`, { 'content-type': '' })],
    ['another content type', answer(200, `{${ok}}`, { 'content-type': 'text/plain' })],
    ['201', answer(201, `{${ok}}`)],
    ['identity named as encoding', answer(200, `{${ok}}`, { 'content-encoding': 'identity' })],
    ['space around', answer(200, `\r\n {${ok}} \n`)],
    ['just under the cap', answer(200, `{${ok}}`.padEnd(100_000))],
    ['a Retry-After that nobody needs', answer(200, `{${ok}}`, { 'retry-after': '60' })],
  ])('%s', async (_, fault) => {
    await stub.control({ next: [fault] })
    await withEndpoint(LONG, async (endpoint) => {
      const reply = await endpoint.chat(chatRequest(), never)
      expect(reply).toMatchObject({ attempts: 1, choices: [{ text: 'Hi', finish: 'stop' }] })
    })
  })
})
