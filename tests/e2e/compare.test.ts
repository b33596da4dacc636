/** Trainings over each other: ticked by keys, who is ahead, what differs; and those that go on from one another as one. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recipeSchema } from '#core/training/recipe.ts'
import { trlConfig, trlRecipeSchema } from '#core/training/trl-recipe.ts'
import { type MadeRun, makeRun } from '#tests/fixtures/training/made-run.ts'
import type { RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
let third: MadeRun
const troubles: string[] = []

const nano = { ...recipeSchema.parse({}), seed: 1 }
const EVIL = '<img src=x onerror="document.title=1">'

/** Three rounds that go on from one another, one on a host, and some more to choose from. */
function makeRuns(runsFolder: string): MadeRun {
  const made = (id: string, about: Parameters<typeof makeRun>[2], steps: number, gain = 0): MadeRun => {
    const run = makeRun(runsFolder, id, { steps, ...about })
    run.event('started', { attempt: 1 })
    for (let step = 0; step <= steps; step++)
      run.step(step, step % 10 === 0 ? { 'heldOut/accuracy': Math.min(1, 0.5 + gain + step / 500) } : {})
    run.event('done', { step: steps })
    return run
  }
  const rounds = { dataset: 'd', trainer: 'nano' }
  made('round-1', { ...rounds, title: 'Round 1, as shipped', round: 1, settings: nano }, 60)
  made(
    'round-2',
    {
      ...rounds,
      title: 'Round 2',
      round: 2,
      start: 'runs/round-1/checkpoints/step-50',
      settings: { ...nano, lr: 1e-4 },
    },
    50,
    0.12,
  )
  const last = made(
    'round-3',
    {
      ...rounds,
      title: 'Round 3',
      round: 3,
      start: 'runs/round-2/checkpoints/step-40',
      settings: { ...nano, group: 16 },
    },
    50,
    0.2,
  )
  const settings = { ...trlConfig(trlRecipeSchema.parse({})), seed: 7, host: 'gone', [EVIL]: EVIL }
  made(
    'trl-1',
    { title: 'LoRA on the GPU machine', trainer: 'trl', start: '/models/small', settings },
    40,
    0.02,
  )
  made('lost', { title: 'From a run that is gone', start: 'runs/nowhere/checkpoints/step-30' }, 20)
  for (const extra of ['One more', 'Yet another']) made(extra.replaceAll(' ', '-'), { title: extra }, 20)
  return last
}

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ patience: 8000, troubles }))
  const { folder } = await running.call('project.openSample')
  third = makeRuns(join(folder, 'runs'))
})
afterAll(async () => {
  await running?.close()
  expect(troubles).toEqual([])
})

const box = (title: string) => running.page.getByRole('checkbox', { name: `Compare “${title}”` })
const tick = async (...titles: string[]): Promise<void> => {
  for (const title of titles) await hands.enter(box(title), 'Space')
}
const ahead = () => hands.byRole('status', 'Who is ahead')
const chart = (title: string) => running.page.getByRole('region', { name: title, exact: true })

it('two trainings are ticked by keys, and compared', async () => {
  await hands.press('Control+6')
  await hands.byRole('button', 'Tick two to compare').waitFor()
  await hands.tabTo('Compare “Round 3”')
  await hands.press('Space')
  await hands.tabTo('Compare “Round 1, as shipped”')
  await hands.press('Space')
  await hands.enter(hands.byRole('button', 'Compare 2'))
  await hands.byRole('heading', '2 trainings compared').waitFor()
  await ahead()
    .getByText(
      /“Round 3” is ahead of “Round 1, as shipped”: 80% against 60% held-out at step 50, \+20 points, between \+\d.*more than chance/,
    )
    .waitFor()
})

it('says when a difference may be chance, and makes allowance for several', async () => {
  await tick('Round 3', 'LoRA on the GPU machine')
  await ahead()
    .getByText(
      /“LoRA on the GPU machine” has 60% held-out at step 40, “Round 1, as shipped” 58%: .* That may be chance/,
    )
    .waitFor()
  await tick('Round 2')
  await ahead()
    .getByText(/allows for 2 differences/)
    .waitFor()
  await ahead()
    .getByText(/Their datasets differ/)
    .waitFor()
})

it('every run has its letter, its interval and its reward at the step that all reached', async () => {
  const table = hands.byRole('table', 'Trainings compared')
  expect(await table.getByRole('row').count()).toBe(4)
  await table.getByRole('columnheader', { name: 'Reward at step 40' }).waitFor()
  const first = table.getByRole('row', { name: /Round 1, as shipped/ })
  expect(await first.textContent()).toMatch(/62% at step 60\s*57%–67% of 400/)
  await hands.enter(table.getByRole('radio', { name: /“Round 2”/ }), 'Space')
  await ahead()
    .getByText(/“Round 2” is ahead of/)
    .waitFor()
  await hands.look('compare-curves')
})

it('a pointer over a curve names the run and its value', async () => {
  const plot = chart('Held-out accuracy').locator('.plot')
  await plot.scrollIntoViewIfNeeded()
  const place = await plot.boundingBox()
  if (!place) throw new Error('no plot')
  const named = chart('Held-out accuracy').locator('.legend > .soft')
  await expect
    .poll(async () => {
      for (let y = 10; y < place.height - 30; y += 8) {
        await running.page.mouse.move(place.x + place.width / 2, place.y + y)
        const said = (await named.textContent()) ?? ''
        if (/^Step \d+ · [A-D] (Round|LoRA).* \d+(\.\d)?%$/.test(said)) return true
      }
      return false
    })
    .toBe(true)
})

it('the settings that differ stand side by side, each with the name its trainer knows; nothing of them is HTML', async () => {
  await hands.enter(hands.byRole('tab', /Settings that differ/))
  const table = hands.byRole('table', 'Settings that differ')
  const row = (name: RegExp) => table.getByRole('row', { name })
  await row(/^Learning rate learning_rate, lr 0\.00001 0\.0002 0\.0001$/).waitFor()
  await row(
    /^Started from \/models\/small the small policy as shipped “Round 1, as shipped” at step 50$/,
  ).waitFor()
  await row(/^Trainer/).waitFor()
  await table.getByText(EVIL, { exact: true }).first().waitFor()
  expect(await table.getByText(/Temperature/).count()).toBe(0)
  expect(await running.page.locator('main img').count()).toBe(0)
  await hands.look('compare-settings')
})

it('six are the most', async () => {
  await tick('Round 3', 'One more', 'Yet another')
  await hands.byRole('heading', '6 trainings compared').waitFor()
  const seventh = running.page.getByRole('checkbox', { name: /^Six can be compared/ })
  expect(await seventh.isDisabled()).toBe(true)
  await hands.enter(hands.byRole('tab', 'Curves'))
  await chart('Entropy').waitFor()
  await running.resize(1024, 700)
  await hands.look('compare-six-1024')
  await running.resize(2560, 1300)
  await hands.look('compare-six-2560')
  await running.resize(1280, 800)
  await hands.enter(hands.byRole('button', 'Untick all'))
  await hands.byRole('heading', 'Tick two to six trainings').waitFor()
  await hands.look('compare-none')
})

it('rounds that go on from one another are one curve, with their seams', async () => {
  await hands.enter(hands.byRole('button', /^Round 3/))
  await hands.byRole('heading', 'Round 3').waitFor()
  const whole = running.page.getByRole('switch', { name: 'Whole chain (3 trainings)' })
  await hands.enter(whole, 'Space')
  await running.page.getByText('Round 1, as shipped (to step 50) → Round 2 (to step 40) → Round 3').waitFor()
  const reward = chart('Reward and held-out accuracy')
  const act = async (name: string): Promise<void> => {
    await hands.enter(reward.getByRole('button', { name: /^More about/ }))
    await hands.enter(running.page.getByRole('menuitem', { name }))
  }
  await act('Copy the numbers shown')
  await reward.getByText('Copied').waitFor()
  const rows = (await running.app.evaluate(({ clipboard }) => clipboard.readText()))
    .trimEnd()
    .split('\n')
    .slice(1)
  expect(rows.map((row) => Number(row.split('\t')[0]))).toEqual(
    Array.from({ length: 141 }, (_, step) => step),
  )
  // Held-out values run across, those of a seam once.
  expect(rows.filter((row) => row.split('\t')[3] !== '')).toHaveLength(15)
  await hands.look('train-chain')
  await running.resize(1024, 700)
  await hands.look('train-chain-1024')
  await running.resize(1280, 800)
})

it('a chain grows with its last run, and says what is not known of where it came from', async () => {
  third.step(51)
  const reward = chart('Reward and held-out accuracy')
  await hands.enter(reward.getByRole('button', { name: /^More about/ }))
  await hands.enter(running.page.getByRole('menuitem', { name: 'As table' }))
  await hands.byRole('listbox', 'Reward and held-out accuracy').getByText('141', { exact: true }).waitFor()
  await hands.enter(hands.byRole('button', /^From a run that is gone/))
  await running.page.getByText('What came before is not in this project: step 30 of “nowhere”.').waitFor()
})
