import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LogFile } from '#main/log/log-file.ts'
import { readLogs } from '#main/log/log-reader.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let second = 0
const now = () => new Date(Date.UTC(2026, 0, 1) + second++ * 1000)
const log = (part: 'app' | 'engine', full?: number) =>
  new LogFile(part, { folder, now, ...(full === undefined ? {} : { full }) })
const all = { level: 'info', search: '' } as const

it('gives the latest lines of both parts first, by level and words', async () => {
  const [app, engine] = [log('app'), log('engine')]
  app.write('info', 'first')
  engine.write('warning', 'second', 'with a Stack')
  app.write('error', 'third')
  expect((await readLogs(folder, all, 10)).rows.map(({ text }) => text)).toEqual(['third', 'second', 'first'])
  expect((await readLogs(folder, { ...all, level: 'warning' }, 10)).total).toBe(2)
  expect((await readLogs(folder, { ...all, part: 'app' }, 10)).total).toBe(2)
  expect((await readLogs(folder, { ...all, search: 'STACK second' }, 10)).rows).toHaveLength(1)
  const cut = await readLogs(folder, all, 2)
  expect([cut.rows.length, cut.total]).toEqual([2, 3])
})

it('keeps four files of limited size, the oldest lines go', async () => {
  const engine = log('engine', 2000)
  for (let n = 0; n < 200; n++) engine.write('info', `line ${n}`)
  expect(readdirSync(folder).sort()).toEqual(['engine.1.log', 'engine.2.log', 'engine.3.log', 'engine.log'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2000)
  const { rows, total } = await readLogs(folder, all, 1000)
  expect(rows[0]?.text).toBe('line 199')
  expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: total }, (_, n) => `line ${199 - n}`))
})

it('goes on behind what an earlier run wrote, past a line that a crash tore', async () => {
  log('app').write('info', 'before')
  appendFileSync(join(folder, 'app.log'), '{"at":"2026\n')
  log('app').write('info', 'after')
  expect((await readLogs(folder, all, 10)).rows.map(({ text }) => text)).toEqual(['after', 'before'])
})

it('never writes a secret that it was told of, in a text or in a stack', () => {
  const app = log('app')
  app.hide('canary-key-11')
  app.write('error', 'refused: canary-key-11', 'at canary-key-11')
  expect(readFileSync(join(folder, 'app.log'), 'utf8')).not.toContain('canary-key-11')
})

it('does not stop the program when the disk refuses the log', () => {
  log('app').write('info', 'a file where a folder is wanted')
  const blocked = new LogFile('app', { folder: join(folder, 'app.log', 'x'), now })
  expect(() => blocked.write('info', 'x')).not.toThrow()
})
