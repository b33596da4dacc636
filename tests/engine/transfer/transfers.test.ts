/** Projects copied, moved, archived and restored: whole or not at all, whatever happens meanwhile. */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TransferView } from '#core/contract/index.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { type Residue, readResidue } from '#tests/helpers/residue.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'

const RESOURCES = fileURLToPath(new URL('../../../resources', import.meta.url))
const CHILD = fileURLToPath(new URL('../../fakes/transfer-child.ts', import.meta.url))
const KILLS = Number(process.env.LOOPTOOL_KILLS ?? 10)

let temp: ReturnType<typeof tempFolder>
let original: string
let before: Residue
/** Another disk than the temporary folder's, where there is one. */
let elsewhere: string | undefined
const at = (name: string): string => join(temp.path, name)

beforeAll(async () => {
  temp = tempFolder()
  original = at('original')
  const engine = engineWith(at('no-policy'), at('sample'))
  await smallProject(engine, original, 20)
  await engine.close()
  // Large enough for a kill to come in the middle.
  mkdirSync(join(original, 'runs', 'r1', 'checkpoints', 'step-1'), { recursive: true })
  for (const name of ['a', 'b', 'c'])
    writeFileSync(
      join(original, 'runs', 'r1', 'checkpoints', 'step-1', `${name}.safetensors`),
      randomBytes(12 << 20),
    )
  writeFileSync(join(original, 'exports', '说明.csv'), 'a,b\n'.repeat(300_000))
  before = await readResidue(original)
  if (existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(temp.path).dev)
    elsewhere = mkdtempSync('/dev/shm/looptool-')
}, 60_000)
afterAll(() => {
  temp.remove()
  if (elsewhere) rmSync(elsewhere, { recursive: true, force: true })
})

/** An engine, and a promise of how the transfer that was begun with it ended. */
function withEngine(): { engine: Engine; ended(): Promise<TransferView> } {
  let done: (view: TransferView) => void = () => undefined
  const last = new Promise<TransferView>((resolve) => {
    done = resolve
  })
  const engine = createEngine({
    resourcesFolder: RESOURCES,
    sampleFolder: at('sample'),
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(),
    push: (name, payload) => {
      const view = payload as TransferView
      if (name === 'project.transfer' && view.state !== 'running') done(view)
    },
    secrets: { get: async () => undefined, set: async () => undefined },
  })
  return { engine, ended: () => last }
}

/** The files of a project but those that belong to who has it open. */
function filesOf(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    if (entry.isFile() && !/^project\./.test(name)) files.set(name, readFileSync(path).toString('base64'))
  }
  return files
}

async function expectWhole(folder: string): Promise<void> {
  const left = await readResidue(folder)
  expect(left.steps).toEqual(before.steps)
  expect(left.items).toEqual(before.items)
  expect(left.rows).toEqual(before.rows)
  const [files, wanted] = [filesOf(folder), filesOf(original)]
  expect([...files.keys()].sort()).toEqual([...wanted.keys()].sort())
  for (const [name, bytes] of wanted) expect(files.get(name) === bytes, name).toBe(true)
}

it('copies the open project into one of its own; until it is whole nothing of the original can be changed', async () => {
  const { engine, ended } = withEngine()
  const { handlers } = engine
  const info = await handlers['project.open']({ folder: original, readOnly: false })
  await handlers['project.copy']({ folder: original, to: at('copy') })
  expect((await handlers['project.current'](undefined))?.readOnly).toBe('transfer')
  expect(() => handlers['job.pause']({ id: 'x' })).toThrow(/project.readOnly/)
  await expect(handlers['project.copy']({ folder: original, to: at('other') })).rejects.toMatchObject({
    code: 'project.otherOpen',
  })
  expect(await ended()).toMatchObject({ state: 'done' })
  expect((await handlers['project.current'](undefined))?.readOnly).toBeUndefined()
  await expectWhole(at('copy'))
  const copy = await handlers['project.open']({ folder: at('copy'), readOnly: false })
  expect(copy).toMatchObject({ name: 'copy', counts: info.counts })
  expect(copy.id).not.toBe(info.id)
  await engine.close()
}, 60_000)

it('refuses what would overwrite, nest or tear something, before anything is done', async () => {
  const { engine } = withEngine()
  const { handlers } = engine
  mkdirSync(at('taken'))
  writeFileSync(join(at('taken'), 'mine.txt'), 'keep')
  const code = (work: Promise<unknown> | unknown) =>
    Promise.resolve(work).then(
      () => 'begun',
      (error: { code: string }) => error.code,
    )
  expect(await code(handlers['project.copy']({ folder: original, to: at('taken') }))).toBe(
    'project.targetTaken',
  )
  expect(
    await code(handlers['project.archive']({ folder: original, file: join(at('taken'), 'mine.txt') })),
  ).toBe('project.targetTaken')
  expect(await code(handlers['project.move']({ folder: original, to: join(original, 'runs', 'in') }))).toBe(
    'project.intoItself',
  )
  expect(await code(handlers['project.copy']({ folder: at('nowhere'), to: at('x') }))).toBe(
    'project.notFound',
  )
  writeFileSync(at('no.zip'), 'not an archive')
  expect(await code(handlers['project.unpack']({ file: at('no.zip'), to: at('x') }))).toBe('archive.foreign')
  expect(existsSync(at('x'))).toBe(false)
  // A job at work writes on; it is not copied half done.
  await handlers['project.open']({ folder: original, readOnly: false })
  const [toolSet] = await handlers['toolSet.list'](undefined)
  const { SMALL_SIMULATE } = await import('#core/nano/sample-settings.ts')
  const { simulateSettingsSchema } = await import('#core/dialog/settings.ts')
  const players = { kind: 'endpoint', url: 'http://127.0.0.1:9/v1', model: 'm' } as const
  const settings = simulateSettingsSchema.parse({
    ...SMALL_SIMULATE,
    toolSetId: toolSet?.id,
    count: 3,
    players,
  })
  const { id } = await handlers['simulate.start']({ settings })
  expect(await code(handlers['project.copy']({ folder: original, to: at('x') }))).toBe('project.jobsRun')
  await handlers['job.cancel']({ id })
  await engine.project().jobs.settled(id)
  await engine.close()
  before = await readResidue(original)
}, 60_000)

it('moves the open project, opens it in its new place, and leaves nothing behind', async () => {
  const { engine, ended } = withEngine()
  cpSync(original, at('moving'), { recursive: true })
  const info = await engine.handlers['project.open']({ folder: at('moving'), readOnly: false })
  await engine.handlers['project.move']({ folder: at('moving'), to: at('moved') })
  expect(await ended()).toMatchObject({ state: 'done' })
  expect(await engine.handlers['project.current'](undefined)).toMatchObject({
    id: info.id,
    folder: at('moved'),
  })
  await engine.close()
  expect(existsSync(at('moving'))).toBe(false)
  await expectWhole(at('moved'))
}, 60_000)

it('moves to another disk: compared first, then the original goes', async ({ skip }) => {
  if (!elsewhere) return skip('there is no other disk here')
  const { engine, ended } = withEngine()
  cpSync(original, at('far'), { recursive: true })
  await engine.handlers['project.move']({ folder: at('far'), to: join(elsewhere, 'there') })
  expect(await ended()).toMatchObject({ state: 'done' })
  await expectWhole(join(elsewhere, 'there'))
  expect(readdirSync(temp.path).filter((name) => name.startsWith('far'))).toEqual([])
  rmSync(join(elsewhere, 'there'), { recursive: true })
}, 60_000)

it('archives to one file and restores every byte; a spoilt file restores nothing', async () => {
  const first = withEngine()
  await first.engine.handlers['project.archive']({ folder: original, file: at('p.zip') })
  expect(await first.ended()).toMatchObject({ state: 'done' })
  const second = withEngine()
  await second.engine.handlers['project.unpack']({ file: at('p.zip'), to: at('restored') })
  expect(await second.ended()).toMatchObject({ state: 'done' })
  await expectWhole(at('restored'))

  const spoilt = readFileSync(at('p.zip'))
  const middle = Math.floor(spoilt.length / 2)
  spoilt[middle] = (spoilt[middle] ?? 0) ^ 1
  writeFileSync(at('spoilt.zip'), spoilt)
  const third = withEngine()
  await third.engine.handlers['project.unpack']({ file: at('spoilt.zip'), to: at('never') })
  expect(await third.ended()).toMatchObject({ state: 'failed', failure: { code: 'archive.damaged' } })
  expect(readdirSync(temp.path).filter((name) => name.startsWith('never'))).toEqual([])
}, 60_000)

it('stops when asked to, and removes what was begun', async () => {
  const { engine, ended } = withEngine()
  const { id } = await engine.handlers['project.archive']({ folder: original, file: at('stopped.zip') })
  engine.handlers['project.stopTransfer']({ id })
  expect(await ended()).toMatchObject({ state: 'stopped' })
  expect(readdirSync(temp.path).filter((name) => name.startsWith('stopped'))).toEqual([])
}, 60_000)

interface Ended {
  readonly code: number | null
  readonly last: string
}
/** Runs the child; with `killAfter`, it is killed so many ms after the work has begun. */
function child(args: readonly string[], killAfter?: number): Promise<Ended> {
  return new Promise((resolve) => {
    const process_ = spawn(process.execPath, [CHILD, ...args], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    process_.stdout.on('data', (bytes: Buffer) => {
      const first = text === ''
      text += bytes.toString()
      if (first && killAfter !== undefined) setTimeout(() => process_.kill('SIGKILL'), killAfter)
    })
    process_.once('close', (code) => resolve({ code, last: text.trim().split('\n').at(-1) ?? '' }))
  })
}

it(`survives ${KILLS} kills: the original stays whole, what is there is whole, and leftovers go`, async () => {
  cpSync(original, at('source'), { recursive: true })
  const far = elsewhere ?? temp.path
  await child([temp.path, 'archive', at('source'), at('killed-source.zip')])
  let inTheMiddle = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const kind = (['copy', 'archive', 'unpack', 'move'] as const)[kill % 4] ?? 'copy'
    const to = kind === 'archive' ? at(`k${kill}.zip`) : join(kind === 'move' ? far : temp.path, `k${kill}`)
    const from = kind === 'unpack' ? at('killed-source.zip') : at('source')
    const { last } = await child([temp.path, kind, from, to], randomInt(0, 120))
    if (last === 'working') inTheMiddle++
    // Either the original, or what it was moved to, is whole; and what bears the name of the target is.
    if (kind === 'move' && existsSync(to)) {
      await expectWhole(to)
      rmSync(at('source'), { recursive: true, force: true })
      cpSync(to, at('source'), { recursive: true })
    } else await expectWhole(at('source'))
    if (existsSync(to) && kind !== 'archive') await expectWhole(to)
    if (existsSync(to) && kind === 'archive')
      expect((await child([temp.path, 'unpack', to, at(`u${kill}`)])).code).toBe(0)
    for (const place of [to, at(`u${kill}`)]) rmSync(place, { recursive: true, force: true })
  }
  // The next start that has something to do clears what the kills left.
  expect((await child([temp.path, 'copy', at('source'), at('last')])).code).toBe(0)
  const parts = [...readdirSync(temp.path), ...readdirSync(far)].filter((name) => name.endsWith('part'))
  expect(parts).toEqual([])
  console.log(`kills in the middle of the work: ${inTheMiddle} of ${KILLS}`)
}, 180_000)

const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0

it.skipIf(!canMount)('tells of a full disk, leaves nothing half made, and works once there is room', () => {
  const script = `
    mount -t tmpfs -o size=200m,nr_inodes=16 tmpfs /mnt || exit 9
    run() { "$1" "$2" "$3" "$4" "$5" "$6"; }
    # Room for all bytes, so that it begins, but not for all files.
    run "$@" copy "$SOURCE" /mnt/p; ls -A /mnt; mount -o remount,nr_inodes=1000 /mnt
    run "$@" copy "$SOURCE" /mnt/p; ls -A /mnt`
  const { stdout, status } = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', script, 'sh', process.execPath, CHILD, at('full-user-data')],
    {
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', SOURCE: original },
      timeout: 60_000,
    },
  )
  const told = stdout
    .trim()
    .split('\n')
    .filter((line) => line !== 'working')
  expect(status, stdout).toBe(0)
  expect(JSON.parse(told[0] ?? '')).toMatchObject({ state: 'failed', failure: { code: 'disk.full' } })
  expect(JSON.parse(told[1] ?? ''), stdout).toMatchObject({ state: 'done' })
  expect(told.slice(2)).toEqual(['p'])
})
