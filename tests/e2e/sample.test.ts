/** `--sample` as a user starts it: through the real window, told by exit code and counts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SampleCounts } from '#main/sample-run.ts'
import { electronPath } from '../../scripts/electron-path.mjs'
import { appEnv, newUserData, noSandbox, root } from './app.ts'

let userData: string
beforeEach(() => {
  userData = newUserData()
})
afterEach(() => rmSync(userData, { recursive: true, force: true }))

const start = (folder: string, rounds: number): ChildProcess => {
  const counts = join(folder, 'counts.json')
  const args = [...noSandbox(), root, '--sample', `--rounds=${rounds}`, '--dialogs=30', `--json=${counts}`]
  return spawn(electronPath() ?? '', args, { env: appEnv(folder), stdio: ['ignore', 'pipe', 'pipe'] })
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
  const { seconds: _, ...counts } = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8'))
  return counts
}

it('runs the loop, says counts that add up, and does nothing twice when run again', async () => {
  const first = await run(userData, 1)
  const { planned, waiting, done, dropped, failed } = first.dialogs
  expect(planned).toBe(30)
  expect(waiting + done + dropped + failed).toBe(planned)
  // What was prepared, and the round's own set.
  expect(first.datasets).toBe(2)
  const [round] = first.rounds
  expect(round?.heldOutCount).toBeGreaterThan(0)
  expect(round?.planted.planted).toBeGreaterThan(0)
  expect(first.samples.train).toBeGreaterThan(done)
  expect(first.samples.test).toBeGreaterThan(0)
  expect(await run(userData, 1)).toEqual(first)
  expect((await run(userData, 2)).dialogs.planned).toBe(60)
})

it('killed in the middle and run again, gives what an undisturbed run gives', async () => {
  const undisturbed = newUserData()
  const wanted = await run(undisturbed, 1)
  rmSync(undisturbed, { recursive: true, force: true })

  for (const sign of ['project:', 'round 1, simulate']) {
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
