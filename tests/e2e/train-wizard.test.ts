/** A training is set up by keyboard: the draft outlives page and program, and a pre-flight speaks against a bad one. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SMALL_PREPARE, SMALL_SIMULATE, SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import { launchApp, newUserData, type RunningApp } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

let running: RunningApp
let hands: Hands
const userData = newUserData()
const troubles: string[] = []

async function start(): Promise<void> {
  running = await launchApp({ userData })
  hands = handsOf(running)
  running.page.setDefaultTimeout(20_000)
  running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
  await running.resize(1280, 800)
}

const done = (id: string) =>
  expect
    .poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 60_000 })
    .toBe('done')

async function makeDataset(): Promise<void> {
  const toolSet = (await running.call('toolSet.list')).find(({ name }) => name === SMALL_TOOL_SET)
  const settings = { ...SMALL_SIMULATE, toolSetId: toolSet?.id ?? '', count: 20 }
  const simulated = await running.call('simulate.start', { settings })
  await done(simulated.id)
  const wish = { ...SMALL_PREPARE, jobs: [simulated.id], testShare: 0.2 }
  await done((await running.call('prepare.start', wish)).id)
}

beforeAll(async () => {
  await start()
  await running.call('project.openSample')
})
afterAll(async () => {
  await running?.close()
  rmSync(userData, { recursive: true, force: true })
})

/** In both sizes that the window must look well in. */
async function look(name: string): Promise<void> {
  await hands.look(name)
  await running.resize(1024, 700)
  await hands.look(`${name}-1024`)
  await running.resize(1280, 800)
}
const next = () => hands.enter(hands.byRole('button', /^Next$/))

it('this computer is a host that a model of one’s own can be trained on', async () => {
  await makeDataset()
  await hands.press('Control+6')
  await hands.enter(hands.byRole('button', 'New training'))
  await hands.byRole('heading', 'What is trained, and where?').waitFor()
  await look('train-where-small')
  await hands.byRole('radio', /^This computer/).focus()
  await hands.press('Space')
  await hands.byRole('button', 'Name the environment first').waitFor()
  await running.page.getByLabel('Environment: its Python on the host').first().fill('/usr/bin/python3')
  await hands.byRole('button', 'Name the model first').waitFor()
  await running.page.getByLabel('Model folder on the host').first().fill('models/small')
  await hands.press('Escape')
  await look('train-where-host')
  await next()
})

it('shows how long the prompts are, against the limit', async () => {
  await hands.byRole('heading', 'What does it learn from?').waitFor()
  await look('train-data')
  await next()
})

it('says what it starts from', async () => {
  await hands.byRole('heading', 'What does it start from?').waitFor()
  await look('train-start')
  await next()
})

it('tells each setting with its flag, and what differs from the recipe', async () => {
  await hands.byRole('heading', 'How is it trained?').waitFor()
  await look('train-recipe')
  await running.page.getByText('All settings').click()
  await look('train-recipe-all')
  await next()
})

it('the pre-flight', async () => {
  await hands.byRole('heading', 'Will it go well?').waitFor()
  await look('train-check')
  await hands.enter(hands.byRole('button', 'Run the pre-flight'))
  await hands.byRole('button', 'Run it again').waitFor()
  await look('train-check-done')
})

it('met no error of its own on the way', () => {
  expect(troubles).toEqual([])
})
