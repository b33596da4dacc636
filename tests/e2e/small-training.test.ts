/** A real training of the small policy, driven at the window: started, stopped and saved, resumed, ended. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readMetricLine } from '#core/training/metric-line.ts'
import type { RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { makeSmallDataset } from './small-dataset.ts'
import { openWindow } from './window.ts'

/** Far more than anybody waits for: the training ends because it is ended. */
const STEPS = 5000

let running: RunningApp
let hands: Hands
let runsFolder: string
const troubles: string[] = []

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ patience: 30_000, troubles }))
  const { folder } = await running.call('project.openSample')
  runsFolder = join(folder, 'runs')
})
afterAll(() => running?.close())

/** By its whole name: the rail's jobs have buttons that begin alike. */
const button = (name: string) => running.page.getByRole('button', { name, exact: true })
const latest = async () => (await running.call('training.runs'))[0]
const untilStep = (step: number) =>
  expect
    .poll(async () => (await latest())?.step ?? 0, { timeout: 60_000, interval: 200 })
    .toBeGreaterThanOrEqual(step)

/** Steps as the log holds them; of one that stands twice the last line counts. */
function stepsOnDisk(run: string): number[] {
  const lines = readFileSync(join(runsFolder, run, 'metrics.jsonl'), 'utf8').split('\n')
  return [...new Set(lines.flatMap((line) => readMetricLine(line)?.step ?? []))]
}

it('begins with a press of a button, and its curve grows', async () => {
  await makeSmallDataset(running)
  await hands.press('Control+6')
  await hands.enter(hands.byRole('button', 'New training'))
  const next = () => hands.enter(button('Next'))
  await next()
  const fill = (name: string, value: string) =>
    running.page.getByRole('textbox', { name, exact: true }).fill(value)
  await fill('Name', 'Tried at the window')
  await running.page.getByRole('combobox', { name: 'Prompts trained on' }).click()
  await running.page.getByRole('option', { name: 'all' }).click()
  await next()
  await hands.byRole('radio', /^The small policy as shipped/).waitFor()
  await next()
  await fill('Steps', String(STEPS))
  await fill('Prompts a step', '2')
  await fill('Answers a prompt', '4')
  await running.page.getByText(/ answers will be drawn: .* × 2 prompts × 4 answers/).waitFor()
  await running.page.getByText('All settings').click()
  await running.page.getByLabel('Weight of KL').waitFor()
  await hands.look('train-small-recipe')
  await hands.enter(hands.byRole('button', 'Start training'))
  await hands.byRole('heading', 'Tried at the window').waitFor()
  await untilStep(2)
  await hands.byRole('button', /Tried at the window.*Step [1-9]/).waitFor()
  await running.page
    .getByRole('region', { name: 'Reward and held-out accuracy' })
    .getByText(/Held-out accuracy \d/)
    .waitFor()
  await hands.look('small-training')
})

it('stops and saves, and goes on behind what was saved', async () => {
  await hands.enter(button('Stop and save'))
  await button('Resume').waitFor()
  const stopped = await latest()
  expect(stopped).toMatchObject({ state: 'stopped', title: 'Tried at the window' })
  const step = stopped?.step ?? 0
  await hands.enter(hands.byRole('tab', 'About'))
  await running.page.getByText(`Stopped at step ${step}, saved`).waitFor()
  await running.page.getByText(`Step ${step}`, { exact: true }).waitFor()
  await hands.enter(button('Resume'))
  await untilStep(step + 2)
  await running.page.getByText('Resumed', { exact: true }).waitFor()
  await button('Stop and save').waitFor()
})

it('ends when it is told to, with a curve that has neither a gap nor a doubled step', async () => {
  await hands.enter(button('Stop for good'))
  await hands.byRole('alertdialog', 'Stop for good').waitFor()
  await hands.enter(hands.byRole('button', 'Stop it'))
  await hands.byRole('button', /Stopped for good/).waitFor()
  const run = await latest()
  expect((await running.call('job.get', { id: run?.id ?? '' })).state.name).toBe('cancelled')
  const steps = stepsOnDisk(run?.id ?? '')
  expect(steps.length).toBeGreaterThan(4)
  expect(steps).toEqual(steps.map((_, i) => i))
  await hands.look('small-training-ended')
  expect(troubles).toEqual([])
})
