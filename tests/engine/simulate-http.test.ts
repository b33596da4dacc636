/** Simulate over HTTP, as with a user's own server: the whole way from prompt to durable dialog, faults on the wire. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { keyName } from '#engine/players.ts'
import { saveToolSet } from '#engine/project/tool-set-records.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { DIALOG_ROLES, WEATHER, WEATHER_CALL } from '#tests/fakes/dialog-script.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'

let temp: ReturnType<typeof tempFolder>
let engine: Engine
let stub: Stub
let key: string | undefined
/** Names under which keys were stored. */
let kept: string[]

beforeEach(async () => {
  temp = tempFolder()
  stub = await startStub()
  key = 'sk-only-in-the-header'
  kept = []
  engine = createEngine({
    resourcesFolder: join(import.meta.dirname, '../../resources'),
    sampleFolder: join(temp.path, 'sample'),
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(),
    push: () => undefined,
    secrets: {
      get: async () => key,
      set: async (name, value) => {
        key = value
        kept.push(name)
      },
    },
  })
  await engine.handlers['project.create']({ name: 'P', folder: join(temp.path, 'p') })
})
afterEach(async () => {
  await engine.close()
  await stub.stop()
  temp.remove()
})

async function settings(count: number): Promise<SimulateSettings> {
  const { id } = await saveToolSet(
    engine.project().folder.store,
    'T',
    [WEATHER],
    'h',
    new Date().toISOString(),
  )
  const four: [number, number] = [4, 4]
  const { ranges } = DEFAULT_SIMULATE
  return {
    ...DEFAULT_SIMULATE,
    toolSetId: id,
    count,
    mix: { single: 1 },
    languages: { en: 1, zh: 0 },
    levels: { easy: 1, medium: 0, hard: 0 },
    ranges: { ...ranges, easy: { tools: [1, 1], messages: four } },
    players: { kind: 'endpoint', url: stub.url, model: 'stub' },
  }
}

describe('simulate over HTTP', () => {
  it('makes whole dialogs, exact to the last digit, while a third of the requests fail on the wire', async () => {
    await stub.control({
      roles: DIALOG_ROLES,
      key: 'sk-only-in-the-header',
      faults: [
        { share: 0.15, fault: { kind: 'reply', status: 429, headers: { 'retry-after': '0' }, body: '{}' } },
        { share: 0.1, fault: { kind: 'cut', clean: true } },
        { share: 0.08, fault: { kind: 'reply', status: 500, body: '{}' } },
      ],
    })
    const { id } = await engine.handlers['simulate.start']({ settings: await settings(20) })
    const view = await engine.project().jobs.settled(id)
    expect(view.state).toMatchObject({ name: 'done', illegal: 0 })
    expect(view.counts).toMatchObject({ planned: 20, done: 20, dropped: 0, failed: 0 })
    expect(view.counters['usage.retries']).toBeGreaterThan(0)
    const { dialog, scripted } = await engine.handlers['dialog.get']({ job: id, key: 'd000001' })
    expect(scripted).toBe(false)
    expect(dialog.turns.map((turn) => turn.from)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    const [, asked, answered] = dialog.turns
    expect(asked).toMatchObject({ agreed: true, answer: { kind: 'calls', calls: [WEATHER_CALL] } })
    expect(asked?.from === 'assistant' && asked.votes).toHaveLength(2)
    expect(answered?.from === 'tool' && answered.results[0]?.content).toContain('12345678901234567890')
    expect(answered?.from === 'tool' && answered.results[0]?.content).toContain('1.0')
  }, 120_000)

  it('counts by an estimate where the server counts nothing, says so, and a cap holds all the same', async () => {
    await stub.control({ roles: DIALOG_ROLES, countsNothing: true })
    const wish = await settings(20)
    const { id } = await engine.handlers['simulate.start']({
      settings: { ...wish, budget: { tokens: 20_000 } },
    })
    const { state, counters } = await engine.project().jobs.settled(id)
    expect(state.pause?.reason).toBe('budget')
    const tokens = (counters['usage.promptTokens'] ?? 0) + (counters['usage.completionTokens'] ?? 0)
    expect(tokens).toBeGreaterThanOrEqual(20_000)
    expect(counters['usage.estimatedTokens']).toBe(tokens)
  }, 60_000)

  it('stands still on a wrong key, within five calls, and goes on with the right one', async () => {
    await stub.control({ roles: DIALOG_ROLES, key: 'sk-only-in-the-header' })
    const { id } = await engine.handlers['simulate.start']({ settings: await settings(40), key: 'sk-wrong' })
    const paused = await engine.project().jobs.settled(id)
    expect(paused.state).toMatchObject({ name: 'paused', pause: { reason: 'key' } })
    expect(paused.counts.failed).toBe(0)
    expect((await stub.counts()).requests).toBeLessThanOrEqual(5)
    await engine.handlers['job.resume']({ id, key: 'sk-only-in-the-header' })
    const view = await engine.project().jobs.settled(id)
    expect(view.counts).toMatchObject({ planned: 40, done: 40 })
    const written = JSON.stringify([
      await engine.project().folder.store.all('SELECT spec FROM job'),
      await engine.handlers['job.events']({ id }),
    ])
    expect(written).not.toContain('sk-')
  }, 60_000)

  it('a typed key goes to the address that refused, and to no other that plays in the job', async () => {
    await stub.control({ roles: DIALOG_ROLES, key: 'sk-right' })
    const wish = await settings(4)
    const other = { url: 'http://127.0.0.1:9/v1', model: 'stub' }
    const seats = { user: other, assistant: other, tool: other }
    const players = { kind: 'endpoint', url: stub.url, model: 'stub', seats } as const
    const { id } = await engine.handlers['simulate.start']({
      settings: { ...wish, players },
      key: 'sk-wrong',
    })
    const paused = await engine.project().jobs.settled(id)
    expect(paused.state.pause).toMatchObject({
      reason: 'key',
      detail: expect.stringContaining(`at ${stub.url}`),
    })
    kept.length = 0
    await engine.handlers['job.resume']({ id, key: 'sk-right' })
    await engine.handlers['job.cancel']({ id })
    expect(kept).toEqual([keyName(stub.url)])
  }, 60_000)
})
