/**
 * Budgets and roles through the contract's calls. Bugs caught: a cap on money that sees nothing, settings of roles that a
 * job does not record or that change under a round, a choice of one project that others feel, words sent without consent.
 */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallInput, type CallName, type CallOutput, decodeCall } from '#core/contract/index.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { createEngine, type Engine, type EngineCallName } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const RESOURCES = join(import.meta.dirname, '../../../resources')
const FAR = 'https://models.invalid/v1'
let temp: ReturnType<typeof tempFolder>
let engine: Engine

beforeEach(async () => {
  temp = tempFolder()
  engine = createEngine({
    ...{
      resourcesFolder: RESOURCES,
      sampleFolder: join(temp.path, 's'),
      workerFile: WORKER,
      appVersion: '0',
    },
    ...{ startPolicy, now: () => new Date(), push: () => undefined },
    secrets: { get: async () => undefined, set: async () => undefined },
    endpointsFile: join(temp.path, 'endpoints.json'),
    asksConsent: true,
  })
  await call('project.create', { name: 'P', folder: join(temp.path, 'p') })
})
afterEach(async () => {
  await engine.close()
  temp.remove()
})

async function call<C extends EngineCallName & CallName>(
  name: C,
  input?: CallInput<C>,
): Promise<CallOutput<C>> {
  const handler = engine.handlers[name] as (decoded: unknown) => Promise<CallOutput<C>>
  return handler(decodeCall(name, input))
}

const endpoint = async (url: string, price?: { input: number; output: number }) => {
  const draft = { name: url, url, model: 'm', ...(price ? { price } : {}) }
  return (await call('endpoint.save', { draft })).endpoint.id
}

async function simulation(more: Partial<typeof DEFAULT_SIMULATE> = {}): Promise<CallInput<'simulate.start'>> {
  const { draftId } = await call('toolSet.read', { paths: [join(RESOURCES, 'sample/tools.json')] })
  const { id } = await call('toolSet.save', { draftId, name: 'Tools' })
  return { settings: { ...DEFAULT_SIMULATE, toolSetId: id, count: 2, ...more } }
}

describe('a cap on money', () => {
  it('needs a price for whoever is asked, whether it is the job’s or the project’s', async () => {
    await endpoint(FAR)
    await call('endpoint.allowHost', { url: FAR })
    const players = { kind: 'endpoint', url: FAR, model: 'm' } as const
    const capped = await simulation({ players, budget: { money: 1 } })
    await expect(call('simulate.start', capped)).rejects.toMatchObject({ code: 'budget.noPrice' })
    await call('budget.setProject', { money: 1 })
    const plain = await simulation({ players })
    await expect(call('simulate.start', plain)).rejects.toMatchObject({ code: 'budget.noPrice' })
    expect(await call('job.list')).toEqual([])
    expect((await call('simulate.start', await simulation({ budget: { money: 1 } }))).id).toBeTruthy()
  })

  it('outlives the program', async () => {
    await call('budget.setProject', { money: 2.5, seconds: 3600 })
    const { folder } = engine.project().folder
    await call('project.close')
    await call('project.open', { folder })
    expect((await call('budget.project')).budget).toEqual({ money: 2.5, seconds: 3600 })
  })
})

describe('settings of roles', () => {
  it('go into the job’s record: those of the roles that play, the project’s word first', async () => {
    await call('endpoint.setRoleSettings', { role: 'user', settings: { temperature: 0.9, topP: 0.5 } })
    await call('endpoint.setRoleSettings', { role: 'judge', settings: { temperature: 0.2 } })
    await call('roles.setSettings', { role: 'user', settings: { temperature: 0.1 } })
    const { id } = await call('simulate.start', await simulation())
    expect((await call('job.get', { id })).spec.sampling).toEqual({ user: { temperature: 0.1, topP: 0.5 } })
    await call('roles.setSettings', { role: 'user', settings: {} })
    await call('endpoint.setRoleSettings', { role: 'user', settings: {} })
    const again = await call('simulate.start', await simulation())
    expect((await call('job.get', again)).spec.sampling).toBeUndefined()
    // What is recorded stays as it was.
    expect((await call('job.get', { id })).spec.sampling).toEqual({ user: { temperature: 0.1, topP: 0.5 } })
  })

  it('of one project are not another’s, and what is out of range never gets in', async () => {
    const judge = await endpoint('http://127.0.0.1:1/v1')
    await call('roles.setPlayers', { role: 'judge', endpoints: [judge] })
    await expect(call('roles.setPlayers', { role: 'judge', endpoints: ['gone'] })).rejects.toMatchObject({
      code: 'endpoint.gone',
    })
    await expect(call('roles.setSettings', { role: 'judge', settings: { temperature: 3 } })).rejects.toThrow()
    expect((await call('roles.project')).roles).toEqual({ judge: [judge] })
    await call('project.create', { name: 'Q', folder: join(temp.path, 'q') })
    expect(await call('roles.project')).toEqual({ roles: {}, sampling: {} })
    await call('project.open', { folder: join(temp.path, 'p') })
    expect((await call('roles.setPlayers', { role: 'judge', endpoints: null })).roles).toEqual({})
  })
})

it('the playground sends nothing to another’s host before somebody agreed', async () => {
  const { settings } = await simulation()
  const [tool] = (await call('toolSet.rows', { id: settings.toolSetId })).rows
  const wish: CallInput<'playground.say'> = {
    tools: { from: 'toolSet', toolSet: settings.toolSetId, names: [tool?.name ?? ''] },
    messages: [{ role: 'user', text: 'Hello' }],
    policy: { kind: 'endpoint', url: FAR, model: 'm' },
  }
  await expect(call('playground.say', wish)).rejects.toMatchObject({ code: 'endpoint.consent' })
})
