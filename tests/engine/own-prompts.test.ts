/** A project's own prompts, from the file to the request: catches one that is not used, or that changes a job half-way. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import type { JsonText } from '#core/json/exact.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { saveToolSet } from '#engine/project/tool-set-records.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import type { StubScript } from '#tests/fakes/stub-script.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'

const WEATHER = {
  name: 'get_weather',
  description: 'Weather of a city.',
  parameters: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}' as JsonText,
}
const ROLES: NonNullable<StubScript['roles']> = [
  {
    system: 'prepare a conversation',
    replies: [{ content: '{"needs":[{"type":"single","text":"The weather."}]}' }],
  },
  { system: 'play the person', replies: [{ content: '{"finished":[],"need":0,"message":"How is Bonn?"}' }] },
  {
    system: 'stand in for the systems',
    replies: [{ content: '{"results":[{"name":"get_weather","result":{"celsius":3}}]}' }],
  },
  { system: '.', last: 'celsius', replies: [{ content: 'Cold.' }] },
  {
    system: '.',
    last: 'Bonn',
    replies: [{ calls: [{ name: 'get_weather', arguments: '{"city":"Bonn"}' }] }],
  },
]

let temp: ReturnType<typeof tempFolder>
let engine: Engine
let stub: Stub
const folder = () => join(temp.path, 'p')

function opened(): Engine {
  return createEngine({
    ...{
      resourcesFolder: join(import.meta.dirname, '../../resources'),
      sampleFolder: join(temp.path, 'sample'),
    },
    ...{ workerFile: WORKER, appVersion: '0', startPolicy, now: () => new Date(), push: () => undefined },
    secrets: { get: async () => undefined, set: async () => undefined },
  })
}

beforeEach(async () => {
  temp = tempFolder()
  stub = await startStub()
  engine = opened()
  await engine.handlers['project.create']({ name: 'P', folder: folder() })
})
afterEach(async () => {
  await engine.close()
  await stub.stop()
  temp.remove()
})

async function settings(count: number): Promise<SimulateSettings> {
  const { store } = engine.project().folder
  const { id } = await saveToolSet(store, 'T', [WEATHER], 'h', '2026-01-01T00:00:00Z')
  const { ranges } = DEFAULT_SIMULATE
  return {
    ...{ ...DEFAULT_SIMULATE, toolSetId: id, count, concurrency: 2, mix: { single: 1 } },
    ...{ languages: { en: 1, zh: 0 }, levels: { easy: 1, medium: 0, hard: 0 } },
    ranges: { ...ranges, easy: { tools: [1, 1], messages: [4, 4] } },
    players: { kind: 'endpoint', url: stub.url, model: 'stub' },
  }
}

const ID = 'user/turn.en'
const PATH = 'user/turn.en.v1.md'
/** The shipped text with a sentence more. */
async function save(sentence: string) {
  const { shipped, mine } = await engine.handlers['prompt.get']({ id: ID })
  const body = `${sentence} ${shipped.body}`
  return engine.handlers['prompt.save']({ id: ID, body, before: mine?.hash ?? null })
}
/** How many of the requests for the user's turn hold a sentence. */
async function asked(sentence: string): Promise<readonly [withIt: number, all: number]> {
  const bodies = (await stub.counts()).bodies.filter((body) => body.includes('play the person'))
  return [bodies.filter((body) => body.includes(sentence)).length, bodies.length]
}

describe('a project’s own prompt', () => {
  it('is what a job asks with, and the job says so', async () => {
    await stub.control({ roles: ROLES })
    const { mine } = await save('Be very kind.')
    const { id } = await engine.handlers['simulate.start']({ settings: await settings(4) })
    const view = await engine.project().jobs.settled(id)
    expect(view.counts).toMatchObject({ done: 4 })
    const [withIt, all] = await asked('Be very kind.')
    expect(all).toBeGreaterThan(3)
    expect(withIt).toBe(all)
    expect(view.spec.prompts[ID]).toEqual({ version: 1, hash: mine?.hash, own: true })
    expect(view.spec.prompts['planner/plan.en']).not.toHaveProperty('own')
    // What the job does not use it does not record.
    expect(Object.keys(view.spec.prompts)).not.toContain('judge/verdict.en')
  }, 60_000)

  it('goes on as it was when it was changed while the job stood still, and when its file is damaged or gone', async () => {
    await stub.control({ roles: ROLES, latencyMs: 80 })
    await save('First words.')
    const { id } = await engine.handlers['simulate.start']({ settings: await settings(12) })
    const { jobs } = engine.project()
    while ((await jobs.get(id)).counts.done < 1) await jobs.get(id)
    await engine.handlers['job.pause']({ id })
    await jobs.settled(id)
    await save('Second words.')
    await engine.close()

    engine = opened()
    await engine.handlers['project.open']({ folder: folder() })
    await stub.control({ roles: ROLES })
    await engine.handlers['job.resume']({ id })
    await engine.project().jobs.settled(id)
    expect(await asked('Second words.')).toEqual([0, (await asked('First words.'))[0]])
    expect((await asked('First words.'))[0]).toBeGreaterThan(0)

    // A new job asks with the new text; a damaged file stops new jobs and no old one.
    await stub.control({ roles: ROLES })
    const { id: next } = await engine.handlers['simulate.start']({ settings: await settings(2) })
    await engine.project().jobs.settled(next)
    expect((await asked('Second words.'))[0]).toBeGreaterThan(0)
    await writeFile(join(folder(), 'prompts', PATH), 'no front matter')
    await expect(engine.handlers['simulate.start']({ settings: await settings(2) })).rejects.toMatchObject({
      code: 'prompt.damaged',
      values: { id: ID },
    })
    expect((await engine.project().jobs.get(id)).counts).toMatchObject({ done: 12 })
  }, 120_000)
})

describe('the desk', () => {
  it('takes a text, says so, and gives the shipped one back; what was there is put aside', async () => {
    const saved = await save('Be brief.')
    expect(saved).toMatchObject({ own: 'own', mine: { version: 1 } })
    expect(
      (await engine.handlers['prompt.list'](undefined)).prompts.find(({ id }) => id === ID),
    ).toMatchObject({
      own: 'own',
      hash: saved.mine?.hash,
      uses: ['simulate'],
    })
    expect(await readFile(join(folder(), 'prompts', PATH), 'utf8')).toContain('Be brief.')
    const reset = await engine.handlers['prompt.reset']({ id: ID, before: saved.mine?.hash ?? null })
    expect(reset).toMatchObject({ own: 'none', hash: saved.shipped.hash })
    const left = await readdir(join(folder(), 'prompts', 'user'))
    expect(left.filter((name) => name.startsWith(`${PATH.slice(5)}.aside-`))).toHaveLength(1)
    expect(left).toHaveLength(1)
  })

  it('keeps nothing where the text is the shipped one', async () => {
    const { shipped } = await engine.handlers['prompt.get']({ id: ID })
    expect(await engine.handlers['prompt.save']({ id: ID, body: shipped.body, before: null })).toMatchObject({
      own: 'none',
    })
  })

  it('refuses a text that a stage would stumble over', async () => {
    await expect(
      engine.handlers['prompt.save']({ id: ID, body: 'No slots at all.', before: null }),
    ).rejects.toMatchObject({ code: 'prompt.invalid' })
  })

  it('does not save over what the caller has not seen', async () => {
    const { shipped, mine } = await save('One.')
    const body = `Two. ${shipped.body}`
    for (const before of [null, 'another'])
      await expect(engine.handlers['prompt.save']({ id: ID, body, before })).rejects.toMatchObject({
        code: 'prompt.stale',
      })
    await expect(engine.handlers['prompt.reset']({ id: ID, before: null })).rejects.toMatchObject({
      code: 'prompt.stale',
    })
    expect((await engine.handlers['prompt.get']({ id: ID })).mine).toEqual(mine)
  })

  it.each([
    ['no front matter', 'hello', []],
    ['a slot that nobody fills', '', ['undeclared']],
    ['nothing', '', []],
    ['bytes that are no text', '\ufffd\u0000', []],
  ])('shows a damaged file (%s), and uses the shipped one once it is told to', async (what, text, codes) => {
    const { shipped } = await engine.handlers['prompt.get']({ id: ID })
    const original = await readFile(join(import.meta.dirname, '../../resources/prompts', PATH), 'utf8')
    await mkdir(join(folder(), 'prompts', 'user'), { recursive: true })
    await writeFile(
      join(folder(), 'prompts', PATH),
      what.startsWith('a slot') ? original.replace('{{plan}}', '{{plan}} {{persona}}') : text,
    )
    await writeFile(join(folder(), 'prompts', 'user', 'extra.en.v1.md'), 'x')
    const { prompts, strays } = await engine.handlers['prompt.list'](undefined)
    expect(strays).toEqual(['user/extra.en.v1.md'])
    const row = prompts.find(({ id }) => id === ID)
    expect(row?.own).toBe('damaged')
    expect(row).not.toHaveProperty('hash')
    const detail = await engine.handlers['prompt.get']({ id: ID })
    expect(detail.damaged?.findings.map(({ code }) => code)).toEqual(codes)
    expect(detail.damaged?.detail).not.toBe('')
    await expect(engine.project().start({ ...WISH, kind: 'simulate' })).rejects.toMatchObject({
      code: 'prompt.damaged',
    })
    const reset = await engine.handlers['prompt.reset']({ id: ID, before: detail.damaged?.hash ?? null })
    expect(reset).toMatchObject({ own: 'none', hash: shipped.hash })
  })

  it('names a prompt that is none', async () => {
    await expect(engine.handlers['prompt.get']({ id: 'user/nobody.en' })).rejects.toMatchObject({
      code: 'prompt.unknown',
    })
  })
})

const WISH = { title: '', inputs: {}, roles: {}, settings: {}, seed: 1, concurrency: 1 }
