/** A run on a host as files here: whole lines only, a stretch a turn, whatever the files there look like. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { LocalHost } from '#engine/host/local-host.ts'
import { HostMirror } from '#engine/stage/train/host-mirror.ts'
import { tempFolder } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let mirror: HostMirror
const there = (name: string): string => join(temp.path, 'job', name)
const here = (name: string): string => join(temp.path, 'run', name)
const newMirror = (): HostMirror => new HostMirror(new LocalHost(temp.path), 'job', join(temp.path, 'run'))

beforeEach(() => {
  temp = tempFolder()
  mkdirSync(there(''))
  mkdirSync(here(''))
  mirror = newMirror()
})
afterEach(() => temp.remove())

it('a line that is still being written waits for its end, and one that is cut never came', async () => {
  writeFileSync(there('metrics.jsonl'), '{"step":1}\n{"step":2,"da')
  await mirror.update()
  expect(readFileSync(here('metrics.jsonl'), 'utf8')).toBe('{"step":1}\n')
  // A later attempt cuts the torn line and goes on.
  truncateSync(there('metrics.jsonl'), 11)
  appendFileSync(there('metrics.jsonl'), '{"step":2}\n')
  await newMirror().update()
  expect(readFileSync(here('metrics.jsonl'), 'utf8')).toBe('{"step":1}\n{"step":2}\n')
})

it('a file that a crash left short is read on from there, byte for byte', async () => {
  const text = Array.from({ length: 500 }, (_, i) => `{"step":${i},"é":"中"}\n`).join('')
  writeFileSync(there('metrics.jsonl'), text)
  await mirror.update()
  // The program was killed while it wrote: any prefix may stand.
  for (const size of [0, 1, 777, Buffer.byteLength(text) - 1]) {
    truncateSync(here('metrics.jsonl'), size)
    await newMirror().update()
    expect(readFileSync(here('metrics.jsonl'), 'utf8')).toBe(text)
  }
})

it('a huge file comes in turns, a line without end in pieces', async () => {
  const line = `{"step":1,"x":"${'y'.repeat(1 << 16)}"}\n`
  writeFileSync(there('metrics.jsonl'), line.repeat(300) + 'z'.repeat(3 << 20))
  appendFileSync(there('metrics.jsonl'), `\n${line}`)
  expect(await mirror.update()).toBe(true)
  expect(statSync(here('metrics.jsonl')).size).toBeLessThanOrEqual(17 << 20)
  while (await mirror.update());
  expect(statSync(here('metrics.jsonl')).size).toBe(statSync(there('metrics.jsonl')).size)
})

it('a curve of any length takes no more memory to mirror and to read than a short one', () => {
  const child = join(import.meta.dirname, '../../fakes/mirror-child.ts')
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const said = spawnSync(process.execPath, [child, temp.path, String(160 << 20)], { env, encoding: 'utf8' })
  const told = z
    .object({ before: z.number(), after: z.number(), step: z.number(), steps: z.number(), end: z.string() })
    .parse(JSON.parse(said.stdout))
  expect(told.end).toBe('done')
  expect(told.steps - told.step).toBeLessThan(7)
  // The file is 160 MiB, and its text would be twice that.
  expect(told.after - told.before).toBeLessThan(140)
}, 60_000)

it('of a log of a gigabyte the end is kept', async () => {
  writeFileSync(there('log'), 'first\n')
  truncateSync(there('log'), 1 << 30)
  appendFileSync(there('log'), 'last \x1b[31mwords\x1b[0m\n')
  await mirror.update()
  expect(statSync(here('log')).size).toBeLessThanOrEqual(64 << 10)
  expect(readFileSync(here('log'), 'utf8')).toMatch(/last .*words/)
})

it('rollouts are brought once whole; what only looks like one stays there', async () => {
  mkdirSync(there('rollouts'))
  writeFileSync(there('metrics.jsonl'), '{"step":1}\n')
  writeFileSync(there('rollouts/1.jsonl'), '{"a":1}\n')
  writeFileSync(there('rollouts/2.jsonl.new'), '{"a":')
  writeFileSync(there('rollouts/$(x).jsonl'), 'no')
  await mirror.update()
  expect(readFileSync(here('rollouts/1.jsonl'), 'utf8')).toBe('{"a":1}\n')
  expect(() => statSync(here('rollouts/$(x).jsonl'))).toThrow()
  expect(() => statSync(here('rollouts/2.jsonl.new'))).toThrow()
})
