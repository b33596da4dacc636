/** Set-ups of this computer as a host: made, fetched, brought and adopted as jobs that can be stopped and gone on with. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { Inventory } from '#engine/host/inventory.ts'
import { Kit } from '#engine/host/kit.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import type { Store } from '#engine/project/store.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { modelFolder, type SetUpLab, setUpLab, type TinyKit, tinyKit } from '#tests/helpers/set-up-lab.ts'
import { type PackageIndex, packageIndex } from '#tests/helpers/wheels.ts'

let kit: TinyKit
let index: PackageIndex
let temp: ReturnType<typeof tempFolder>
let store: Store
let host: LocalHost
let lab: SetUpLab
let stock: Inventory
const home = (): string => join(temp.path, 'home')
const there = (...names: string[]): string => join(home(), '.looptool', ...names)
const inStagingLeft = (): string[] =>
  existsSync(join(temp.path, 'carried')) ? readdirSync(join(temp.path, 'carried')) : []
const openLab = (): SetUpLab =>
  setUpLab({ store, kit: kit.folder, staging: join(temp.path, 'carried'), openHost: async () => host })
const tiny = { make: 'environment', host: 'h', lock: 'tiny' } as const

const made = async (settings: unknown): Promise<JobView> => lab.settled(await lab.start(settings))
/** How a set-up that must be done ended, with the reason where it was not. */
const endOf = ({ state }: JobView): string => `${state.name} ${state.failure ?? ''}`

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')('a set-up', () => {
  beforeAll(() => {
    kit = tinyKit()
  })
  afterAll(() => rmSync(kit.folder, { recursive: true, force: true }))
  beforeEach(async () => {
    index = await packageIndex(kit.wheels)
    temp = tempFolder()
    mkdirSync(there(), { recursive: true })
    host = new LocalHost(home())
    stock = new Inventory(host, new Kit(kit.folder))
    store = await openTestStore(temp.path)
    lab = openLab()
  })
  afterEach(async () => {
    await lab.jobs.close()
    await store.close()
    await index.close()
    temp.remove()
  })

  it('makes an environment, bringing uv where the host has none, and lists and removes it', async () => {
    const view = await made({ ...tiny, index: index.url })
    expect(endOf(view)).toBe('done ')
    const { environments, locks, free, uv } = await stock.environments()
    expect(environments).toHaveLength(1)
    expect(environments[0]).toMatchObject({
      complete: true,
      own: false,
      current: true,
      lock: 'tiny',
      versions: { tinypack: '1.2.3' },
    })
    expect(existsSync(environments[0]?.python ?? '')).toBe(true)
    expect(locks.map(({ name }) => name)).toEqual(['small', 'tiny'])
    expect(free).toBeGreaterThan(0)
    expect(uv).toBe(true)
    const [name, python] = [environments[0]?.name ?? '', environments[0]?.python ?? '']
    if (process.platform === 'linux') {
      // A training that runs from it would end with it.
      const user = spawn(python, ['-c', 'import sys; print(1, flush=True); sys.stdin.read()'])
      await once(user.stdout, 'data')
      await expect(stock.removeEnvironment(name)).rejects.toMatchObject({ code: 'env.inUse' })
      user.stdin.end()
      await once(user, 'exit')
    }
    const { freed } = await stock.removeEnvironment(name)
    expect(freed).toBeGreaterThan(0)
    expect((await stock.environments()).environments).toEqual([])
  }, 60_000)

  it('carries what a host without a way out needs, uv with it, and leaves nothing of it lying about', async () => {
    const view = await made({ ...tiny, carry: true, index: index.url })
    expect(endOf(view)).toBe('done ')
    expect((await stock.environments()).environments[0]).toMatchObject({ complete: true, lock: 'tiny' })
    expect(readdirSync(there('wheels'))).toEqual([])
    expect(inStagingLeft()).toEqual([])
    const config = JSON.parse(readFileSync(there('jobs', view.spec.id, 'config.json'), 'utf8'))
    expect(config.wheels).toContain('/.looptool/wheels/')
  }, 60_000)

  it('goes on with a file that was cut off on its way', async () => {
    index.cut = 300
    const view = await made({ ...tiny, carry: true, index: index.url })
    expect(endOf(view)).toBe('done ')
    expect(index.asked.some((asked) => asked.endsWith('from 300'))).toBe(true)
  }, 60_000)

  it('takes no file with another hash, from an index or from a mirror in HTML', async () => {
    index.lie = Buffer.alloc(1000)
    expect((await made({ ...tiny, carry: true, index: index.url })).state).toMatchObject({
      name: 'failed',
      failure: expect.stringContaining('wheels.hash '),
    })
    expect((await made({ ...tiny, index: index.url })).state).toMatchObject({
      name: 'failed',
      failure: expect.stringContaining('env.hashDiffers '),
    })
    const mirror = await packageIndex(kit.wheels, 'html')
    expect(endOf(await made({ ...tiny, carry: true, index: mirror.url }))).toBe('done ')
    await mirror.close()
  }, 60_000)

  it('says when nobody answers, here or there', async () => {
    const nobody = 'http://127.0.0.1:9/simple'
    expect((await made({ ...tiny, carry: true, index: nobody })).state).toMatchObject({
      failure: expect.stringContaining('wheels.unreachable '),
    })
    expect((await made({ ...tiny, index: nobody })).state).toMatchObject({
      failure: expect.stringContaining('env.unreachable '),
    })
  }, 60_000)

  it('uploads a model, skips what is there, and takes no file that could run code', async () => {
    const folder = modelFolder(temp.path, 'a model $(x)', 4000)
    const settings = { make: 'uploadedModel', host: 'h', model: 'mine/模型', folder }
    expect(endOf(await made(settings))).toBe('done ')
    const [model] = (await stock.models()).models
    expect(model).toMatchObject({
      name: 'mine/模型',
      complete: true,
      own: false,
      parameters: 1000,
      context: 4096,
    })
    expect(readdirSync(model?.folder ?? '').sort()).toEqual([
      'config.json',
      'looptool.json',
      'model.safetensors',
      'tokenizer.json',
    ])
    writeFileSync(join(folder, 'tokenizer.json'), '{"a":1}')
    expect(endOf(await made(settings))).toBe('done ')
    expect(readFileSync(join(model?.folder ?? '', 'tokenizer.json'), 'utf8')).toBe('{"a":1}')
    expect((await stock.removeModel('mine/模型')).freed).toBeGreaterThan(4000)
    expect((await stock.models()).models).toEqual([])
  }, 60_000)

  it('adopts a model and a Python of the user’s own, and removing them leaves them there', async () => {
    const path = modelFolder(temp.path, 'own', 400)
    expect(endOf(await made({ make: 'ownModel', host: 'h', model: 'own', path }))).toBe('done ')
    expect((await stock.models()).models[0]).toMatchObject({
      name: 'own',
      own: true,
      folder: path,
      complete: true,
    })
    await stock.removeModel('own')
    expect(existsSync(join(path, 'model.safetensors'))).toBe(true)
    expect(endOf(await made({ ...tiny, index: index.url }))).toBe('done ')
    const python = (await stock.environments()).environments[0]?.python ?? ''
    expect(endOf(await made({ make: 'ownEnvironment', host: 'h', lock: 'tiny', python }))).toBe('done ')
    const own = (await stock.environments()).environments.find((one) => one.own)
    expect(own).toMatchObject({ python, complete: true, bytes: 0, versions: { tinypack: '1.2.3' } })
    await stock.removeEnvironment(own?.name ?? '')
    expect(existsSync(python)).toBe(true)
  }, 60_000)

  it('names what is wrong with a folder or a Python before anything is changed', async () => {
    const folder = modelFolder(temp.path, 'half', 400)
    rmSync(join(folder, 'tokenizer.json'))
    const upload = { make: 'uploadedModel', host: 'h', model: 'm', folder }
    expect((await made(upload)).state).toMatchObject({
      failure: expect.stringMatching(/^setUp\.noModelFiles .*tokenizer.json/),
    })
    expect((await made({ ...upload, folder: join(temp.path, 'none') })).state).toMatchObject({
      failure: expect.stringContaining('setUp.folderMissing '),
    })
    expect(
      (await made({ make: 'ownEnvironment', host: 'h', lock: 'tiny', python: '/usr/bin/python3' })).state,
    ).toMatchObject({ failure: expect.stringContaining('env.unfit ') })
    expect((await stock.models()).models).toEqual([])
  }, 60_000)

  it('stops when it is asked to, and goes on where it was', async () => {
    writeFileSync(there('uv-slow'), '0.4')
    const id = await lab.start({ ...tiny, index: index.url })
    await lab.until(id, ({ inside }) => inside?.phase === 'fetch')
    await lab.jobs.pause(id)
    expect((await lab.settled(id)).state).toMatchObject({ name: 'paused', pause: { reason: 'user' } })
    rmSync(there('uv-slow'))
    await lab.jobs.resume(id)
    expect((await lab.until(id, ({ state }) => state.name === 'done')).counts.done).toBe(1)
    expect(readdirSync(there('jobs', id, 'attempts'))).toEqual(['1', '2'])
  }, 60_000)

  it('goes on by itself while nobody follows it', async () => {
    writeFileSync(there('uv-slow'), '0.3')
    const id = await lab.start({ ...tiny, index: index.url })
    await lab.until(id, ({ inside }) => inside?.phase === 'fetch')
    await lab.jobs.close()
    lab = openLab()
    await lab.jobs.recover(true)
    expect(endOf(await lab.settled(id))).toBe('done ')
    expect(readFileSync(there('uv-calls'), 'utf8')).toBe('venv\npip\n')
    expect(readdirSync(there('jobs', id, 'attempts'))).toEqual(['1'])
  }, 60_000)
})
