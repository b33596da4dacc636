/**
 * Set-ups over a real sshd: the program is killed in the middle of an upload, of packages on their way and of an
 * installation, and what is made is whole, made once, and nothing is carried twice; a hub's token is seen nowhere.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobView } from '#core/job/view.ts'
import { Inventory } from '#engine/host/inventory.ts'
import { Kit } from '#engine/host/kit.ts'
import { cutProxy } from '#tests/helpers/cut-proxy.ts'
import { draftFor, type HostKeeper, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { modelHub } from '#tests/helpers/model-hub.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { modelFolder, setUpLab, type TinyKit, tinyKit } from '#tests/helpers/set-up-lab.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { packageIndex } from '#tests/helpers/wheels.ts'

const CHILD = join(import.meta.dirname, '../fakes/set-up-child.ts')
const MEGA = 1 << 20
const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`Set-ups over SSH are not tested here: ${problem}.`)

interface Life {
  /** Phases and bytes that it told. */
  readonly told: { readonly phase: string; readonly done: number }[]
  readonly view: JobView | undefined
}

describe.skipIf(problem !== undefined)('a set-up over SSH', () => {
  let server: Sshd
  let kit: TinyKit
  let temp: ReturnType<typeof tempFolder>
  let keeper: HostKeeper
  const there = (...names: string[]): string => join(server.home, '.looptool', ...names)
  beforeAll(() => {
    kit = tinyKit(6 * MEGA)
  })
  afterAll(() => rmSync(kit.folder, { recursive: true, force: true }))
  beforeEach(async () => {
    server = await startSshd()
    temp = tempFolder()
    keeper = hostKeeper(temp.path)
    await keeper.trusted('h', draftFor(server))
  })
  afterEach(async () => {
    await keeper.hosts.close()
    await server.remove()
    temp.remove()
  })

  /** One life of the program; it is killed once what it told is as wished. */
  async function live(
    settings: unknown,
    deadly?: (phase: string, done: number, total: number) => boolean,
  ): Promise<Life> {
    const child: ChildProcess = spawn(
      process.execPath,
      [CHILD, temp.path, kit.folder, JSON.stringify(settings)],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const gone = new Promise((resolve) => child.once('close', resolve))
    const told: { phase: string; done: number }[] = []
    let view: JobView | undefined
    if (!child.stdout) throw new Error('no output')
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('{')) view = JSON.parse(line) as JobView
      const [phase = '', done, total] = line.split(' ')
      if (view === undefined && phase !== '') told.push({ phase, done: Number(done) })
      if (deadly?.(phase, Number(done), Number(total))) child.kill('SIGKILL')
    }
    await gone
    return { told, view }
  }

  it('an upload goes on behind the byte that the host has', async () => {
    const folder = modelFolder(temp.path, 'm', 48 * MEGA)
    const settings = { make: 'uploadedModel', host: 'h', model: 'm', folder }
    const part = (): number =>
      statSync(there('models/m/model.safetensors.part'), { throwIfNoEntry: false })?.size ?? 0
    let had = 0
    for (const share of [0.2, 0.5]) {
      const { told, view } = await live(
        settings,
        (phase, done, total) => phase === 'carry' && done > share * total,
      )
      expect(view).toBeUndefined()
      const first = told.find(({ phase, done }) => phase === 'carry' && done > 0)
      expect(first?.done ?? 0).toBeGreaterThanOrEqual(had)
      had = part()
      expect(had).toBeGreaterThan(0)
    }
    const { view } = await live(settings)
    expect(view?.state.name).toBe('done')
    expect(
      readFileSync(there('models/m/model.safetensors')).equals(
        readFileSync(join(folder, 'model.safetensors')),
      ),
    ).toBe(true)
    const [model] = (await new Inventory(await keeper.hosts.open('h'), new Kit(kit.folder)).models()).models
    expect(model).toMatchObject({ complete: true, parameters: 12 * MEGA })
    expect(readdirSync(there('models/m')).filter((name) => name.endsWith('.part'))).toEqual([])
  }, 120_000)

  it('a link that breaks in the middle of an upload is told, and the upload goes on behind it', async () => {
    const proxy = await cutProxy(server.port)
    await keeper.trusted('h', draftFor({ ...server, port: proxy.port }))
    const folder = modelFolder(temp.path, 'm', 32 * MEGA)
    const store = await openTestStore(temp.path)
    const lab = setUpLab({
      ...{ store, kit: kit.folder, staging: join(temp.path, 'carried') },
      openHost: () => keeper.hosts.open('h'),
    })
    const id = await lab.start({ make: 'uploadedModel', host: 'h', model: 'm', folder })
    await lab.until(id, ({ inside }) => inside?.phase === 'carry' && inside.done > 4 * MEGA)
    proxy.refuse()
    proxy.cut()
    const cut = await lab.until(id, ({ away, state }) => away !== undefined || state.name !== 'running')
    expect(cut.state.name).toBe('running')
    const had = statSync(there('models/m/model.safetensors.part')).size
    expect(had).toBeGreaterThan(0)
    proxy.mend()
    const back = await lab.until(id, ({ away, inside }) => away === undefined && inside?.phase === 'carry')
    expect(back.inside?.done).toBeGreaterThanOrEqual(had)
    expect((await lab.settled(id)).state.name).toBe('done')
    const [here, far] = [join(folder, 'model.safetensors'), there('models/m/model.safetensors')]
    expect(readFileSync(far).equals(readFileSync(here))).toBe(true)
    await lab.jobs.close()
    await store.close()
    await proxy.close()
  }, 120_000)

  it('packages on their way and the installation behind them are gone on with; uv is asked once', async () => {
    const index = await packageIndex(kit.wheels)
    const settings = { make: 'environment', host: 'h', lock: 'tiny', carry: true, index: index.url }
    index.pace = 6 * MEGA
    expect(
      (await live(settings, (phase, done, total) => phase === 'carry' && done > 0.6 * total)).view,
    ).toBeUndefined()
    // Whoever uses the host sees it as it stands: the wheels that are whole.
    const carried = readdirSync(there('wheels'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.whl'),
    )
    expect(carried.length).toBeGreaterThan(0)
    index.asked.length = 0
    index.pace = undefined
    writeFileSync(there('uv-slow'), '0.5')
    expect((await live(settings, (phase) => phase === 'fetch')).view).toBeUndefined()
    for (const name of carried)
      expect(index.asked.some((asked) => asked.endsWith(name.split('/').at(-1) ?? '?'))).toBe(false)
    const { view } = await live(settings)
    expect(view?.state.name).toBe('done')
    expect(readFileSync(there('uv-calls'), 'utf8')).toBe('venv\npip\n')
    const id = view?.spec.id ?? ''
    expect(readdirSync(there('jobs', id, 'attempts'))).toEqual(['1'])
    expect(readdirSync(there('wheels'))).toEqual([])
    expect(existsSync(join(temp.path, 'carried', id))).toBe(false)
    const stock = new Inventory(await keeper.hosts.open('h'), new Kit(kit.folder))
    expect((await stock.environments()).environments[0]).toMatchObject({ complete: true, lock: 'tiny' })
    expect((await stock.work()).work[0]).toMatchObject({
      id,
      kind: 'setUp',
      from: { project: 'Travel' },
      title: 'tiny',
    })
    await index.close()
  }, 120_000)

  it('a disk that is too small is said before anything is fetched', async () => {
    const about = join(kit.folder, 'envs/tiny.json')
    const before = readFileSync(about, 'utf8')
    const huge = tinyKit()
    writeFileSync(
      join(huge.folder, 'envs/tiny.json'),
      before.replace('"bytes":1048576', '"bytes":9000000000000000'),
    )
    expect(readFileSync(join(huge.folder, 'envs/tiny.json'), 'utf8')).not.toBe(before)
    const { manifestOf, textOf } = await import('../../scripts/host/manifest.mjs')
    writeFileSync(join(huge.folder, 'manifest.json'), textOf(manifestOf(huge.folder)))
    const index = await packageIndex(kit.wheels)
    const store = await openTestStore(temp.path)
    const lab = setUpLab({
      store,
      kit: huge.folder,
      staging: join(temp.path, 'carried'),
      openHost: () => keeper.hosts.open('h'),
    })
    const view = await lab.settled(
      await lab.start({ make: 'environment', host: 'h', lock: 'tiny', index: index.url }),
    )
    expect(view.state.failure).toMatch(/^disk\.tooSmall /)
    expect(index.asked).toEqual([])
    await lab.jobs.close()
    await store.close()
    await index.close()
    rmSync(huge.folder, { recursive: true, force: true })
  }, 60_000)

  it('a hub’s token is in no argument, no variable, no file and no log, here or there', async () => {
    const token = 'hf_canary_91b7e0'
    const hub = await modelHub(modelFolder(temp.path, 'served', 400_000))
    hub.token = token
    hub.pace = 400_000
    const store = await openTestStore(temp.path)
    const secrets = new Map([[`hub ${hub.url}`, token]])
    const lab = setUpLab({
      store,
      kit: kit.folder,
      staging: join(temp.path, 'carried'),
      openHost: () => keeper.hosts.open('h'),
      secrets,
    })
    const id = await lab.start({ make: 'model', host: 'h', model: 'org/m', hub: hub.url })
    await lab.until(id, ({ inside }) => inside?.phase === 'fetch')
    expect(seenBy(token)).toEqual([])
    expect((await lab.settled(id)).state.name).toBe('done')
    expect(hub.shown).toEqual(new Set([token]))
    await lab.jobs.close()
    await store.close()
    const files = [server.home, temp.path].flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
    )
    const whole = files.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    expect(whole.length).toBeGreaterThan(20)
    expect(whole.filter((path) => readFileSync(path).includes(token))).toEqual([])
    await hub.close()
  }, 60_000)
})

/** Processes whose arguments or variables hold a text; this one's own memory is not looked at. */
function seenBy(text: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ['cmdline', 'environ'].flatMap((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`).includes(text) ? [`${pid} ${file}`] : []
        } catch {
          return []
        }
      }),
    )
}
