/** The first five minutes, by keyboard alone: from an empty profile to a pilot, with sample and for real. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FIRST_RUN_STEPS } from '#core/guide/first-run.ts'
import { freshUserData, type RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
/** Presses that do something, as clicks would. */
let presses = 0
let began = 0
const troubles: string[] = []
const userData = freshUserData()

async function start(): Promise<void> {
  ;({ running, hands } = await openWindow({ userData, patience: 15_000, troubles }))
}
beforeAll(async () => {
  began = performance.now()
  await start()
})
afterAll(async () => {
  await running?.close()
  rmSync(userData, { recursive: true, force: true })
})

const heading = (name: string | RegExp) => running.page.getByRole('heading', { name, level: 1 }).waitFor()
async function press(name: string | RegExp, key = 'Enter'): Promise<void> {
  await hands.tabTo(name)
  await running.page.keyboard.press(key)
  presses++
}
it('leads from launch to a pilot of the sample project in a few presses', async () => {
  await heading('Welcome to LoopTool')
  await press('Next')
  await heading('How do you want to begin?')
  await press('Open the sample project')
  await heading('Which model plays the roles?')
  await press('Next')
  await heading('Will you train on a GPU machine?')
  await press('Later')
  await heading('Which tools shall the model call?')
  await press('Next')
  await heading('Ready for a pilot')
  await press('Run a 5-dialog pilot')
  await heading('Your first dialogs')
  await running.page.getByText(/^5 dialogs, \d+ messages, \d+ tool calls$/).waitFor()
  const seconds = (performance.now() - began) / 1000
  console.log(`first run: ${presses} presses and ${seconds.toFixed(1)} s from launch to a finished pilot`)
  expect(presses).toBeLessThanOrEqual(12)
  // Named as what they are.
  await running.page.getByText('Practice roles: scripted, no model').first().waitFor()
  const [job] = await running.call('job.list')
  expect(job?.counts).toMatchObject({ planned: 5, failed: 0, waiting: 0 })
})

it('every step shows well in both languages and themes, and at 200 % zoom', async () => {
  for (const step of [...FIRST_RUN_STEPS].reverse()) {
    await hands.settled()
    await hands.look(`first-run-${step}`)
    await hands.lookZoomed(`first-run-${step}`)
    if (step !== 'language') await press('Back')
  }
})

it('is left at any time, and gone on with from Home and from the palette', async () => {
  await press('Next')
  await press('Go on later')
  await running.page.getByText('The set-up stands at step 2 of 6: Project.').waitFor()
  await hands.look('home-set-up-left')
  await press('Go on with the set-up')
  await heading('How do you want to begin?')
  await press('Go on later')
  await hands.press('Control+k')
  await running.page.getByRole('combobox').fill('set-up')
  await hands.press('Enter')
  await heading('How do you want to begin?')
  await press(/Pilot$/)
  await heading('Your first dialogs')
})

const bubble = () => running.page.locator('.tour-bubble')

it('a tour beside the window’s own parts blocks nothing, survives other sizes, and ends with Esc', async () => {
  await press('Take a one-minute tour')
  await bubble().getByText('What comes next').waitFor()
  await hands.look('tour-next')
  for (const stop of ['Making data', 'Getting better in rounds', 'Who plays the roles']) {
    await hands.press('ArrowRight')
    await bubble().getByText(stop).waitFor()
  }
  await running.page.locator('.tour-ring').waitFor()
  await hands.look('tour-connections')
  await hands.lookZoomed('tour-connections')
  await running.resize(1024, 700)
  const inside = await bubble().evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight
  })
  expect(inside).toBe(true)
  // What lies beneath can be used meanwhile.
  await running.page.locator('.rail-item[data-tour=data]').click()
  await running.page.locator('.rail-item[data-tour=data][aria-current=page]').waitFor()
  await hands.press('Escape')
  await bubble().waitFor({ state: 'detached' })
  await hands.press('Shift+?')
  await press('Take the tour')
  await bubble().getByText('1 / 6').waitFor()
  for (let stop = 1; stop < 6; stop++) await hands.press('Enter')
  await bubble().getByText('Find anything').waitFor()
  await hands.press('Enter')
  await bubble().waitFor({ state: 'detached' })
})

it('is not shown at the next start, and complained of nothing', async () => {
  await running.close()
  await start()
  await running.page.getByRole('button', { name: 'Open project: Sample project' }).waitFor()
  await hands.look('home-second-start')
  expect(troubles).toEqual([])
})
