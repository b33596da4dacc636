/**
 * Kill -9 at random moments, also inside a dialog and while Parquet is written. What was durable before a kill must
 * stand unchanged after it, nothing may stand twice, and the end must equal an undisturbed run of the same seed.
 * LOOPTOOL_KILLS sets the kills per stage (10 here; the soak asks for more).
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loop, startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { type Residue, readResidue } from '#tests/helpers/residue.ts'

const KILLS = Number(process.env.LOOPTOOL_KILLS ?? 10)
const TOOLS = join(import.meta.dirname, '../../resources/sample/tools.json')

let temp: ReturnType<typeof tempFolder>
let wanted: Residue
/** Milliseconds that the undisturbed stages took, start of the program included. */
let simulateMs = 0
let prepareMs = 0
/** Milliseconds before the work begins. */
let startMs = 0

const simulateArgs = (project: string): string[] => [
  'simulate',
  '--project',
  project,
  '--count',
  '800',
  '--seed',
  '11',
  '--concurrency',
  '8',
  '--json',
]
const prepareArgs = (project: string): string[] => ['prepare', '--project', project, '--json']

async function timed(args: string[]): Promise<number> {
  const began = performance.now()
  const end = await loop(...args)
  expect(end, end.err).toMatchObject({ code: 0 })
  return performance.now() - began
}

async function newProject(name: string): Promise<string> {
  const project = join(temp.path, name)
  const end = await loop('import', TOOLS, '--project', project, '--name', 'Tools', '--json')
  expect(end, end.err).toMatchObject({ code: 0 })
  return project
}

beforeAll(async () => {
  temp = tempFolder()
  const project = await newProject('undisturbed')
  startMs = await timed(['status', '--project', project])
  simulateMs = await timed(simulateArgs(project))
  prepareMs = await timed(prepareArgs(project))
  wanted = await readResidue(project)
  expect(wanted.steps.size).toBeGreaterThan(1000)
  expect(wanted.datasets).toBe(1)
}, 120_000)
afterAll(() => temp.remove())

/** Every step that was durable is there still, byte for byte. */
function expectKept(before: Residue | undefined, after: Residue): void {
  for (const [name, body] of before?.steps ?? []) {
    if (after.steps.get(name) !== body) throw new Error(`an acknowledged step was lost or changed: ${name}`)
  }
}

interface Kills {
  readonly kills: number
  /** Different counts of durable steps at which a kill came. */
  readonly moments: number
}

/** Calls the verb again and again, killing it at a random moment, until it was killed `KILLS` times; then lets it end. */
async function killUntilDone(project: string, args: string[], usualMs: number): Promise<Kills> {
  let before: Residue | undefined
  let kills = 0
  const moments = new Set<number>()
  for (let tries = 0; kills < KILLS && tries < KILLS * 4; tries++) {
    const run = startLoop(args)
    // Work that goes on where it stopped has less left each time; the kills move with it.
    const left = 1 - (before?.steps.size ?? 0) / (wanted.steps.size + 1)
    const work = Math.max(150, (usualMs - startMs) * Math.max(0.15, left))
    const timer = setTimeout(() => run.process.kill('SIGKILL'), startMs * 0.7 + Math.random() * work * 0.7)
    const end = await run.ended
    clearTimeout(timer)
    if (end.signal === 'SIGKILL') kills++
    else expect(end, end.err).toMatchObject({ code: 0 })
    const after = await readResidue(project)
    expectKept(before, after)
    moments.add(after.steps.size)
    before = after
  }
  const last = await loop(...args)
  expect(last, last.err).toMatchObject({ code: 0 })
  expectKept(before, await readResidue(project))
  return { kills, moments: moments.size }
}

describe('kill -9', () => {
  it('loses and doubles nothing in simulate', async () => {
    const project = await newProject('simulate')
    const { kills, moments } = await killUntilDone(project, simulateArgs(project), simulateMs)
    const left = await readResidue(project)
    const first = (rows: readonly unknown[]): unknown[] =>
      rows.filter((row) => (row as { job: number }).job === 1)
    expect(first(left.items)).toEqual(first(wanted.items))
    expect(first(left.counters)).toEqual(first(wanted.counters))
    expect(first(left.usage)).toEqual(first(wanted.usage))
    for (const [name, body] of wanted.steps)
      if (name.startsWith('1 ')) expect(left.steps.get(name)).toBe(body)
    expect(kills).toBe(KILLS)
    expect(moments).toBeGreaterThan(1)
    console.log(`simulate: ${kills} kills at ${moments} different counts of durable steps`)
  }, 1_800_000)

  it('leaves one dataset, the same one, in prepare', async () => {
    const project = await newProject('prepare')
    await timed(simulateArgs(project))
    const { kills } = await killUntilDone(project, prepareArgs(project), prepareMs)
    const left = await readResidue(project)
    // Calls that were not killed list a dataset each; its files, named by content, stand there once.
    expect(left.rows).toEqual(wanted.rows)
    expect(left.datasets).toBeGreaterThan(0)
    expect(kills).toBe(KILLS)
    console.log(`prepare: ${kills} kills`)
  }, 1_800_000)
})
