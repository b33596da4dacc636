/** Connections through the real window: typed, tested, saved, taken back; and afterwards the key is nowhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { type OddServer, type OddWeb, startOddServer } from '#tests/fakes/odd-server.ts'
import { newUserData, type RunningApp } from './app.ts'
import { filesHolding, processesHolding } from './canary.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

const KEY = 'sk-canary-7d41e0aa93'
const PASSWORD = 'canary-password-55c1'
let running: RunningApp
let hands: Hands
const troubles: string[] = []
const userData = newUserData()
const servers: OddServer[] = []
const certificates = certificateSet()

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ userData, patience: 30_000, troubles }))
})
afterAll(async () => {
  await running?.close()
  await Promise.all(servers.map((server) => server.stop()))
  rmSync(userData, { recursive: true, force: true })
})

async function serve(web: Partial<OddWeb> = {}): Promise<string> {
  const server = await startOddServer({ kind: 'web', latency: 40, ...web }, certificates.of)
  servers.push(server)
  return `http://127.0.0.1:${server.port}/v1`
}
const field = (label: string) =>
  running.page.getByLabel(label, { exact: true }).and(running.page.locator('input'))
async function type(label: string, text: string): Promise<void> {
  await field(label).focus()
  await running.page.keyboard.press('Control+a')
  await running.page.keyboard.type(text)
}
const panel = () => running.page.locator('.test-panel')
const tested = () =>
  panel()
    .getByText(/^Tested /)
    .waitFor()

it('is reached by keyboard, without a project, and teaches when there is nothing', async () => {
  const entry = hands.byRole('button', 'Connections')
  await hands.enter(entry)
  await hands.byRole('heading', 'No endpoint yet').waitFor()
  await hands.look('connections-empty')
  await hands.enter(hands.byRole('button', 'Add an endpoint'))
  await hands.enter(hands.byRole('button', 'vLLM'))
  expect(await field('Address').inputValue()).toBe('http://127.0.0.1:8000/v1')
})

it('names the cause of a wrong path, offers the right one, and keeps everything typed', async () => {
  const url = await serve({
    key: KEY,
    tool: { status: 400, body: '{"message":"requires --enable-auto-tool-choice"}' },
  })
  await type('Address', `${url}/v1`)
  await type('Model', 'qwen3-8b')
  await type('Key', KEY)
  await type('Name', 'GPU machine')
  await hands.enter(hands.byRole('button', /^Test$/))
  await panel().getByText('The server is right, the path is not').waitFor()
  await hands.look('connections-wrong-path')
  expect(await field('Key').inputValue()).toBe(KEY)
  await hands.enter(hands.byRole('button', `Use ${url}`))
  expect(await field('Address').inputValue()).toBe(url)
  await panel().getByText('What is typed has changed since this test.').waitFor()
  await hands.enter(hands.byRole('button', 'Test again'))
  await hands.enter(hands.byRole('button', 'Use Qwen/Qwen3-8B'))
  expect(await field('Model').inputValue()).toBe('Qwen/Qwen3-8B')
  await hands.enter(hands.byRole('button', 'Test again'))
  await panel().getByText('Chat works, but the server has no tool parser').first().waitFor()
  await tested()
  await hands.byRole('heading', 'What it is fit for').waitFor()
  await hands.look('connections-tested')
})

it('saves it, shows where the key is, and can take a removal back', async () => {
  await hands.enter(hands.byRole('button', /^Save$/))
  await hands.byRole('button', 'Remove “GPU machine”').waitFor()
  await hands.byRole('button', 'Forget the key').waitFor()
  expect(await field('Key').inputValue()).toBe('')
  await hands.look('connections-saved')
  await hands.enter(hands.byRole('button', 'Duplicate'))
  await hands.byRole('button', 'Remove “GPU machine 2”').waitFor()
  await hands.enter(hands.byRole('button', 'Remove “GPU machine 2”'))
  await running.page.getByText('“GPU machine 2” was removed.').waitFor()
  await hands.enter(hands.byRole('button', 'Undo'))
  await running.page.locator('.side-list').getByText('GPU machine 2').waitFor()
  const { endpoints } = await running.call('endpoint.list')
  expect(endpoints.map(({ endpoint }) => endpoint.name)).toEqual(['GPU machine', 'GPU machine 2'])
})

it('stops a test in the middle, and what ran stays', async () => {
  const url = await serve({ chat: 'hang' })
  await hands.enter(hands.byRole('button', 'Add an endpoint'))
  await type('Address', url)
  await type('Model', 'Qwen/Qwen3-8B')
  await hands.enter(hands.byRole('button', /^Test$/))
  await panel().locator('.test-running').getByText('One-token answer').waitFor()
  await hands.look('connections-running')
  await hands.enter(hands.byRole('button', 'Stop the test'))
  await panel()
    .getByText(/^Stopped/)
    .waitFor()
  expect(await panel().locator('.test-passed').count()).toBe(4)
  expect(await panel().locator('.test-skipped').count()).toBe(7)
})

it('asks once before anything is sent to another’s host', async () => {
  await type('Address', 'https://models.invalid/v1')
  await running.page.getByText('models.invalid is not your own computer').first().waitFor()
  await hands.look('connections-consent')
  expect((await running.ask('endpoint.test', { url: 'https://models.invalid/v1', model: 'm' })).ok).toBe(
    false,
  )
  await hands.enter(hands.byRole('button', 'Agree to send to models.invalid'))
  await hands.enter(hands.byRole('button', 'Test again'))
  await panel().getByText('No computer is known by the name models.invalid.').waitFor()
  await tested()
})

it('the roles table says who plays what, and warns where the last test speaks against it', async () => {
  await hands.enter(hands.byRole('tab', 'Roles'))
  for (const role of ['Planner', 'User', 'Assistant', 'Tool']) {
    await running.page.getByRole('combobox', { name: role, exact: true }).click()
    await running.page.getByRole('option', { name: 'GPU machine · Qwen/Qwen3-8B' }).click()
  }
  await running.page.getByText('By its last test it is not fit for this role.').waitFor()
  await hands.look('connections-roles')
})

it('a stored endpoint can be chosen where a simulation asks who plays', async () => {
  await hands.press('Control+1')
  await hands.enter(hands.byRole('button', 'Open the sample project'))
  await hands.byRole('heading', 'Simulate dialogs').waitFor()
  await hands.press('Control+3')
  for (let i = 0; i < 2; i++) await hands.enter(hands.byRole('button', 'Next'))
  await running.page.getByLabel('An endpoint').check()
  await running.page.getByRole('combobox', { name: 'One of your endpoints' }).click()
  await running.page.getByRole('option', { name: 'GPU machine · Qwen/Qwen3-8B' }).click()
  expect(await field('Model').inputValue()).toBe('Qwen/Qwen3-8B')
  await hands.look('connections-simulate')
  await running.page.getByLabel('As in the roles table').check()
  expect(await running.page.locator('.option.chosen').getByText('Qwen/Qwen3-8B').count()).toBe(4)
  await hands.look('connections-simulate-roles')
})

it('leaves the key nowhere: not in files, logs, archives or the bundle, not with any process, not in the page', async () => {
  expect(await running.page.content()).not.toContain(KEY)
  const place = mkdtempSync(join(tmpdir(), 'looptool-canary-'))
  // A host's password, kept and used for a try.
  const user = { user: 'ann', address: '127.0.0.1', port: 9, login: { by: 'password' as const } }
  const secrets = { 'ann@[127.0.0.1]:9': PASSWORD }
  await running.call('host.save', { draft: { name: 'Box', ...user }, secrets })
  await running.call('host.test', { draft: { name: 'Box', ...user }, secrets })
  // The search finds what is there to be found.
  writeFileSync(join(place, 'control.txt'), Buffer.from(`a Bearer ${KEY} b`).toString('base64'))
  expect(await filesHolding([place], [KEY])).toEqual([join(place, 'control.txt')])
  rmSync(join(place, 'control.txt'))
  // Whoever helps gets the bundle; whoever goes on working gets the archive.
  const { id, files } = await running.call('bundle.preview')
  expect(files.map(({ name }) => name)).toContain('logs/engine.jsonl')
  await running.app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    },
    join(place, 'bundle.zip'),
  )
  expect(await running.call('bundle.save', { id })).toBe(join(place, 'bundle.zip'))
  const project = await running.call('project.openSample')
  await running.call('project.archive', { folder: project.folder, file: join(place, 'project.zip') })
  await expect
    .poll(async () => (await running.call('project.transfers'))[0]?.state, { timeout: 60_000 })
    .toBe('done')
  const pid = running.app.process().pid ?? 0
  const processes = processesHolding(pid, [KEY, PASSWORD])
  if (process.platform === 'linux') expect(processes.seen).toBeGreaterThan(3)
  expect(processes.holding).toEqual([])
  expect(await filesHolding([userData, place], [KEY, PASSWORD])).toEqual([])
  rmSync(place, { recursive: true, force: true })
  // The server did get it, so the search was for something that was in use.
  expect(servers[0]?.heard.some((line) => line.includes(KEY))).toBe(true)
  expect(troubles).toEqual([])
})
