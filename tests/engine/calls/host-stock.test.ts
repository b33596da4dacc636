/** The calls about what stands on a host: what needs a project, what is refused, and where a hub's token goes. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { modelFolder } from '#tests/helpers/set-up-lab.ts'

const RESOURCES = join(import.meta.dirname, '../../../resources')
const id = THIS_COMPUTER
const realHome = process.env.HOME

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')('on this computer', () => {
  let temp: ReturnType<typeof tempFolder>
  let engine: Engine
  const secrets = new Map<string, string>()
  const there = (...names: string[]): string => join(temp.path, 'home/.looptool', ...names)
  beforeEach(async () => {
    temp = tempFolder()
    secrets.clear()
    mkdirSync(there('jobs'), { recursive: true })
    process.env.HOME = join(temp.path, 'home')
    engine = createEngine({
      ...{ resourcesFolder: RESOURCES, sampleFolder: temp.path, workerFile: WORKER, appVersion: '0' },
      startPolicy: () => {
        throw new Error('nothing is trained here')
      },
      now: () => new Date(),
      push: () => undefined,
      hostsFolder: join(temp.path, 'user'),
      secrets: {
        get: async (name) => secrets.get(name),
        set: async (name, value) => void secrets.set(name, value),
      },
      keyring: {
        place: async (name) => (secrets.has(name) ? 'memory' : 'none'),
        forget: async (name) => void secrets.delete(name),
        lasting: async () => false,
      },
    })
  })
  afterEach(async () => {
    await engine.end()
    process.env.HOME = realHome
    temp.remove()
  })
  const open = () => engine.handlers['project.create']({ name: 'P', folder: join(temp.path, 'p') })
  const adopted = async (path: string): Promise<string> => {
    const settings = { make: 'ownModel', host: id, model: 'm', path } as const
    const started = await engine.handlers['setUp.start']({ settings })
    await engine.project().jobs.settled(started.id)
    return started.id
  }

  it('lists need no project, making something does', async () => {
    expect((await engine.handlers['host.models']({ id })).models).toEqual([])
    expect((await engine.handlers['host.environments']({ id })).locks.map(({ name }) => name)).toContain(
      'small',
    )
    expect((await engine.handlers['host.work']({ id })).work).toEqual([])
    await expect(adopted(temp.path)).rejects.toMatchObject({ code: 'project.none' })
    await expect(async () => engine.handlers['host.followWork']({ id, work: 'x' })).rejects.toMatchObject({
      code: 'project.none',
    })
  })

  it('the folder of a job that can go on stays, until the job has ended', async () => {
    await open()
    const work = await adopted(join(temp.path, 'none'))
    expect((await engine.handlers['job.get']({ id: work })).state.name).toBe('failed')
    const remove = async () => engine.handlers['host.removeWork']({ id, work })
    await expect(remove()).rejects.toMatchObject({ code: 'work.isJob' })
    await expect(async () => engine.handlers['host.stopWork']({ id, work })).rejects.toMatchObject({
      code: 'work.isJob',
    })
    await engine.handlers['job.cancel']({ id: work })
    await engine.project().jobs.settled(work)
    expect((await engine.handlers['host.work']({ id })).work[0]).toMatchObject({
      id: work,
      mine: true,
      state: 'failed',
    })
    expect((await remove()).freed).toBeGreaterThan(0)
    expect(existsSync(there('jobs', work))).toBe(false)
  }, 60_000)

  it('a folder that something of the project names stays', async () => {
    await open()
    modelFolder(there('jobs/theirs/checkpoints'), 'step-5', 400)
    await adopted(there('jobs/theirs/checkpoints/step-5'))
    const remove = async (work: string) => engine.handlers['host.removeWork']({ id, work })
    await expect(remove('theirs')).rejects.toMatchObject({ code: 'work.named' })
    mkdirSync(there('jobs/other'))
    writeFileSync(there('jobs/other/log'), 'x')
    await remove('other')
    expect(existsSync(there('jobs/other'))).toBe(false)
    expect(existsSync(there('jobs/theirs'))).toBe(true)
  }, 60_000)

  it('a token is kept for its hub alone, and forgotten when none is named', async () => {
    const hub = 'https://hub.example/mirror'
    expect(await engine.handlers['host.keepToken']({ hub, token: 'hf_1', keep: 'run' })).toEqual({
      hub,
      place: 'memory',
    })
    expect([...secrets]).toEqual([['hub https://hub.example', 'hf_1']])
    expect((await engine.handlers['host.hubToken']({})).place).toBe('none')
    expect((await engine.handlers['host.keepToken']({ hub, keep: 'run' })).place).toBe('none')
    expect(secrets.size).toBe(0)
  })
})
