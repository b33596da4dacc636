/** Every screen through the real window, by keyboard, with a look in both themes and languages on the way. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { launchApp, newUserData, type RunningApp, resultsFolder } from './app.ts'

let running: RunningApp
/** What the page complained of: errors, refusals of its content policy. */
const troubles: string[] = []
const userData = newUserData()
const files = join(userData, 'tool-files')

beforeAll(async () => {
  running = await launchApp({ userData })
  running.page.setDefaultTimeout(8000)
  running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
  await running.resize(1280, 800)
  mkdirSync(files, { recursive: true })
})
afterAll(async () => {
  await running?.close()
  rmSync(userData, { recursive: true, force: true })
})

const LOOKS = [
  ['light', 'en'],
  ['light', 'zh'],
  ['dark', 'en'],
  ['dark', 'zh'],
] as const

const press = (...keys: string[]) =>
  keys.reduce((done, key) => done.then(() => running.page.keyboard.press(key)), Promise.resolve())
const byRole = (role: Parameters<RunningApp['page']['getByRole']>[0], name?: string | RegExp): Locator =>
  running.page.getByRole(role, name === undefined ? {} : { name })
/** Puts the focus on something and presses a key there, as somebody without a mouse would. */
async function enter(target: Locator, key = 'Enter'): Promise<void> {
  await target.first().focus()
  await running.page.keyboard.press(key)
}

/** The window as the user sees it; a page's own picture does not know of zoom. */
async function capture(name: string): Promise<void> {
  const png = await running.app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.toPNG().toString('base64') ?? ''
  })
  writeFileSync(join(resultsFolder, 'screens', `${name}.png`), Buffer.from(png, 'base64'))
}

/** Nothing is being loaded and nothing moves any more. */
async function settled(): Promise<void> {
  await running.page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const calm = () =>
          !document.querySelector('[aria-busy=true]') &&
          document.getAnimations().every((animation) => animation.playState !== 'running')
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(calm())))
      }),
    undefined,
    { polling: 100 },
  )
}

/** Pictures in both themes and languages; in each, nothing that axe calls serious, and nothing cut sideways. */
async function look(name: string): Promise<void> {
  for (const [theme, language] of LOOKS) {
    await running.call('settings.set', { theme, language })
    await running.page.waitForFunction(
      ([theme, lang]) =>
        document.documentElement.dataset.mantineColorScheme === theme &&
        document.documentElement.lang === lang,
      [theme, language === 'zh' ? 'zh-CN' : 'en'] as const,
    )
    await settled()
    await running.screenshot(join('screens', `${name}-${theme}-${language}`))
    expect.soft(await running.axe(), `${name} ${theme} ${language}`).toEqual([])
    const spill = await running.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft(spill, `${name} ${theme} ${language} is wider than its window`).toBeLessThanOrEqual(0)
  }
  await running.call('settings.set', { theme: 'light', language: 'en' })
  await running.page.waitForFunction(() => document.documentElement.lang === 'en')
}

it('home teaches when there is nothing, and opens the sample project', async () => {
  await byRole('heading', 'Start with the sample project').waitFor()
  await look('home-first')
  await enter(byRole('button', 'Open the sample project'))
  await byRole('heading', 'Simulate dialogs').waitFor()
  await look('home')
})

it('tools: lists, searches, shows one as form and JSON, closes it with Esc', async () => {
  await press('Control+2')
  const list = byRole('listbox', 'Tools')
  await list.waitFor()
  await list.focus()
  await press('j', 'j')
  const detail = running.page.locator('.inspector')
  await detail.getByRole('tab', { name: 'Form' }).waitFor()
  await detail.locator('.parameters li').first().waitFor()
  await look('tools')
  await press('Escape')
  await detail.waitFor({ state: 'detached' })
  await press('/')
  await running.page.keyboard.type('zzz-no-such-tool')
  await running.page.getByText('No tool fits this search.').waitFor()
})

it('tools: import shows what became of each file, and saves what was chosen', async () => {
  writeFileSync(
    join(files, 'parcels.json'),
    JSON.stringify([
      {
        type: 'function',
        function: {
          name: 'track parcel!',
          description: 'Says where a parcel is.',
          parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] },
        },
      },
      ...['list_depots', 'list_depots_v2'].map((name) => ({
        type: 'function',
        function: {
          name,
          description: 'Lists the depots of one region with their opening hours, addresses and fax numbers.',
          parameters: { type: 'object', properties: {} },
        },
      })),
    ]),
  )
  writeFileSync(join(files, 'broken.json'), '{"tools": [')
  const chosen = [join(files, 'parcels.json'), join(files, 'broken.json')]
  await running.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = (() => Promise.resolve({ canceled: false, filePaths })) as never
  }, chosen)
  await press('Control+2')
  await enter(byRole('button', 'Import tools'))
  await byRole('heading', 'Drop tool files here').waitFor()
  await look('tools-import')
  await enter(running.page.getByRole('button', { name: 'Choose files', exact: true }))
  await byRole('heading', 'What became of each file').waitFor()
  const list = byRole('listbox', 'Tools')
  await running.page.getByText('4 things to look at').waitFor()
  await enter(byRole('button', 'near-duplicates 1'))
  await list.getByText('almost the same as list_depots').waitFor()
  await list.focus()
  await press('j')
  await enter(running.page.locator('.inspector').getByRole('button', { name: 'list_depots', exact: true }))
  await byRole('heading', 'list_depots').waitFor()
  await look('tools-review')
  await press('Escape')
  await enter(byRole('button', 'near-duplicates 1'))
  await list.focus()
  await press('j', 'j', 'Space', 'j', 'Space')
  await running.page.getByText('1 of 3 tools chosen').waitFor()
  await enter(byRole('button', 'Next'))
  await running.page.getByLabel('Name of the tool set').fill('Parcels')
  await press('Enter')
  await byRole('button', /Parcels.*1 tool/).waitFor()
  await byRole('button', 'unexplained parameters 1').waitFor()
})

it('simulate: four steps, then dialogs as they grow with counts that add up', async () => {
  await press('Control+3')
  await byRole('heading', 'Mix of needs').waitFor()
  await running.page.getByRole('combobox', { name: 'Tool set' }).focus()
  await press('ArrowDown')
  await byRole('option', /Sample tools/).click()
  await running.page.getByText(/^200 dialogs · .* model requests/).waitFor()
  await look('simulate-mix')
  await enter(byRole('button', 'Next'))
  await running.page.getByLabel('Dialogs', { exact: true }).fill('400')
  await look('simulate-shape')
  await enter(byRole('button', 'Next'))
  await byRole('radio', /An endpoint/).click()
  await byRole('button', 'Type the address of the endpoint').waitFor()
  await look('simulate-players')
  await byRole('radio', /Practice roles/).click()
  await enter(byRole('button', 'Next'))
  await byRole('heading', 'Needs by type').waitFor()
  await running.page.getByText(/^400 dialogs · .* model requests/).waitFor()
  await look('simulate-preview')
  await enter(byRole('button', 'Simulate 400 dialogs'))
  await running.page.locator('.bubble').first().waitFor()
  await enter(byRole('button', /^Pause: /))
  await running.page.locator('.tray').getByText('paused').waitFor()
  await look('simulate-paused')
  await enter(byRole('button', /^Resume: /))
  await running.page.locator('.run-head .tone-done').waitFor({ timeout: 90_000 })
  await look('simulate-live')
  const [job] = await running.call('job.list')
  const numbers = await running.page.locator('.balance-numbers dd').allTextContents()
  const [planned, done, dropped, failed, waiting] = numbers.map(Number)
  expect(planned).toBe(400)
  expect((done ?? 0) + (dropped ?? 0) + (failed ?? 0) + (waiting ?? 0)).toBe(400)
  expect(job?.counts.done).toBe(done)
})

it('data: filters dialogs, walks them with J and K, shows one', async () => {
  await press('Control+4')
  const list = byRole('listbox', 'Dialogs')
  await list.waitFor()
  await list.focus()
  await press('j', 'j', 'k', 'Enter')
  await running.page.locator('.inspector .bubble').first().waitFor()
  await look('data-dialogs')
  await press('Escape')
  await enter(byRole('button', /^hard/))
  await byRole('button', 'Clear filters').waitFor()
})

it('data: prepares samples, then shows one as it will be trained', async () => {
  await press('Control+4')
  await enter(byRole('button', 'Prepare samples'))
  await running.page.getByLabel('User messages of history').waitFor()
  await look('data-prepare')
  await enter(byRole('button', 'Prepare samples now'))
  await running.page.locator('.page-body .pill.tone-done').first().waitFor({ timeout: 60_000 })
  await look('jobs')
  await enter(byRole('button', 'Look at the samples'))
  const list = byRole('listbox', 'Samples')
  await list.waitFor()
  await list.focus()
  await press('j', 'Enter')
  await running.page.locator('.inspector .right-answer').waitFor()
  await look('data-samples')
  await enter(byRole('tab', 'As trained'))
  await running.page.getByRole('heading', { name: 'Instruction' }).waitFor()
  await look('data-rendering')
})

it('jobs: an endpoint that is not there stops a run with its reason, and cancelling asks first', async () => {
  const [toolSet] = await running.call('toolSet.list')
  const { id } = await running.call('simulate.start', {
    settings: {
      ...DEFAULT_SIMULATE,
      toolSetId: toolSet?.id ?? '',
      count: 12,
      players: { kind: 'endpoint', url: 'http://127.0.0.1:9/v1', model: 'nobody' },
    },
  })
  await press('Control+5', 'Control+5')
  await enter(byRole('button', /^12 × /))
  await byRole('button', 'Cancel job').waitFor()
  await running.page
    .locator('.page-body .pill.tone-dropped, .page-body .pill.tone-failed')
    .first()
    .waitFor({ timeout: 60_000 })
  await running.page.locator('.page-body').getByText('(the endpoint cannot be reached)').first().waitFor()
  await look('jobs-stopped')
  await enter(byRole('button', 'Cancel job'))
  await byRole('button', 'Yes, cancel it').waitFor()
  await look('jobs-cancel')
  await enter(byRole('button', 'Yes, cancel it'))
  await running.page.locator('.page-body .pill').getByText('cancelled').waitFor()
  expect((await running.call('job.get', { id })).state.name).toBe('cancelled')
})

it('the palette finds pages and commands, and ? lists the keys', async () => {
  await press('Escape', 'Control+k')
  await running.page.getByRole('combobox', { name: /Type a page/ }).waitFor()
  await running.page.keyboard.type('jobs')
  await press('Enter')
  await byRole('heading', 'Jobs').waitFor()
  await press('Shift+?')
  await byRole('heading', 'Keyboard shortcuts').waitFor()
  await look('shortcuts')
  await press('Escape')
  await byRole('heading', 'Keyboard shortcuts').waitFor({ state: 'detached' })
  await press('Control+k')
  await running.page.getByRole('combobox', { name: /Type a page/ }).fill('sim')
  await look('palette')
  await press('Escape')
})

it('a damaged project says so where it happened, and comes back from its backup', async () => {
  const folder = join(userData, 'broken')
  await running.call('project.create', { name: 'Broken', folder })
  await running.call('project.close', undefined)
  writeFileSync(join(folder, 'project.sqlite'), 'this is no database')
  await press('Control+1')
  await enter(byRole('button', 'Open project: Broken'))
  await byRole('alert').waitFor()
  await byRole('heading', 'Backups of this project').waitFor()
  await look('home-damaged')
  await enter(byRole('button', 'Restore this backup'))
  await byRole('heading', 'Import your tools').waitFor()
  await look('home-empty')
  await running.call('project.openSample', undefined)
})

it('a crowded window at the smallest size and at 200 % zoom keeps its main action in reach', async () => {
  await press('Control+3')
  for (const [width, height, zoom] of [
    [1024, 700, 1],
    [1280, 800, 2],
  ] as const) {
    await running.resize(width, height)
    await running.app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor)
    }, zoom)
    for (const page of [1, 2, 3, 4, 5]) {
      await press(`Control+${page}`)
      await running.page.locator('.rail-item[aria-current=page]').nth(0).waitFor()
      await settled()
      await capture(`small-${page}-${width}-${zoom}x`)
      const spill = await running.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(spill).toBeLessThanOrEqual(0)
    }
  }
})

it('met no error of its own and no refusal of its content policy on the way', () => {
  expect(troubles).toEqual([])
})
