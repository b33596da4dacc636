/** The staged test as a whole: its order, being stopped, what it says of roles, what it never says. */
import { afterEach, expect, it } from 'vitest'
import { lineOf, type StagedTest } from '#core/endpoint/staged-test.ts'
import { stagedTestText } from '#core/endpoint/staged-test-text.ts'
import { TEST_LINES } from '#core/endpoint/test-line.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { runStagedTest } from '#engine/endpoint/staged-test.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { type OddServer, type OddWeb, startOddServer } from '#tests/fakes/odd-server.ts'

const certificates = certificateSet()
const servers: OddServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

interface Wish {
  readonly key?: string
  readonly signal?: AbortSignal
  readonly query?: string
  readonly told?: (test: StagedTest) => void
}

async function testOf(
  web: Partial<OddWeb>,
  { key, signal, query = '', told }: Wish = {},
): Promise<StagedTest> {
  const server = await startOddServer({ kind: 'web', latency: 100, ...web }, certificates.of)
  servers.push(server)
  const url = `http://127.0.0.1:${server.port}/v1${query}`
  const changed = told ?? (() => undefined)
  const deps = { gate: openGate, key: async () => key, changed, patience: { idleMs: 10_000 } }
  return runStagedTest({ id: 't', url, model: 'Qwen/Qwen3-8B' }, deps, signal ?? new AbortController().signal)
}
const statesOf = (test: StagedTest) => Object.fromEntries(test.lines.map(({ name, state }) => [name, state]))
const fitsOf = (test: StagedTest) => Object.fromEntries(test.roles.map(({ role, fit }) => [role, fit]))

it('passes a good server on every line, each with its time, and finds it fit for every role', async () => {
  const test = await testOf({})
  expect(new Set(Object.values(statesOf(test)))).toEqual(new Set(['passed']))
  expect(test.lines.every(({ ms }) => ms !== undefined)).toBe(true)
  expect(new Set(Object.values(fitsOf(test)))).toEqual(new Set(['fit']))
  const load = lineOf(test, 'load')?.findings[0]
  expect(load?.code).toBe('connection.ran')
  expect(Number(load?.values.inFlight)).toBeGreaterThan(1.6)
})

it('is told line by line, in order, so that a window can show it live', async () => {
  const seen: string[] = []
  await testOf(
    {},
    { told: ({ lines }) => seen.push(lines.find(({ state }) => state === 'running')?.name ?? '') },
  )
  expect(seen.filter((name) => name !== '')).toEqual([...TEST_LINES])
})

it('says what a model without log-probabilities is fit for', async () => {
  const test = await testOf({ logprobs: 'none' })
  expect(fitsOf(test)).toMatchObject({ judge: 'fit', assistant: 'fit', policy: 'unfit' })
  expect(stagedTestText(test, 'en')).toContain(
    'Policy (probe): not fit – The server gives no log-probabilities.',
  )
  expect(stagedTestText(test, 'zh')).toContain('策略模型（探测）: 不适合')
})

it('goes on behind a failed line where it can: without a tool parser the rest is still tried', async () => {
  const test = await testOf({
    tool: { status: 400, body: '{"error":{"message":"requires --enable-auto-tool-choice"}}' },
  })
  expect(statesOf(test)).toMatchObject({
    tool: 'failed',
    parallel: 'skipped',
    structured: 'passed',
    load: 'passed',
  })
  expect(fitsOf(test)).toMatchObject({ assistant: 'unfit', judge: 'fit', policy: 'fit' })
})

it('names each served model once, however often the server lists it: a window’s list of choices needs that', async () => {
  const body = '{"data":[{"id":"Qwen/Qwen3-8B"},{"id":"Qwen/Qwen3-8B"},{"id":"b"},{"name":"no id"}]}'
  expect((await testOf({ models: { body } })).served).toEqual(['Qwen/Qwen3-8B', 'b'])
})

it('does not hold a cut answer for a schema that was ignored: seen with a small model behind vLLM', async () => {
  const test = await testOf({ schema: { say: '{"city":"Oslo","coastal":', finish: 'length' } })
  expect(lineOf(test, 'structured')?.findings[0]?.code).toBe('connection.answerCut')
})

it('lets a policy with a short context be probed: a prompt that does not fit is refused by itself', async () => {
  const test = await testOf({ maxModelLen: 1024 })
  expect(fitsOf(test)).toMatchObject({ policy: 'limited', judge: 'unfit' })
})

it('tells no role to be fit when nothing was tried', async () => {
  const test = await testOf({ models: { status: 302, headers: { location: 'https://elsewhere.example/' } } })
  expect(statesOf(test)).toMatchObject({ models: 'failed', chat: 'skipped', load: 'skipped' })
  expect(new Set(Object.values(fitsOf(test)))).toEqual(new Set(['unknown']))
})

it('can be stopped in the middle of any line; what ran stays, the rest is not tried', async () => {
  for (const at of TEST_LINES) {
    const stopping = new AbortController()
    const told = ({ lines }: StagedTest): void => {
      if (lines.some(({ name, state }) => name === at && state === 'running'))
        stopping.abort(new Error('stop'))
    }
    const test = await testOf({}, { signal: stopping.signal, told })
    expect(test.state).toBe('stopped')
    const states = TEST_LINES.map((name) => lineOf(test, name)?.state)
    const place = TEST_LINES.indexOf(at)
    // A line without a request may end before it hears of the stop.
    expect(states.slice(0, place).every((state) => state === 'passed')).toBe(true)
    expect(states.slice(place + 1).every((state) => state === 'skipped')).toBe(true)
  }
})

it('sends the key to the server only: no line, no detail and no text holds it, even where the server repeats it', async () => {
  const key = 'sk-canary-0123456789'
  const test = await testOf(
    { models: { status: 401, body: `{"error":{"message":"bad key ${key}"}}` } },
    { key, query: '?api-key=canary-in-query' },
  )
  expect(servers[0]?.heard[0]).toContain(`Bearer ${key}`)
  const all = JSON.stringify(test) + stagedTestText(test, 'en') + stagedTestText(test, 'zh')
  expect(all).toContain('•••')
  expect(all).not.toContain(key)
  expect(all).not.toContain('canary-in-query')
})

it('asks nothing that a project holds: only made-up questions leave the computer', async () => {
  await testOf({})
  const questions = servers[0]?.heard.filter((line) => line.startsWith('POST')) ?? []
  expect(questions.length).toBe(16)
  expect(questions.every((line) => /hello|Oslo|Count upwards/.test(line))).toBe(true)
})
