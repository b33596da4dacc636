/** Projects that may only be looked at: nothing of them changes, and one gate says no to every change. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mayChangeProject } from '#core/contract/changing.ts'
import { CALL_NAMES } from '#core/contract/index.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'

const CHILD = fileURLToPath(new URL('../../fakes/transfer-child.ts', import.meta.url))
let temp: ReturnType<typeof tempFolder>
const at = (name: string): string => join(temp.path, name)
const engine = () => engineWith(at('no-policy'), at('sample'))

beforeAll(async () => {
  temp = tempFolder()
  const made = engine()
  await smallProject(made, at('project'), 12)
  await made.close()
}, 60_000)
afterAll(() => temp.remove())

const bytesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/-shm$|-wal$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path).toString('base64')]),
  )

it('knows which calls change a project', () => {
  const changing = CALL_NAMES.filter(mayChangeProject)
  for (const name of [
    'toolSet.save',
    'simulate.start',
    'job.resume',
    'court.overrule',
    'training.open',
  ] as const)
    expect(changing, name).toContain(name)
  for (const name of ['job.list', 'sample.page', 'round.board', 'ledger.get', 'training.points'] as const)
    expect(changing, name).not.toContain(name)
  expect(changing.filter((name) => /\.(list|get|page|view|rows)$/.test(name))).toEqual([])
  expect(
    CALL_NAMES.filter((name) => /\.(start|save|retry|cancel|pause)$/.test(name) && !mayChangeProject(name)),
  ).toEqual(['endpoint.save', 'host.save', 'bundle.save'])
})

it('a project that another one has open can be read, and refuses every change', async () => {
  const holder = engine()
  await holder.handlers['project.open']({ folder: at('project'), readOnly: false })
  const reader = engine()
  const { handlers } = reader
  await expect(handlers['project.open']({ folder: at('project'), readOnly: false })).rejects.toMatchObject({
    code: 'project.locked',
  })
  const untouched = bytesIn(at('project'))
  const info = await handlers['project.open']({ folder: at('project'), readOnly: true })
  expect(info).toMatchObject({ readOnly: 'asked', counts: { datasets: 1, dialogs: 12 } })
  const [dataset] = await handlers['dataset.list'](undefined)
  const page = await handlers['sample.page']({ dataset: dataset?.id ?? '', search: '', limit: 10 })
  expect(page.rows.length).toBeGreaterThan(0)
  const [job] = await handlers['job.list'](undefined)
  const changing = CALL_NAMES.filter(mayChangeProject)
  const all = handlers as Readonly<Record<string, (input: unknown) => unknown>>
  for (const name of changing)
    expect(() => all[name]?.({ id: job?.spec.id }), name).toThrow(/^project.readOnly/)
  await reader.close()
  expect(bytesIn(at('project'))).toEqual(untouched)
  // The holder never noticed.
  expect((await holder.handlers['job.list'](undefined)).length).toBeGreaterThan(0)
  await holder.close()
})

it('a project of a newer format is opened for reading, by its label or by its database', async () => {
  for (const part of ['label', 'database']) {
    const folder = at(`newer-${part}`)
    cpSync(at('project'), folder, { recursive: true })
    if (part === 'label') {
      const label = JSON.parse(readFileSync(join(folder, 'project.json'), 'utf8'))
      writeFileSync(join(folder, 'project.json'), JSON.stringify({ ...label, format: 99 }))
    } else {
      const db = new DatabaseSync(join(folder, 'project.sqlite'))
      db.exec('PRAGMA user_version = 99')
      db.close()
    }
    const untouched = bytesIn(folder)
    const reader = engine()
    const info = await reader.handlers['project.open']({ folder, readOnly: false })
    expect(info, part).toMatchObject({ readOnly: 'newer', counts: { dialogs: 12 } })
    expect(() => reader.handlers['job.pause']({ id: 'x' })).toThrow(/project.readOnly/)
    await reader.close()
    expect(Object.keys(bytesIn(folder)).sort()).toEqual(
      [...new Set([...Object.keys(untouched), join(folder, 'project.sqlite.lock')])]
        .filter((path) => existsSync(path))
        .sort(),
    )
    rmSync(folder, { recursive: true })
  }
})

const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0

it.skipIf(!canMount).each(['closed', 'with commits in its log'])(
  'a project on a medium that cannot be written is opened for reading: %s',
  (how) => {
    const script = `
      mount -t tmpfs tmpfs /mnt && cp -r "$1" /mnt/p && rm -f /mnt/p/project.sqlite.lock*
      mount -o remount,ro /mnt && "$2" "$3" "$4" look /mnt/p; rm -f /mnt/p/project.json 2>/dev/null && exit 7; exit 0`
    const folder = at(`medium ${how}`)
    cpSync(at('project'), folder, { recursive: true })
    const db = new DatabaseSync(join(folder, 'project.sqlite'))
    if (how !== 'closed') {
      db.exec(
        "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; INSERT INTO content VALUES ('x', 'y')",
      )
      // Copied while it is open: the last commit stands in the log only.
      cpSync(folder, `${folder} copied`, { recursive: true })
      rmSync(join(`${folder} copied`, 'project.sqlite-shm'), { force: true })
    }
    db.close()
    const from = how === 'closed' ? folder : `${folder} copied`
    const { stdout, stderr, status } = spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', script, 'sh', from, process.execPath, CHILD, at('user-data')],
      { encoding: 'utf8', env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: 60_000 },
    )
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), stderr).toEqual({
      readOnly: 'medium',
      refused: 'project.readOnly',
      counts: expect.objectContaining({ dialogs: 12, datasets: 1 }),
      rows: 5,
    })
  },
)
