/** Trainings in the window: curves that grow, logs of others, rollouts side by side. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MadeRun, makeRun } from '#tests/fixtures/training/made-run.ts'
import { type RunningApp, root } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
let run: MadeRun
let runsFolder: string
const out = mkdtempSync(join(tmpdir(), 'looptool-train-'))
const troubles: string[] = []

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ patience: 8000, troubles }))
  const { folder } = await running.call('project.openSample')
  runsFolder = join(folder, 'runs')
})
afterAll(async () => {
  await running?.close()
  rmSync(out, { recursive: true, force: true })
})

const chart = (title: string) => running.page.getByRole('region', { name: title, exact: true })
const openTrain = async (): Promise<void> => {
  await hands.press('Control+6')
  await hands.byRole('heading', 'Train').first().waitFor()
}

it('teaches while there is no training', async () => {
  await openTrain()
  await hands.byRole('heading', 'No training yet').waitFor()
  await hands.look('train-empty')
})

it('shows a run that appears, and follows it as it grows', async () => {
  run = makeRun(runsFolder, 'run-a', { title: 'Round 2, GRPO', steps: 80, round: 2 })
  run.event('started', { attempt: 1 })
  for (let step = 0; step <= 40; step++) run.step(step)
  run.checkpoint(20)
  run.checkpoint(40)
  await openTrain()
  await hands.byRole('button', /Round 2, GRPO.*Step 40 of 80/).waitFor()
  await chart('Reward and held-out accuracy')
    .getByText(/Reward 0\.\d+/)
    .waitFor()
  for (let step = 41; step <= 60; step++) run.step(step)
  await hands.byRole('button', /Step 60 of 80/).waitFor()
  const health = hands.byRole('status', 'Health of the curve')
  await health.getByText(/^✓?\s*healthy$/).waitFor()
  expect(await health.textContent()).toMatch(/Reward rose from 0\.\d+ to 0\.\d+, held-out from \d+/)
  for (const title of [
    'Answer length',
    'Entropy',
    'Gradient norm',
    'Dead groups',
    'Time per phase of a step',
  ])
    await chart(title).waitFor()
  await hands.look('train-curves')
})

it('every chart is a table too, and goes into a picture and a table file', async () => {
  const reward = chart('Reward and held-out accuracy')
  const act = async (name: string): Promise<void> => {
    await hands.enter(reward.getByRole('button', { name: /^More about/ }))
    await hands.enter(running.page.getByRole('menuitem', { name }))
  }
  await running.app.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = ((...wish: { defaultPath?: string }[]) =>
      Promise.resolve({ canceled: false, filePath: `${folder}/${wish.at(-1)?.defaultPath ?? ''}` })) as never
  }, out)
  await act('Save as PNG')
  const png = join(out, 'Round 2, GRPO Reward and held-out accuracy.png')
  await expect.poll(() => existsSync(png)).toBe(true)
  expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG')
  await act('Save all metrics as CSV')
  const csv = join(out, 'Round 2, GRPO.csv')
  await expect.poll(() => existsSync(csv)).toBe(true)
  expect(readFileSync(csv, 'utf8').trimEnd().split('\n')).toHaveLength(62)
  await act('Copy the numbers shown')
  await reward.getByText('Copied').waitFor()
  const copied = await running.app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied.split('\n')[0]).toBe('Step\tReward\tReward (smoothed)\tHeld-out accuracy')
  await act('As table')
  await hands.byRole('listbox', 'Reward and held-out accuracy').waitFor()
  await hands.look('train-table')
  await act('As curve')
})

it('zooms by keys, all curves at once, and back', async () => {
  const plot = chart('Entropy').locator('.plot')
  await plot.focus()
  await hands.press('+', '+')
  await hands.byRole('button', 'Show everything').waitFor()
  await hands.press('0')
  await hands.byRole('button', 'Show everything').waitFor({ state: 'detached' })
})

it('the microscope shows all answers to one prompt side by side', async () => {
  for (const step of [20, 40, 60])
    run.rollouts(step, [
      [1, 0, 1, 0, 1, 0, 1, 1],
      [0, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1, 0, 1, 1, 1],
    ])
  run.step(61)
  await hands.byRole('button', /Step 61 of 80/).waitFor()
  await hands.enter(hands.byRole('tab', 'Rollouts'))
  const prompts = hands.byRole('listbox', 'Prompts of this step')
  await prompts.waitFor()
  await running.page.getByText('3 prompts, 1 dead').waitFor()
  expect(await hands.byRole('list', 'Answers to this prompt').locator('> li').count()).toBe(8)
  await hands.look('train-rollouts')
  await prompts.focus()
  await hands.press('j')
  await running.page.getByText('Tell person 1 that lunch is at noon.').first().waitFor()
  await hands.enter(hands.byRole('tab', 'About'))
  await running.page.getByText('Checkpoint at step 40').waitFor()
  await hands.look('train-about')
})

it('opens logs of verl and TRL, which are only looked at', async () => {
  const pick = (name: string) =>
    running.app.evaluate(
      ({ dialog }, file) => {
        dialog.showOpenDialog = (() => Promise.resolve({ canceled: false, filePaths: [file] })) as never
      },
      join(root, 'tests/fixtures/training', name),
    )
  await pick('verl-console.log')
  await hands.enter(hands.byRole('button', 'Open a log file'))
  await hands.byRole('heading', 'verl-console.log').waitFor()
  await chart('Reward and held-out accuracy')
    .getByText(/Held-out accuracy 62\.5%/)
    .waitFor()
  await chart('Dead groups').getByText('Not measured by this trainer.').waitFor()
  await hands.look('train-log')
  await pick('trl-state.json')
  await hands.enter(hands.byRole('button', 'Open a log file'))
  await hands.byRole('heading', 'trl-state.json').waitFor()
  await pick('NOTICE')
  await hands.enter(hands.byRole('button', 'Open a log file'))
  await running.page.getByText(/No training step was found in/).waitFor()
  await hands.enter(hands.byRole('button', 'Take off the list'))
  await hands.byRole('button', /trl-state\.json/).waitFor({ state: 'detached' })
})

it('says what is wrong with a curve, and what to do', async () => {
  const sick = makeRun(runsFolder, 'run-c', { title: 'Collapsed', steps: 60 })
  sick.event('started', { attempt: 1 })
  for (let step = 0; step <= 60; step++) sick.step(step, step < 30 ? {} : { entropy: 0.01 })
  await hands.enter(hands.byRole('button', /Collapsed/))
  await hands
    .byRole('status', 'Health of the curve')
    .getByText(/^✕?\s*stop$/)
    .waitFor()
  await running.page.getByText(/the answers of a group are all alike/).waitFor()
  await hands.look('train-stop')
})

it('100,000 steps stay usable: what an append and a panned frame cost the page', async () => {
  const long = makeRun(runsFolder, 'run-long', { title: 'A hundred thousand', steps: 100_000 })
  const lines = Array.from({ length: 100_000 }, (_, step) => step)
  for (let from = 0; from < lines.length; from += 5000)
    long.append(
      'metrics.jsonl',
      ...lines.slice(from, from + 5000).map((step) => ({ step, data: longStep(step) })),
    )
  await hands.enter(hands.byRole('button', /A hundred thousand/))
  await hands.byRole('button', /Step 99,999/).waitFor({ timeout: 60_000 })
  await hands.settled()
  const plot = chart('Entropy').locator('.plot')
  await plot.focus()
  await hands.press('+', '+')
  await hands.byRole('button', 'Show everything').waitFor()
  const spent = await pageThread()
  const frames = 40
  const panned = await spent(async () => {
    for (let i = 0; i < frames; i++) await hands.press(i % 8 < 4 ? 'ArrowRight' : 'ArrowLeft')
  })
  say('a panned frame', panned, frames)
  await hands.press('0')
  await hands.byRole('button', 'Show everything').waitFor({ state: 'detached' })
  const grown = await spent(async () => {
    for (let step = 100_000; step < 100_000 + APPENDS; step++) {
      const shown = readoutChanged()
      long.append('metrics.jsonl', { step, data: longStep(step) })
      await shown
    }
  })
  say('a step more', grown, APPENDS)
  expect(troubles).toEqual([])
})

const APPENDS = 12

/** Resolves when the entropy’s last value is written anew; the page is not asked again and again meanwhile. */
const readoutChanged = (): Promise<void> =>
  chart('Entropy')
    .locator('.legend b')
    .evaluate(
      (value) =>
        new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => {
            watch.disconnect()
            resolve()
          })
          watch.observe(value, { childList: true, characterData: true, subtree: true })
        }),
    )

interface PageTime {
  readonly script: number
  readonly all: number
}

function say(what: string, { script, all }: PageTime, times: number): void {
  console.log(
    `100,000 × 8, ${what}: ${(script / times).toFixed(1)} ms CPU of script on the page’s thread, ${(all / times).toFixed(1)} ms with painting in software`,
  )
  expect(script).toBeGreaterThan(0)
}

/** Measures milliseconds of CPU of the page’s thread. */
async function pageThread(): Promise<(work: () => Promise<void>) => Promise<PageTime>> {
  const session = await running.app.context().newCDPSession(running.page)
  await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
  await session.send('Performance.enable')
  const now = async (): Promise<PageTime> => {
    const { metrics } = await session.send('Performance.getMetrics')
    const ms = (name: string): number => 1000 * (metrics.find((one) => one.name === name)?.value ?? 0)
    return { script: ms('ScriptDuration'), all: ms('TaskDuration') }
  }
  return async (work) => {
    const before = await now()
    await work()
    const after = await now()
    return { script: after.script - before.script, all: after.all - before.all }
  }
}

/** The eight metrics of the charts, cheaply. */
const longStep = (step: number): Record<string, number> => ({
  'reward/mean': 0.5 + 0.3 * Math.sin(step / 9000),
  'response/length': 40 + (step % 13),
  entropy: 0.6 + 0.1 * Math.cos(step / 3000) + (step % 7) / 100,
  kl: 0.01 + (step % 5) / 500,
  'clip/share': (step % 11) / 100,
  'grad/norm': 1 + (step % 17) / 10,
  'groups/dead': 0.3 + (step % 3) / 20,
  'time/step': 1.5,
})
