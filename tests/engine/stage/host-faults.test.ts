/** What a training over a real sshd meets: each fault is told by its cause, and what follows neither loses nor doubles a step. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secretName } from '#core/host/stored-host.ts'
import type { JobView } from '#core/job/view.ts'
import type { Host } from '#engine/host/host.ts'
import type { Store } from '#engine/project/store.ts'
import { draftFor, type HostKeeper, hostKeeper, wayOf } from '#tests/helpers/host-keeper.ts'
import { curveSteps, type HostLab, hostLab } from '#tests/helpers/host-lab.ts'
import { type Practice, practiceKit } from '#tests/helpers/practice-kit.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { PASSPHRASE, type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const problem = sshdProblem() ?? pythonProblem()
const STEPS = 24
const WISH = { recipe: { steps: STEPS } }

describe.skipIf(problem !== undefined)('a training over SSH meets', () => {
  let server: Sshd
  let kit = ''
  let temp: ReturnType<typeof tempFolder>
  let keeper: HostKeeper
  let host: Host
  let store: Store
  let lab: HostLab
  beforeAll(async () => {
    server = await startSshd()
  })
  afterAll(() => server.remove())
  beforeEach(async () => {
    temp = tempFolder()
    mkdirSync(join(temp.path, 'runs'))
    keeper = hostKeeper(temp.path)
    kit = practiceKit({ stepSeconds: 0.15 })
    await openLab(server)
  })
  afterEach(async () => {
    await lab.jobs.close()
    await keeper.hosts.close()
    await store.close()
    temp.remove()
    rmSync(kit, { recursive: true, force: true })
  })
  /** Another trainer from the next training on. */
  function practise(practice: Practice): void {
    rmSync(kit, { recursive: true, force: true })
    kit = practiceKit(practice)
    lab = newLab()
  }
  async function openLab(on: Sshd): Promise<void> {
    host = await keeper.trusted('h', draftFor(on))
    store = await openTestStore(temp.path)
    lab = newLab()
  }
  const newLab = (): HostLab =>
    hostLab({ store, kit, runsFolder: join(temp.path, 'runs'), openHost: () => keeper.hosts.open('h') })

  const here = (id: string, name: string): string => join(temp.path, 'runs', id, name)
  const at = (id: string, name: string): string => `.looptool/jobs/${id}/${name}`
  const there = async (id: string, name: string): Promise<string> =>
    Buffer.from((await host.readFrom(at(id, name), 0, 8 << 20)).bytes).toString()
  const atStep =
    (step: number) =>
    ({ inside, state }: JobView): boolean =>
      (inside?.done ?? 0) >= step || ['failed', 'paused'].includes(state.name)
  const begun = async (step: number): Promise<string> => {
    const id = await lab.start(WISH)
    await lab.until(id, atStep(step))
    return id
  }
  /** Resumed, it ends with every step of the curve once, and no two trainers ever lived at a time. */
  async function expectGoesOn(id: string, lives: number): Promise<void> {
    await lab.jobs.resume(id)
    const view = await lab.jobs.settled(id)
    expect(view.state).toMatchObject({ name: 'done' })
    expect(view.counters['training.steps']).toBe(STEPS)
    expect(curveSteps(here(id, 'metrics.jsonl')).steps).toEqual(
      Array.from({ length: STEPS }, (_, i) => i + 1),
    )
    for (const name of ['events.jsonl', 'metrics.jsonl'])
      expect(readFileSync(here(id, name), 'utf8')).toBe(await there(id, name))
    const told = await there(id, 'lives.txt')
    expect(told).not.toContain('doubled')
    expect(told.match(/began/g)).toHaveLength(lives)
  }
  /** Ends everything of the work at once, its keeper included: nobody writes down how it ended. */
  async function endAll(id: string): Promise<void> {
    const [leader] = (await there(id, 'pid')).split(' ')
    await host.run(['sh', '-c', 'kill -9 "-$1"', 'sh', leader ?? ''])
  }

  it('a machine that is started anew', async () => {
    const id = await begun(6)
    await lab.jobs.close()
    await endAll(id)
    // Every start of a machine has a name of its own.
    const pid = await there(id, 'pid')
    await host.write(at(id, 'pid'), pid.replace(/\S+\n$/, '00000000-0000-0000-0000-000000000000\n'))
    lab = newLab()
    await lab.jobs.recover(true)
    const failed = await lab.jobs.settled(id)
    expect(failed.state).toMatchObject({ name: 'failed', failure: expect.stringContaining('host.rebooted') })
    await expectGoesOn(id, 2)
  })

  it('an end that nobody wrote down', async () => {
    const id = await begun(6)
    await endAll(id)
    const { state } = await lab.jobs.settled(id)
    expect(state).toMatchObject({ name: 'failed', failure: expect.stringContaining('host.vanished') })
    await expectGoesOn(id, 2)
  })

  it('a checkpoint whose last file was never written', async () => {
    const id = await begun(6)
    await endAll(id)
    await lab.jobs.settled(id)
    const names = (await host.list(at(id, 'checkpoints'))).map(({ name }) => name)
    const latest = Math.max(...names.map((name) => Number(name.slice('step-'.length))))
    await host.remove(at(id, `checkpoints/step-${latest}/complete.json`))
    await expectGoesOn(id, 2)
    // It went on behind the checkpoint before that.
    expect((await there(id, 'metrics.jsonl')).split(`{"step": ${latest},`)).toHaveLength(3)
  })

  it.each([
    ['numbers that are none', 'rawNan'],
    ['steps that begin anew', 'reset'],
    ['lines of another kind, and colours', 'noise'],
  ] as const)('a log with %s', async (_what, hazard) => {
    practise({ hazard })
    const id = await lab.start(WISH)
    const view = await lab.jobs.settled(id)
    expect(view.state.name).toBe('done')
    expect(view.counters['training.steps']).toBe(STEPS)
    expect(curveSteps(here(id, 'metrics.jsonl')).steps).toEqual(
      Array.from({ length: STEPS }, (_, i) => i + 1),
    )
  })

  it('a machine that shows another key, while the work goes on', async () => {
    practise({ stepSeconds: 0.15 })
    const id = await begun(3)
    await server.changeHostKey()
    const held = await lab.jobs.settled(id)
    expect(held.state).toMatchObject({ name: 'paused', pause: { reason: 'host' } })
    const changed: unknown = await host.run(['true']).catch((error: unknown) => error)
    expect(changed).toMatchObject({ code: 'host.keyChanged' })
    const { door, fingerprint, oldFingerprint } = (changed as { values: Record<string, string> }).values
    await keeper.hosts.trust(String(door), String(fingerprint), String(oldFingerprint))
    await expectGoesOn(id, 1)
  })

  it('a passphrase that is wrong, then right', async () => {
    const draft = draftFor(server, { login: { by: 'key', file: server.lockedKeyFile } })
    const name = secretName(wayOf(draft)) ?? ''
    keeper.secrets.set(name, 'wrong')
    await keeper.added('h', draft)
    const id = await lab.start(WISH)
    const { state } = await lab.jobs.settled(id)
    expect(state).toMatchObject({ name: 'paused', pause: { reason: 'host' } })
    expect(state.pause?.detail).toContain('host.passphraseWrong')
    keeper.secrets.set(name, PASSPHRASE)
    keeper.hosts.wake()
    host = await keeper.hosts.open('h')
    await expectGoesOn(id, 1)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'a disk that is full: before it starts, and while it trains',
    async () => {
      await keeper.hosts.close()
      await store.close()
      const small = await startSshd({ disk: '4m' })
      await openLab(small)
      try {
        const fill = (): Promise<unknown> => host.run(['sh', '-c', 'cat /dev/zero > filler; sync'])
        const free = (): Promise<unknown> => host.run(['rm', 'filler'])
        await fill()
        const id = await lab.start(WISH)
        const held = await lab.jobs.settled(id)
        expect(held.state).toMatchObject({ name: 'paused', pause: { reason: 'host' } })
        expect(held.state.pause?.detail).toContain('host.diskFull')
        await free()
        await lab.jobs.resume(id)
        await lab.until(id, atStep(7))
        await fill()
        const failed = await lab.jobs.settled(id)
        expect(failed.state).toMatchObject({
          name: 'failed',
          failure: expect.stringContaining('host.diskFull'),
        })
        await free()
        await expectGoesOn(id, 2)
      } finally {
        await small.remove()
      }
    },
  )
})
