/** The loop's screens, walked by keyboard over a round of practice roles that is started in the window itself. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { flowBalances } from '#core/round/flow.ts'
import { newUserData, type RunningApp, resultsFolder } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

// Every screen is looked at in both themes and languages: that takes time on a busy machine.
vi.setConfig({ testTimeout: 600_000 })

let running: RunningApp
let hands: Hands
const troubles: string[] = []
const userData = newUserData()

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ userData, patience: 60_000, troubles }))
  await running.call('project.openSample')
})
afterAll(async () => {
  await running?.close()
  rmSync(userData, { recursive: true, force: true })
})

/** A poll gives up after a second unless told. */
const PATIENT = { timeout: 30_000 }
const tab = (name: string) => hands.enter(hands.byRole('tab', name))
const done = (id: string) =>
  expect
    .poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 300_000 })
    .toBe('done')
const focused = (selector: string): Promise<boolean> =>
  running.page.evaluate((what) => document.activeElement?.closest(what) != null, selector)
const cellOf = async (stage: string) => {
  const { cells } = await running.call('round.board')
  const cell = cells.find((one) => one.round === 1 && one.stage === stage)
  if (cell?.job === undefined) throw new Error(`round 1 has no ${stage}`)
  return { ...cell, job: cell.job }
}

it('rounds teach when there is nothing to go on with', async () => {
  await hands.press('Control+5')
  await hands.byRole('heading', /A round finds what the policy gets wrong/).waitFor()
  await hands.byRole('button', 'Prepare samples').waitFor()
  await hands.look('rounds-teach')
})

it('warns in numbers of votes that can never decide, and starts nothing', async () => {
  const [toolSet] = await running.call('toolSet.list')
  const simulated = await running.call('simulate.start', {
    settings: {
      ...DEFAULT_SIMULATE,
      toolSetId: toolSet?.id ?? '',
      count: 40,
      players: { kind: 'practice', wrongVotes: 0.05, wrongLabels: 0.1 },
    },
  })
  await done(simulated.id)
  await done((await running.call('prepare.start', { jobs: [simulated.id], name: 'Samples' })).id)
  await hands.enter(hands.byRole('button', 'Start round 1'))
  await running.page.getByLabel('Votes per sample').fill('1')
  await running.page.getByText(/1 asked for, 2 needed: .* up to [\d,]+ samples would stay unjudged/).waitFor()
  await hands.byRole('button', 'The votes can never decide').waitFor()
  await running.page.getByLabel('Votes per sample').fill('3')
  await hands.look('rounds-new')
})

it('a round runs from the window: paused, resumed, and every cell balances', async () => {
  await hands.enter(hands.byRole('button', 'Start round 1'))
  const strip = running.page.locator('.run-strip')
  await hands.enter(strip.getByRole('button', { name: 'Pause' }))
  await strip.getByRole('button', { name: 'Resume' }).waitFor()
  await hands.look('rounds-paused')
  await hands.enter(strip.getByRole('button', { name: 'Resume' }))
  const parent = (await running.call('job.list')).find((job) => job.spec.kind === 'round')
  await done(parent?.spec.id ?? '')
  await running.page.locator('.board thead .tone-done').waitFor()
  const { cells, columns } = await running.call('round.board')
  expect(cells.map(({ stage }) => stage)).toEqual(['compose', 'evaluate', 'probe', 'judge', 'expand'])
  for (const cell of cells) expect(cell.in).toBe(cell.out + cell.dropped + cell.failed + cell.waiting)
  expect(columns[0]?.heldOut?.total).toBeGreaterThan(0)
  await running.page.locator('.held-out .big').waitFor()
  await hands.look('rounds-board')
})

it('board: arrows move between cells, and redo tells what it would compute before it does', async () => {
  await running.page.locator('.board-cell[tabindex="0"]').focus()
  await hands.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
  await hands.byRole('heading', 'Judge, round 1').waitFor()
  await hands.enter(hands.byRole('button', 'Redo from here…'))
  const plan = hands.byRole('alertdialog', 'Redo from here…')
  await plan.getByText('2 stages would be computed again').waitFor()
  const judge = await cellOf('judge')
  await plan
    .getByRole('row', { name: new RegExp(`Judge, round 1 ${judge.in.toLocaleString('en')}`) })
    .waitFor()
  expect(await focused('[role=alertdialog]')).toBe(true)
  await hands.look('rounds-redo')
  await hands.press('Enter')
  await plan.waitFor({ state: 'detached' })
  expect((await cellOf('judge')).job).toBe(judge.job)
})

it('flow: a path picked by keyboard lists exactly its samples; the table says the same', async () => {
  await tab('Flow')
  const flow = await running.call('round.flow', { round: 1 })
  expect(flowBalances(flow)).toBe(true)
  const { page } = running
  await page.locator('.flow-picture [tabindex="0"]').focus()
  const path = flow.paths.find(({ verdict }) => verdict === 'predictionWrong')
  await hands.look('rounds-flow')
  const nodes = await page.locator('.flow-node').count()
  const steps = nodes + (path ? flow.paths.indexOf(path) : 0)
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowDown')
  await hands.press('Enter')
  await page
    .locator('.flow-list .table-bar')
    .getByText(`${path?.count.toLocaleString('en')} samples`)
    .waitFor()
  await page.locator('.flow-list [role=listbox]').focus()
  await hands.press('j', 'Enter')
  await page.locator('.inspector .ledger-rounds li').waitFor()
  await hands.look('rounds-ledger')
  await hands.press('Escape')
  await page.locator('.inspector').waitFor({ state: 'detached' })
  expect(await focused('.flow-list')).toBe(true)
  const png = join(userData, 'flow.png')
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never
  }, png)
  await hands.enter(hands.byRole('button', /PNG/))
  await expect
    .poll(() => (existsSync(png) ? readFileSync(png).subarray(1, 4).toString() : ''), PATIENT)
    .toBe('PNG')
  mkdirSync(join(resultsFolder, 'screens'), { recursive: true })
  copyFileSync(png, join(resultsFolder, 'screens', 'rounds-flow-saved.png'))
  await hands.enter(hands.byRole('button', 'Table'))
  await page.locator('tr.chosen').waitFor()
  await hands.look('rounds-flow-table')
})

it('probe: the threshold moves by keys and the counts follow; another match asks nobody', async () => {
  await tab('Probe')
  const { job } = await cellOf('probe')
  const numbers = async () => {
    const texts = await running.page.locator('.standing-counts strong').allTextContents()
    return texts.map((text) => Number(text.replaceAll(',', '')))
  }
  await running.page.locator('.standing-counts').waitFor()
  const before = await numbers()
  await hands.look('rounds-probe')
  await hands.byRole('slider').focus()
  await hands.press('ArrowLeft', 'ArrowLeft', 'PageDown')
  const exact = await running.call('probe.view', { job, share: 0.32 })
  await expect.poll(numbers, PATIENT).toEqual(Object.values(exact.counts))
  expect((await numbers()).reduce((a, b) => a + b)).toBe(before.reduce((a, b) => a + b))
  await hands.enter(hands.byRole('button', 'Back to the round’s own'))
  await expect.poll(numbers, PATIENT).toEqual(before)
  await hands.enter(hands.byRole('button', 'schema only'))
  const schema = await running.call('probe.view', { job, match: 'schema' })
  await expect.poll(numbers, PATIENT).toEqual(Object.values(schema.counts))
})

it('court: fifty verdicts by keyboard alone become the judge’s accuracy with its interval', async () => {
  await tab('Label court')
  const { page } = running
  await page.locator('.verdict-bar').waitFor()
  await hands.look('rounds-court')
  const list = hands.byRole('listbox', 'Judged samples')
  await list.focus()
  await hands.press('Home')
  const { job } = await cellOf('judge')
  const { rows } = await running.call('court.page', { job, limit: 50 })
  for (const [at, row] of rows.entries()) {
    await page.locator(`.court-case[data-shown="${row.sample}"]`).waitFor()
    await page.keyboard.press(String((at % 4) + 1))
    await page.locator(`.court-case[data-shown="${row.sample}"] .verdict-key[aria-pressed=true]`).waitFor()
    await page.keyboard.press('j')
  }
  await expect.poll(async () => (await running.call('court.accuracy', { job })).looked, PATIENT).toBe(50)
  await page.getByText(/of \d+ you looked at/).waitFor()
  await page.getByText(/^50 of [\d,]+ judged samples have your word$/).waitFor()
  await hands.look('rounds-court-accuracy')
})

it('court: undo takes a word back; a label is edited as JSON with the place of an error', async () => {
  const { page } = running
  await page.locator('.verdict-key[aria-pressed=false]').first().waitFor()
  await hands.press('1')
  await page.locator('.verdict-key[aria-pressed=true]').waitFor()
  await page.locator('.court-case[aria-busy=false]').waitFor()
  await hands.press('u')
  await page.locator('.verdict-key[aria-pressed=true]').waitFor({ state: 'detached' })
  await hands.press('e')
  await page.locator('.label-editor').waitFor()
  await hands.enter(page.locator('.label-editor').getByRole('button', { name: 'Calls', exact: true }))
  if ((await page.locator('.call-editor').count()) === 0)
    await hands.enter(hands.byRole('button', 'Add a call'))
  const text = page.getByLabel('Call 1: arguments, as JSON')
  await text.fill('{"a": 1,\n "b" 2}')
  await page.getByText('Not valid JSON: line 2, character 6.').waitFor()
  await hands.byRole('button', 'The arguments are not valid JSON').waitFor()
  await hands.look('rounds-court-edit')
  await text.fill('{"nobody knows this one": 1}')
  await hands.byRole('button', 'A call breaks its tool’s schema').waitFor()
  await hands.enter(page.locator('.label-editor').getByRole('button', { name: 'Words', exact: true }))
  await page.getByLabel('What is right to say').fill('Which one do you mean?')
  await hands.enter(hands.byRole('button', 'Save label and verdict'))
  await page.locator('.court-votes').getByText('with this label').waitFor()
  await page.locator('.court-votes').getByText('Which one do you mean?').waitFor()
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  await hands.press('Shift+?')
  await page.getByText('Label court: edit the label').waitFor()
  await hands.press('Escape')
})

it('expansions: the funnel adds up, and a child stands beside its seed', async () => {
  await tab('Expansions')
  const { job } = await cellOf('expand')
  const funnel = await running.call('expand.funnel', { job })
  const refused = Object.values(funnel.refused).reduce((sum, count) => sum + count, 0)
  expect(funnel.candidates).toBe(funnel.taken + refused)
  await running.page.locator('.seed-pair .right-answer').first().waitFor()
  await hands.look('rounds-expand')
  await hands.byRole('listbox', 'Seeds').focus()
  await hands.press('j', 'j')
  await hands.enter(running.page.locator('.seed-pair .chips button').first())
  await running.page.locator('.seed-pair .chips [aria-pressed=true]').waitFor()
})

it('judges: planted cases make a report whose matrix holds every vote', async () => {
  await tab('Judges')
  await hands.enter(hands.byRole('button', 'Ask about 80 cases'))
  await running.page.locator('.confusion').waitFor({ timeout: 60_000 })
  const [one] = await running.call('calibrate.list')
  await done(one?.job.spec.id ?? '')
  await expect
    .poll(async () => {
      const texts = await running.page.locator('.confusion td.num').allTextContents()
      return texts.reduce((sum, text) => sum + Number(text), 0)
    })
    .toBe((await running.call('calibrate.list'))[0]?.report.votes.total)
  await hands.look('rounds-judges')
})

it('data: rules take samples out with their reasons; a sample knows its story', async () => {
  const { page } = running
  await hands.press('Control+4')
  await hands.enter(hands.byRole('button', 'Check and filter'))
  await page.getByLabel('any value that nobody said (less sure)').focus()
  await hands.press('Space')
  await hands.enter(hands.byRole('button', /^Filter [\d,]+ samples$/))
  await page.locator('.removed p.num').waitFor({ timeout: 60_000 })
  const filter = (await running.call('job.list')).find((job) => job.spec.kind === 'filter')
  await done(filter?.spec.id ?? '')
  const removed = await running.call('filter.removed', { job: filter?.spec.id ?? '' })
  await page
    .locator('.removed p.num')
    .getByText(`${removed.total.toLocaleString('en')} sample`)
    .waitFor()
  await hands.look('data-filter')
  await hands.enter(hands.byRole('button', 'Back to the samples'))
  const list = hands.byRole('listbox', 'Samples')
  await list.focus()
  await hands.press('j', 'Enter')
  await hands.enter(page.locator('.inspector').getByRole('button', { name: 'Its story' }))
  await hands.byRole('heading', 'Ledger of a sample').waitFor()
})

it('jobs show a round with its stages; home and the palette know it', async () => {
  const { page } = running
  await hands.enter(page.locator('.rail').getByRole('button', { name: 'Jobs' }))
  // A calibration on the round's set bears the set's name too.
  await hands.enter(page.locator('.side-list').getByRole('button', { name: /^Round 1 .*Round ·/ }))
  await hands.byRole('heading', 'Stages').waitFor()
  expect(await page.locator('.stage-jobs li').count()).toBe(5)
  await hands.look('rounds-job')
  await hands.press('Control+1')
  const { looked } = await running.call('court.accuracy', { job: (await cellOf('judge')).job })
  await hands.byRole('button', looked === 0 ? 'Open the label court' : 'Open the rounds').waitFor()
  await hands.press('Control+k')
  await page.getByRole('combobox', { name: /Type a page/ }).fill('label court')
  await hands.press('Enter')
  await page.locator('.verdict-bar').waitFor()
})

it('keeps its actions in reach at the smallest size and at 200 % zoom', async () => {
  for (const [width, height, zoom] of [
    [1024, 700, 1],
    [1280, 800, 2],
  ] as const) {
    await running.resize(width, height)
    await running.app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor)
    }, zoom)
    for (const view of ['Board', 'Flow', 'Probe', 'Label court', 'Expansions', 'Judges']) {
      await tab(view)
      await hands.settled()
      const spill = await running.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(spill, `${view} at ${width} × ${zoom}`).toBeLessThanOrEqual(0)
      await running.screenshot(`screens/rounds-small-${view.replace(' ', '-')}-${width}-${zoom}x`)
    }
  }
})

it('met no error of its own and no refusal of its content policy on the way', () => {
  expect(troubles).toEqual([])
})
