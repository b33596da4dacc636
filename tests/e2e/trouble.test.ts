/** What goes wrong outside the program, and the way out of it through the window. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import type { StubScript } from '#tests/fakes/stub-script.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import { PAGES } from '../../renderer/store/place.ts'
import { electronPath } from '../../scripts/electron-path.mjs'
import { launchApp, newUserData, type RunningApp } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

const JOBS = `Control+${PAGES.indexOf('jobs') + 1}`
let running: RunningApp
let hands: Hands
let stub: Stub
const userData = newUserData()

beforeAll(async () => {
  running = await launchApp({ userData })
  hands = handsOf(running)
  running.page.setDefaultTimeout(8000)
  await running.resize(1280, 800)
  stub = await startStub({}, electronPath())
})
afterAll(async () => {
  await running?.close()
  await stub?.stop()
  rmSync(userData, { recursive: true, force: true })
})

/** Small talk in four messages: a cast that gets every dialog done. */
const CAST: StubScript['roles'] = [
  {
    system: 'You prepare a conversation',
    replies: [{ content: '{"needs":[{"type":"chat","text":"To chat."}]}' }],
  },
  {
    system: 'You play the person',
    replies: [{ content: '{"finished":[],"need":0,"message":"How are you?"}' }],
  },
  { system: 'You are a helpful assistant', replies: [{ content: 'Fine, thank you.' }] },
]
const smallTalk = (toolSetId: string, count: number): SimulateSettings => ({
  ...DEFAULT_SIMULATE,
  toolSetId,
  count,
  mix: { chat: 1 },
  languages: { en: 1, zh: 0 },
  levels: { easy: 1, medium: 0, hard: 0 },
  ranges: { ...DEFAULT_SIMULATE.ranges, easy: { tools: [4, 4], messages: [4, 4] } },
  concurrency: 1,
  players: { kind: 'endpoint', url: stub.url, model: 'stub' },
})
async function startSmallTalk(count: number): Promise<string> {
  const [toolSet] = await running.call('toolSet.list')
  return (await running.call('simulate.start', { settings: smallTalk(toolSet?.id ?? '', count) })).id
}
const jobBadge = (tone: string) => running.page.locator(`.page-body .pill.tone-${tone}`).first()

it('a project that another LoopTool holds says who holds it, and opens when that one ends', async () => {
  const folder = join(userData, 'shared')
  await running.call('project.create', { name: 'Shared', folder })
  await running.call('project.close', undefined)
  const other = await launchApp()
  try {
    await other.call('project.open', { folder })
    await hands.press('Control+1')
    await hands.enter(hands.byRole('button', 'Open project: Shared'))
    const alert = running.page.getByRole('alert')
    await alert.getByText(/^Another LoopTool has this project open \(process \d+\)\.$/).waitFor()
    await running.call('settings.set', { language: 'zh' })
    await alert.getByText(/另一个 LoopTool/).waitFor()
    await running.call('settings.set', { language: 'en' })
    await hands.look('home-locked')
  } finally {
    await other.close()
  }
  await hands.enter(hands.byRole('button', 'Open project: Shared'))
  await hands.byRole('heading', 'Import your tools').waitFor()
  expect(await running.page.getByRole('alert').count()).toBe(0)
})

it('a tool file dropped on the window is read', async () => {
  const files = join(userData, 'tool-files')
  mkdirSync(files, { recursive: true })
  const file = join(files, 'depots.json')
  const parameters = { type: 'object', properties: { town: { type: 'string', description: 'Name.' } } }
  const call = { name: 'list_depots', description: 'Lists the depots of a town.', parameters }
  writeFileSync(file, JSON.stringify([{ type: 'function', function: call }]))
  await hands.enter(hands.byRole('button', 'Import your tools'))
  const heading = hands.byRole('heading', 'Drop tool files here')
  await heading.waitFor()
  const box = await heading.boundingBox()
  const at = { x: Math.round((box?.x ?? 0) + 10), y: Math.round((box?.y ?? 0) + 5) }
  // What the browser gets from the desktop; an event made by a page would carry no path.
  const browser = await running.app.context().newCDPSession(running.page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [file], dragOperationsMask: 1 }
    await browser.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await hands.byRole('heading', 'What became of each file').waitFor()
  await running.page.getByText('✓ 1 taken').waitFor()
  await hands.enter(hands.byRole('button', 'Next'))
  await hands.enter(running.page.getByLabel('Name of the tool set'))
  await hands.byRole('button', /depots.*1 tool/).waitFor()
})

it('what an endpoint refused is retried from the list of outcomes', async () => {
  await running.call('project.openSample')
  const refusal = { kind: 'reply', status: 400, body: '{"error":{"message":"refused by a filter"}}' } as const
  await stub.control({ roles: CAST ?? [], next: [refusal] })
  const id = await startSmallTalk(2)
  await hands.press(JOBS)
  await hands.enter(hands.byRole('button', /^2 × /))
  await running.page.getByText('endpoint: the endpoint refused the request').waitFor()
  await hands.byRole('button', 'Retry these').waitFor()
  expect((await running.call('job.get', { id })).counts).toMatchObject({ done: 1, failed: 1 })
  await hands.look('jobs-failed')
  await hands.enter(hands.byRole('button', 'Retry these'))
  await hands.byRole('img', '2 planned = 0 waiting + 2 done + 0 dropped + 0 failed').waitFor()
  expect((await running.call('job.get', { id })).state.name).toBe('done')
})

it('a refused key is asked for, taken, and found nowhere in the project', async () => {
  const key = 'sk-only-the-keyring-may-know'
  await stub.control({ roles: CAST ?? [], key })
  const id = await startSmallTalk(3)
  await hands.press(JOBS, JOBS)
  await hands.enter(hands.byRole('button', /^3 × /))
  await jobBadge('dropped').waitFor()
  await running.page.locator('.page-body').getByText('the endpoint refused the key').first().waitFor()
  await hands.look('jobs-key')
  const field = running.page.getByLabel('Key of the endpoint', { exact: true })
  await field.focus()
  await running.page.keyboard.type(key)
  await hands.press('Enter')
  await jobBadge('done').waitFor()
  expect((await running.call('job.get', { id })).counts).toMatchObject({ done: 3, failed: 0 })
  const project = await running.call('project.current')
  await running.call('project.close', undefined)
  const folder = project?.folder ?? ''
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.map((entry) => entry.name)).toContain('project.sqlite')
  const tellers = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(key))
  expect(tellers.map((entry) => entry.name)).toEqual([])
})
