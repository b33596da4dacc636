/** The prompts page in the window: a prompt seen filled in, changed, compared, used by a job that says so, taken back. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { type RunningApp, root } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
let folder = ''
const troubles: string[] = []

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ patience: 30_000, troubles }))
  folder = (await running.call('project.openSample')).folder
})
afterAll(() => running?.close())

const done = (id: string) =>
  expect
    .poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 60_000 })
    .toBe('done')

async function simulate(): Promise<string> {
  const [toolSet] = await running.call('toolSet.list')
  const settings = {
    ...DEFAULT_SIMULATE,
    toolSetId: toolSet?.id ?? '',
    count: 6,
    languages: { en: 1, zh: 0 },
  }
  const { id } = await running.call('simulate.start', { settings })
  await done(id)
  return id
}

const body = () => running.page.getByRole('textbox', { name: 'Text of the prompt' })
const rendering = () => running.page.getByRole('region', { name: 'As it is sent' })
const entry = (name: RegExp) => running.page.locator('.side-list').getByRole('button', { name })

it('shows every role’s prompts, and says what would fill them', async () => {
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: 'Prompts' }))
  await hands.byRole('heading', 'Prompts').first().waitFor()
  await hands.enter(entry(/The user’s next turn/))
  await rendering().getByText('Once there are finished dialogs').waitFor()
  await hands.look('prompts-empty')
})

it('is filled from a real dialog, live with every key, and lint names what is wrong', async () => {
  await simulate()
  await hands.press('Control+1')
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: 'Prompts' }))
  await rendering().getByText('Example 1 of 6').waitFor()
  await rendering()
    .getByText(/about [\d,]+ tokens/)
    .waitFor()
  await body().focus()
  await hands.press('Control+Home')
  await running.page.keyboard.type('Speak like a sailor. ')
  await rendering()
    .getByText(/^Speak like a sailor\. You play the person/)
    .waitFor()
  await hands.enter(rendering().getByRole('button', { name: 'Next example' }))
  await rendering().getByText('Example 2 of 6').waitFor()
  await hands.look('prompts-typed')
  const typed = await body().inputValue()
  await body().fill(typed.replace('{{style}}', '{{mood}}'))
  await running.page.getByText('{{style}} stands nowhere').waitFor()
  await running.page.getByText('{{mood}} is no variable of this prompt').waitFor()
  await hands.byRole('button', '2 things to put right first').waitFor()
  await hands.look('prompts-findings')
  await body().fill(typed)
})

it('is saved by key, compared with the shipped version, and used by the next job, which says so', async () => {
  await body().focus()
  await hands.press('Control+s')
  await running.page.getByText(/^Saved\. Results made from now on carry [0-9a-f]{8}\.$/).waitFor()
  await hands.enter(hands.byRole('tab', 'Compared with the shipped version'))
  await running.page
    .getByRole('table', { name: 'Difference' })
    .getByText(/^Speak like a sailor/)
    .waitFor()
  await hands.look('prompts-compare')
  const { mine } = await running.call('prompt.get', { id: 'user/turn.en' })
  const hash = mine?.hash.slice(0, 8) ?? 'none'
  const id = await simulate()
  await done((await running.call('prepare.start', { jobs: [id], testShare: 0.1, name: 'Sailors' })).id)
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: /^Jobs/ }))
  await running.page.locator('.middle-column').getByText(`Own prompt ${hash}`).waitFor()
  await hands.look('prompts-job')
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: /^Data/ }))
  await hands.enter(hands.byRole('tab', 'Samples'))
  await running.page.locator('.picker-bar').getByText(`Own prompt ${hash}`).waitFor()
  await hands.look('prompts-dataset')
})

it('tells a damaged file, and uses the shipped version once it is told to', async () => {
  mkdirSync(join(folder, 'prompts', 'judge'), { recursive: true })
  writeFileSync(join(folder, 'prompts', 'judge', 'verdict.en.v1.md'), 'half a file')
  await hands.press('Control+1')
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: 'Prompts' }))
  await hands.enter(entry(/Verdict on a failure/))
  await running.page.getByText('The file judge/verdict.en.v1.md cannot be used').waitFor()
  await hands.look('prompts-damaged')
  await hands.enter(hands.byRole('button', 'Use the shipped version'))
  await running.page.getByText('cannot be used').waitFor({ state: 'detached' })
  await hands.enter(hands.byRole('tab', 'Text'))
  await rendering()
    .getByText(/Filled from a sample of dataset #/)
    .waitFor()
})

it('goes back to the shipped version, and that can be undone', async () => {
  await hands.enter(entry(/The user’s next turn/))
  await hands.enter(hands.byRole('tab', 'Text'))
  await hands.enter(hands.byRole('button', 'Back to the shipped version'))
  await running.page.getByText('The shipped version is used again; your text was put aside.').waitFor()
  expect(await body().inputValue()).not.toContain('sailor')
  await hands.enter(hands.byRole('button', 'Undo'))
  expect(await body().inputValue()).toContain('Speak like a sailor.')
  await hands.byRole('button', 'Use this text in this project').waitFor()
})

it('counts a dataset’s prompts against a limit, and names what is too long', async () => {
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: /^Data/ }))
  await hands.enter(hands.byRole('tab', 'Prompt lengths'))
  await hands.enter(hands.byRole('button', 'Count the prompts'))
  await running.page.getByText(/^(✓ All|✕ )/).waitFor()
  await running.page.getByLabel('Most tokens of a prompt').and(running.page.locator('input')).fill('300')
  await running.page.getByText(/prompts have more than 300 tokens/).waitFor()
  await hands.look('lengths')
  await hands.enter(running.page.locator('.length-list .link').first())
  await running.page.locator('.inspector').waitFor()
})

it('tries a tokenizer where the endpoint is kept, and says what it found', async () => {
  await running.call('endpoint.save', {
    draft: {
      ...{ name: 'Policy', url: 'http://127.0.0.1:9/v1', model: 'small-model' },
      tokenizer: { kind: 'files', folder: join(root, 'resources', 'nano') },
    },
  })
  await hands.press('Control+1')
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: 'Connections' }))
  await hands.enter(hands.byRole('button', 'Try it'))
  await running.page.getByText('It works: a short question has').waitFor()
  await running.page.getByText('Counting tokens', { exact: true }).first().scrollIntoViewIfNeeded()
  await hands.look('tokenizer-fields')
})

it('fits a small window and 200 %', async () => {
  await running.resize(1024, 700)
  await hands.enter(running.page.locator('.rail').getByRole('button', { name: 'Prompts' }))
  await rendering()
    .getByText(/about [\d,]+ tokens/)
    .waitFor()
  await hands.look('prompts-1024')
  await running.resize(1280, 800)
  await hands.lookZoomed('prompts')
})

it('met no trouble', () => expect(troubles).toEqual([]))
