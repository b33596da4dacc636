/**
 * Kill -9 of a real training at random moments: the command line dies, its trainer ends after it, and the same call
 * later goes on. The end must equal an undisturbed run of the same seed: the curve without a gap or a doubled step, every
 * rollout, the last checkpoint's weights and optimizer, byte for byte.
 * LOOPTOOL_KILLS sets the kills (10 here; the soak asks for more).
 */
import { cpSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { writeTinyPolicy } from '#tests/helpers/tiny-policy.ts'
import { eventsOf, residueOf } from './stage/train-world.ts'

const KILLS = Number(process.env.LOOPTOOL_KILLS ?? 10)
/** Enough that no run ends before its kill. */
const STEPS = KILLS * 6

let temp: ReturnType<typeof tempFolder>
let args: (project: string) => string[]
const at = (name: string): string => join(temp.path, name)

beforeAll(async () => {
  temp = tempFolder()
  await writeTinyPolicy(at('policy'))
  const engine = engineWith(at('policy'), at('sample'))
  const dataset = await smallProject(engine, at('undisturbed'), 60)
  await engine.close()
  cpSync(at('undisturbed'), at('killed'), { recursive: true })
  args = (project) => [
    ...['train', '--project', project, '--dataset', dataset, '--steps', String(STEPS), '--seed', '3'],
    ...['--prompts', '8', '--group', '8', '--checkpoint-every', '3', '--validate-every', '7'],
    ...['--keep', 'all', '--json'],
  ]
}, 120_000)
afterAll(() => temp.remove())

const train = (project: string) => startLoop(args(project), { LOOPTOOL_POLICY: at('policy') })

async function onlyRun(project: string): Promise<string> {
  const runs = await readdir(join(project, 'runs')).catch(() => [])
  expect(runs.length).toBeLessThan(2)
  return join(project, 'runs', runs[0] ?? 'none')
}

async function linesOnDisk(project: string): Promise<number> {
  const text = await readFile(join(await onlyRun(project), 'metrics.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').length - 1
}

/** Lets a run measure a few steps more, and kills it some milliseconds later, whatever it does then. */
async function killedRun(project: string): Promise<void> {
  const run = train(project)
  const enough = (await linesOnDisk(project)) + 1 + Math.floor(Math.random() * 4)
  let over = false
  void run.ended.then(() => {
    over = true
  })
  while (!over && (await linesOnDisk(project)) < enough) await later(5)
  await later(Math.random() * 40)
  run.process.kill('SIGKILL')
  const end = await run.ended
  expect(end.signal, end.err).toBe('SIGKILL')
}

it('loses, doubles and changes nothing', async () => {
  const whole = await train(at('undisturbed')).ended
  expect(whole, whole.err).toMatchObject({ code: 0 })
  const wanted = await residueOf(await onlyRun(at('undisturbed')), STEPS)
  expect(wanted.steps).toEqual(Array.from({ length: STEPS + 1 }, (_, step) => step))

  for (let kill = 0; kill < KILLS; kill++) await killedRun(at('killed'))
  const last = await train(at('killed')).ended
  expect(last, last.err).toMatchObject({ code: 0 })
  expect(await residueOf(await onlyRun(at('killed')), STEPS)).toEqual(wanted)
  const kept = async (project: string): Promise<string[]> =>
    (await readdir(join(await onlyRun(project), 'checkpoints'))).sort()
  expect(await kept(at('killed'))).toEqual(await kept(at('undisturbed')))
  const events = await eventsOf(await onlyRun(at('killed')))
  const attempts = events.flatMap((event) => (event.type === 'started' ? event.attempt : []))
  expect(attempts).toEqual(Array.from({ length: KILLS + 1 }, (_, i) => i + 1))
  expect(events.filter(({ type }) => type === 'done')).toHaveLength(1)
}, 1_800_000)
