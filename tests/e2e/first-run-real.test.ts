/** The first run for real: what goes wrong on the way, and the program closed in every step and opened again. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { type OddServer, startOddServer } from '#tests/fakes/odd-server.ts'
import { freshUserData, type RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

const KEY = 'sk-canary-first-run-52c1'
let running: RunningApp
let hands: Hands
let server: OddServer
let url: string
const troubles: string[] = []
const userData = freshUserData()
const projects = join(userData, '我的 项目')
const older = join(userData, 'older project')

async function start(): Promise<void> {
  ;({ running, hands } = await openWindow({ userData, patience: 15_000, troubles }))
}
/** Closed and started anew: the same step has to be there. */
async function again(title: string): Promise<void> {
  await running.close()
  await start()
  await heading(title)
}
const heading = (name: string) => running.page.getByRole('heading', { name, level: 1 }).waitFor()
const says = (text: string | RegExp) => running.page.getByText(text).first().waitFor()
const field = (label: string) =>
  running.page.getByLabel(label, { exact: true }).and(running.page.locator('input'))
async function press(name: string | RegExp, key = 'Enter'): Promise<void> {
  await hands.tabTo(name)
  await running.page.keyboard.press(key)
}
async function type(label: string, text: string): Promise<void> {
  await hands.tabTo(label)
  await running.page.keyboard.press('Control+a')
  await running.page.keyboard.type(text)
}
const picks = (path: string) =>
  running.app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = (() => Promise.resolve({ canceled: false, filePaths })) as never
    },
    [path],
  )

beforeAll(async () => {
  mkdirSync(older)
  writeFileSync(join(older, 'project.json'), '{"id":"o","name":"Older","format":1}')
  writeFileSync(join(userData, 'a file'), '')
  server = await startOddServer({ kind: 'web', key: KEY, latency: 20 }, certificateSet().of)
  url = `http://127.0.0.1:${server.port}/v1`
  await start()
})
afterAll(async () => {
  await running?.close()
  await server?.stop().catch(() => undefined)
  rmSync(userData, { recursive: true, force: true })
})

it('language first: Chinese at once, and a folder that cannot be used says why', async () => {
  await heading('Welcome to LoopTool')
  await press('English', 'ArrowRight')
  await heading('欢迎使用 LoopTool')
  await again('欢迎使用 LoopTool')
  await picks(join(userData, 'a file', 'below'))
  await press('换个位置')
  await says(/LoopTool 无法写入/)
  await picks(older)
  await press('换个位置')
  await says(/本身就是一个 LoopTool 项目/)
  await hands.byRole('button', '打开这个项目').waitFor()
  await hands.look('first-run-folder-is-project')
  await running.call('settings.set', { language: 'en' })
  await picks(projects)
  await press('Choose another place')
  await running.page.locator('.sunken').getByText(projects).waitFor()
  await press('Next')
})

it('a project of one’s own: the taken name gets a number, the typed one survives a restart', async () => {
  await heading('How do you want to begin?')
  mkdirSync(join(projects, '航班 tools'), { recursive: true })
  await press('With the sample project', 'ArrowDown')
  await type('Name', '航班 tools')
  await says('The name is taken there, so the folder gets a number.')
  await hands.look('first-run-name-taken')
  await again('How do you want to begin?')
  expect(await field('Name').inputValue()).toBe('航班 tools')
  await says(new RegExp(`${projects}/航班 tools 2`))
  await press('Create the project')
  await heading('Which model plays the roles?')
  const project = await running.call('project.current')
  expect(project?.folder).toBe(join(projects, '航班 tools 2'))
})

it('a model server: a failing test keeps what was typed, a restart all but the key', async () => {
  await type('Address', `${url}/v1`)
  await type('Model', 'qwen3-8b')
  await type('Key', KEY)
  await press('Test')
  await says('The server is right, the path is not')
  await hands.settled()
  await hands.look('first-run-endpoint-failed')
  await hands.lookZoomed('first-run-endpoint-failed')
  await again('Which model plays the roles?')
  expect(await field('Address').inputValue()).toBe(`${url}/v1`)
  expect(await field('Model').inputValue()).toBe('qwen3-8b')
  expect(await field('Key').inputValue()).toBe('')
  expect(readFileSync(join(userData, 'settings.json'), 'utf8')).not.toContain(KEY)
  await type('Key', KEY)
  await press('Test')
  await press(`Use ${url}`)
  await press('Test again')
  await press('Use Qwen/Qwen3-8B')
  await press('Test again')
  await running.page
    .locator('.test-panel')
    .getByText(/^Tested /)
    .waitFor()
  await press('Save and go on')
  await heading('Will you train on a GPU machine?')
  const { endpoints, roles } = await running.call('endpoint.list')
  expect(endpoints).toHaveLength(1)
  expect(Object.keys(roles).sort()).toEqual(
    ['assistant', 'checker', 'expander', 'judge', 'planner', 'tool', 'user'].sort(),
  )
})

it('tools of one’s own: read files are there again after a restart, and saved by name', async () => {
  await again('Will you train on a GPU machine?')
  await press('Later')
  await heading('Which tools shall the model call?')
  const file = join(userData, '天气 tools.json')
  const tool = (name: string) => ({
    name,
    description: `Says the weather: ${name}.`,
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  writeFileSync(file, JSON.stringify(['get_weather', 'get_wind', 'get_rain', 'get_sun'].map(tool)))
  await picks(file)
  await press('Choose files')
  await says('4 taken')
  await hands.look('first-run-tools-read')
  await again('Which tools shall the model call?')
  await says('4 taken')
  expect(await field('Name of the tool set').inputValue()).toBe('天气 tools')
  await press('Save 4 tools')
  await heading('Ready for a pilot')
})

it('a pilot whose server is gone says so, and goes on with practice roles', async () => {
  await again('Ready for a pilot')
  await says(/^Qwen\/Qwen3-8B at 127\.0\.0\.1/)
  await hands.look('first-run-check-list')
  await server.stop()
  await press('Run a 5-dialog pilot')
  const back = hands.byRole('button', 'Back to the model server')
  await back.waitFor({ timeout: 60_000 })
  await hands.look('first-run-pilot-stopped')
  await press('Back to the model server')
  await heading('Which model plays the roles?')
  await press('A model server', 'ArrowUp')
  for (const name of ['Next', 'Later', 'Next']) await press(name)
  await press('Run another pilot')
  await heading('Your first dialogs')
  await press('Go to Home')
  await hands.byRole('heading', 'A job waits for its endpoint').waitFor()
  await hands.look('home-repair')
  expect((await running.call('settings.get')).firstRun).toMatchObject({ open: false, finished: true })
})

it('is not shown at the next start, and complained of nothing', async () => {
  await running.close()
  await start()
  await hands.byRole('button', '航班 tools').or(hands.byRole('heading', 'Projects')).first().waitFor()
  expect(troubles).toEqual([])
})
