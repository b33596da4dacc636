/** `--sample` as a user starts it: through the real window, told by exit code and counts. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { chainOf, readStart } from '#core/training/chain.ts'
import { decodeRun } from '#core/training/run.ts'
import type { SampleCounts } from '#main/sample-run.ts'
import { electronPath } from '../../scripts/electron-path.mjs'
import { appEnv, newUserData, noSandbox, root } from './app.ts'

/** Small enough for a test; the policy has learnt nothing yet. */
const SIZE = ['--dialogs=30', '--held-out=20', '--steps=2']

const TINY_POLICY = join(root, 'tests/helpers/tiny-policy.ts')

let userData: string
let policy: string
beforeAll(() => {
  policy = join(newUserData(), 'policy')
  const made = spawnSync(electronPath() ?? '', [TINY_POLICY, policy], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  expect(made.status, String(made.stderr)).toBe(0)
})
afterAll(() => rmSync(dirname(policy), { recursive: true, force: true }))
beforeEach(() => {
  userData = newUserData()
})
afterEach(() => rmSync(userData, { recursive: true, force: true }))

const start = (folder: string, rounds: number): ChildProcess => {
  const counts = join(folder, 'counts.json')
  const args = [...noSandbox(), root, '--sample', `--rounds=${rounds}`, ...SIZE, `--json=${counts}`]
  return spawn(electronPath() ?? '', args, {
    env: { ...appEnv(folder), LOOPTOOL_POLICY: policy },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ended(child: ChildProcess): Promise<{ code: number; said: string }> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (said += part))
  const [code] = await once(child, 'exit')
  return { code, said }
}

async function run(folder: string, rounds: number): Promise<SampleCounts> {
  const { code, said } = await ended(start(folder, rounds))
  expect([code, said]).toEqual([0, said])
  const {
    seconds: _,
    cpuSeconds: __,
    peakRssMiB: ___,
    ...counts
  } = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8'))
  return counts
}

/** The runs as their folders say. */
const runsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'run.json')
    .map((path) => decodeRun(JSON.parse(readFileSync(join(folder, path), 'utf8'))))
    .map(({ id, round, start }) => ({ id, round, start: readStart(start.checkpoint) }))

const latestRun = (folder: string): string =>
  runsIn(folder).reduce((a, b) => ((b.round ?? 0) > (a.round ?? 0) ? b : a)).id

it('runs the loop, says counts that add up, and does nothing twice when run again', async () => {
  const first = await run(userData, 1)
  const { planned, waiting, done, dropped, failed } = first.dialogs
  expect(planned).toBe(50)
  expect(waiting + done + dropped + failed).toBe(planned)
  // What was prepared, and the round's own set.
  expect(first.datasets).toBe(2)
  const [base, round] = first.rounds
  expect(base?.heldOutCount).toBeGreaterThan(0)
  expect(round?.heldOutCount).toBe(base?.heldOutCount)
  expect(round?.planted?.samples).toBeGreaterThan(0)
  expect(first.samples.train).toBeGreaterThan(done)
  expect(first.samples.test).toBeGreaterThan(0)
  expect(await run(userData, 1)).toEqual(first)
  expect((await run(userData, 3)).dialogs.planned).toBe(110)
  const chain = chainOf(runsIn(userData), latestRun(userData))
  expect(chain?.origin).toBe('base')
  expect(chain?.links.map(({ run, before, upTo }) => [run.round, before, upTo])).toEqual([
    [1, 0, 2],
    [2, 2, 2],
    [3, 4, undefined],
  ])
})

it('killed in the middle and run again, gives what an undisturbed run gives', async () => {
  const undisturbed = newUserData()
  const wanted = await run(undisturbed, 1)
  rmSync(undisturbed, { recursive: true, force: true })

  for (const sign of ['project:', 'round 1, simulate', 'round 1, train', 'round 1, probe']) {
    const killed = start(userData, 1)
    const gone = once(killed, 'exit')
    await new Promise<void>((resolve) => {
      killed.stdout?.on('data', (part) => String(part).includes(sign) && resolve())
    })
    killed.kill('SIGKILL')
    await gone
  }
  expect(await run(userData, 1)).toEqual(wanted)
})
