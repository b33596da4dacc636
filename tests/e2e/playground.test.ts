/** The playground in the window: by keyboard, in both themes and languages. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import type { RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
const troubles: string[] = []

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ patience: 30_000, troubles }))
  await running.call('project.openSample')
})
afterAll(() => running?.close())

const done = (id: string) =>
  expect
    .poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 60_000 })
    .toBe('done')

async function makeDataset(): Promise<void> {
  const [toolSet] = await running.call('toolSet.list')
  const settings = {
    ...DEFAULT_SIMULATE,
    toolSetId: toolSet?.id ?? '',
    count: 8,
    languages: { en: 1, zh: 0 },
  }
  const simulated = await running.call('simulate.start', { settings })
  await done(simulated.id)
  const prepared = await running.call('prepare.start', { jobs: [simulated.id], testShare: 0.1 })
  await done(prepared.id)
}

const choose = async (label: string, option: string | RegExp): Promise<void> => {
  await running.page.getByRole('combobox', { name: label, exact: true }).click()
  await running.page.getByRole('option', { name: option }).first().click()
}

it('says what is missing before anybody can be asked', async () => {
  await hands.press('Control+7')
  await hands.byRole('heading', 'Playground').waitFor()
  await hands.byRole('button', /Choose a policy first|Type something first/).waitFor()
  await hands.byRole('button', 'Samples need a dataset').waitFor()
  await hands.look('playground-first')
})

it('asks two policies about a sample, side by side, and says who is right', async () => {
  await makeDataset()
  await hands.press('Control+1', 'Control+7')
  await choose('Policy A', /Practice policy/)
  await choose('Policy B, beside it', /A model behind an endpoint/)
  await hands.byRole('button', 'Type the endpoint’s address and model').waitFor()
  await running.page.getByLabel('Policy B, beside it: Address').fill('http://127.0.0.1:9/v1')
  await running.page.getByLabel('Policy B, beside it: Model').fill('none')
  await hands.enter(hands.byRole('button', 'Take a sample'))
  await hands.byRole('heading', 'What is right').waitFor()
  await hands.enter(running.page.getByRole('button', { name: 'Ask', exact: true }))
  const a = running.page.getByRole('region', { name: 'Policy A', exact: true })
  await a.getByText(/^[✓✕]?\s*(right|not the label)$/).waitFor()
  await a.getByText('Practice roles: scripted, no model').waitFor()
  const b = running.page.getByRole('region', { name: 'Policy B, beside it' })
  await b.getByText(/cannot be reached/).waitFor({ timeout: 30_000 })
  await hands.look('playground-replies')
})

it('keeps a turn as a sample that is seen in Data', async () => {
  const a = running.page.getByRole('region', { name: 'Policy A', exact: true })
  await hands.enter(a.getByRole('button', { name: 'Save as a sample' }))
  const panel = running.page.getByRole('region', { name: 'Save this turn as a sample' })
  await panel
    .getByLabel('The right answer')
    .fill('<tool_call>\n{"name": "none", "arguments": {}}\n</tool_call>')
  await hands.enter(panel.getByRole('button', { name: 'Save the sample' }))
  await panel.getByText(/breaks its tool’s schema/).waitFor()
  await panel.getByLabel('The right answer').fill('I am sorry, no tool of mine can do that.')
  await hands.enter(panel.getByRole('button', { name: 'Save the sample' }))
  const told = panel.getByText(/Playground samples \d holds it now, 1 in all/)
  const refused = panel.getByText(/held out for evaluation/)
  await told.or(refused).waitFor()
  await hands.look('playground-saved')
  if (await refused.isVisible()) return
  await hands.enter(panel.getByRole('button', { name: 'Look at it in Data' }))
  await running.page.getByText('I am sorry, no tool of mine can do that.').first().waitFor()
})

it('met no error of its own', () => {
  expect(troubles.filter((text) => !/net::ERR/.test(text))).toEqual([])
})
