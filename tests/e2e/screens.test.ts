/** Every screen through the real window, by keyboard, with a look in both themes and languages on the way. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { PAGES } from '../../renderer/store/place.ts'
import { newUserData, type RunningApp, resultsFolder } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

const JOBS = `Control+${PAGES.indexOf('jobs') + 1}`
let running: RunningApp
let hands: Hands
/** What the page complained of: errors, refusals of its content policy. */
const troubles: string[] = []
const userData = newUserData()
const files = join(userData, 'tool-files')

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ userData, patience: 8000, troubles }))
  mkdirSync(files, { recursive: true })
})
afterAll(async () => {
  await running?.close()
  rmSync(userData, { recursive: true, force: true })
})

/** The window as the user sees it; a page's own picture does not know of zoom. */
async function capture(name: string): Promise<void> {
  const png = await running.app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.toPNG().toString('base64') ?? ''
  })
  writeFileSync(join(resultsFolder, 'screens', `${name}.png`), Buffer.from(png, 'base64'))
}

it('home teaches when there is nothing, and opens the sample project', async () => {
  await hands.byRole('heading', 'Start with the sample project').waitFor()
  await hands.look('home-first')
  await hands.enter(hands.byRole('button', 'Open the sample project'))
  await hands.byRole('heading', 'Simulate dialogs').waitFor()
  await hands.look('home')
})

it('tools: lists, searches, shows one as form and JSON, closes it with Esc', async () => {
  await hands.press('Control+2')
  const list = hands.byRole('listbox', 'Tools')
  await list.waitFor()
  await list.focus()
  await hands.press('j', 'j')
  const detail = running.page.locator('.inspector')
  await detail.getByRole('tab', { name: 'Form' }).waitFor()
  await detail.locator('.parameters li').first().waitFor()
  await hands.look('tools')
  await hands.press('Escape')
  await detail.waitFor({ state: 'detached' })
  await hands.press('/')
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
  await hands.press('Control+2')
  await hands.enter(hands.byRole('button', 'Import tools'))
  await hands.byRole('heading', 'Drop tool files here').waitFor()
  await hands.look('tools-import')
  await hands.enter(running.page.getByRole('button', { name: 'Choose files', exact: true }))
  await hands.byRole('heading', 'What became of each file').waitFor()
  const list = hands.byRole('listbox', 'Tools')
  await running.page.getByText('4 things to look at').waitFor()
  await hands.enter(hands.byRole('button', 'near-duplicates 1'))
  await list.getByText('≈ list_depots').waitFor()
  await list.focus()
  await hands.press('j')
  await hands.enter(
    running.page.locator('.inspector').getByRole('button', { name: 'list_depots', exact: true }),
  )
  await hands.byRole('heading', 'list_depots').waitFor()
  await hands.look('tools-review')
  await hands.press('Escape')
  await hands.enter(hands.byRole('button', 'near-duplicates 1'))
  await list.focus()
  await hands.press('j', 'j', 'Space', 'j', 'Space')
  await running.page.getByText('1 of 3 tools chosen').waitFor()
  await hands.enter(hands.byRole('button', 'Next'))
  await running.page.getByLabel('Name of the tool set').fill('Parcels')
  await hands.press('Enter')
  await hands.byRole('button', /Parcels.*1 tool/).waitFor()
  await hands.byRole('button', 'unexplained parameters 1').waitFor()
})

it('simulate: four steps, then dialogs as they grow with counts that add up', async () => {
  await hands.press('Control+3')
  await hands.byRole('heading', 'Mix of needs').waitFor()
  await running.page.getByRole('combobox', { name: 'Tool set' }).focus()
  await hands.press('ArrowDown')
  await hands.byRole('option', /Sample tools/).click()
  await running.page.getByText(/^200 dialogs · .* model requests/).waitFor()
  await hands.look('simulate-mix')
  await hands.enter(hands.byRole('button', 'Next'))
  await running.page.getByLabel('Dialogs', { exact: true }).fill('400')
  await hands.look('simulate-shape')
  await hands.enter(hands.byRole('button', 'Next'))
  await hands.byRole('radio', /An endpoint/).click()
  await hands.byRole('button', 'Type the address of the endpoint').waitFor()
  await hands.look('simulate-players')
  await hands.byRole('radio', /Practice roles/).click()
  await hands.enter(hands.byRole('button', 'Next'))
  await hands.byRole('heading', 'Needs by type').waitFor()
  await running.page.getByText(/^400 dialogs · .* model requests/).waitFor()
  await hands.look('simulate-preview')
  await hands.enter(hands.byRole('button', 'Simulate 400 dialogs'))
  await running.page.locator('.bubble').first().waitFor()
  await hands.enter(hands.byRole('button', /^Pause: /))
  await running.page.locator('.tray').getByText('paused').waitFor()
  await hands.look('simulate-paused')
  await hands.enter(hands.byRole('button', /^Resume: /))
  await running.page.locator('.run-head .tone-done').waitFor({ timeout: 90_000 })
  await hands.look('simulate-live')
  const [job] = await running.call('job.list')
  const numbers = await running.page.locator('.balance-numbers dd').allTextContents()
  const [planned, done, dropped, failed, waiting] = numbers.map(Number)
  expect(planned).toBe(400)
  expect((done ?? 0) + (dropped ?? 0) + (failed ?? 0) + (waiting ?? 0)).toBe(400)
  expect(job?.counts.done).toBe(done)
})

it('data: filters dialogs, walks them with J and K, shows one', async () => {
  await hands.press('Control+4')
  const list = hands.byRole('listbox', 'Dialogs')
  await list.waitFor()
  await list.focus()
  await hands.press('j', 'j', 'k', 'Enter')
  await running.page.locator('.inspector .bubble').first().waitFor()
  await hands.look('data-dialogs')
  await hands.press('Escape')
  await hands.enter(hands.byRole('button', /^hard/))
  await hands.byRole('button', 'Clear filters').waitFor()
})

it('data: prepares samples, then shows one as it will be trained', async () => {
  await hands.press('Control+4')
  await hands.enter(hands.byRole('button', 'Prepare samples'))
  await running.page.getByLabel('User messages of history').waitFor()
  await hands.look('data-prepare')
  await hands.enter(hands.byRole('button', 'Prepare samples now'))
  await running.page.locator('.page-body .pill.tone-done').first().waitFor({ timeout: 60_000 })
  expect(await running.page.evaluate(() => document.activeElement === document.body)).toBe(false)
  await hands.look('jobs')
  await hands.press('Control+4')
  await hands.byRole('listbox', 'Samples').waitFor()
  await hands.press(JOBS)
  await hands.enter(hands.byRole('button', 'Look at the samples'))
  const list = hands.byRole('listbox', 'Samples')
  await list.waitFor()
  await list.focus()
  await hands.press('j', 'Enter')
  await running.page.locator('.inspector .right-answer').waitFor()
  await hands.look('data-samples')
  await hands.enter(hands.byRole('tab', 'As trained'))
  await running.page.getByRole('heading', { name: 'Instruction' }).waitFor()
  await hands.look('data-rendering')
})

it('jobs: an endpoint that is not there stops a run with its reason, and cancelling asks first', async () => {
  const [toolSet] = await running.call('toolSet.list')
  const { id } = await running.call('simulate.start', {
    settings: {
      ...DEFAULT_SIMULATE,
      toolSetId: toolSet?.id ?? '',
      // More than fail at once on a busy machine: some are left to be cancelled.
      count: 61,
      players: { kind: 'endpoint', url: 'http://127.0.0.1:9/v1', model: 'nobody' },
    },
  })
  await hands.press(JOBS, JOBS)
  await hands.enter(hands.byRole('button', /^61 × /))
  await hands.byRole('button', 'Cancel job').waitFor()
  await running.page
    .locator('.page-body .pill.tone-dropped, .page-body .pill.tone-failed')
    .first()
    .waitFor({ timeout: 60_000 })
  await running.page.locator('.page-body').getByText('the endpoint cannot be reached').first().waitFor()
  await hands.look('jobs-stopped')
  await hands.enter(hands.byRole('button', 'Cancel job'))
  await hands.byRole('button', 'Yes, cancel it').waitFor()
  expect(
    await running.page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') != null),
  ).toBe(true)
  await hands.look('jobs-cancel')
  await hands.enter(hands.byRole('button', 'Yes, cancel it'))
  await running.page.locator('.page-body .pill').getByText('cancelled').waitFor()
  expect((await running.call('job.get', { id })).state.name).toBe('cancelled')
})

it('the palette finds pages and commands, and ? lists the keys', async () => {
  await hands.press('Escape', 'Control+k')
  await running.page.getByRole('combobox', { name: /Type a page/ }).waitFor()
  await running.page.keyboard.type('jobs')
  await hands.press('Enter')
  await hands.byRole('heading', 'Jobs').waitFor()
  await hands.press('Shift+?')
  await hands.byRole('heading', 'Keyboard shortcuts').waitFor()
  await hands.look('shortcuts')
  await hands.press('Escape')
  await hands.byRole('heading', 'Keyboard shortcuts').waitFor({ state: 'detached' })
  await hands.press('Control+k')
  await running.page.getByRole('combobox', { name: /Type a page/ }).fill('sim')
  await hands.look('palette')
  await hands.press('Escape')
})

it('the palette finds a tool of the latest set and a dialog by its words, and opens it', async () => {
  const find = running.page.getByRole('combobox', { name: /Type a page/ })
  const option = running.page.getByRole('option')
  await hands.press('Control+k')
  await find.fill('where a parcel')
  await option.filter({ hasText: 'Says where a parcel is.' }).waitFor()
  await hands.press('Enter')
  await hands.byRole('heading', /^track_parcel/).waitFor()
  await hands.press('Escape')
  const { rows } = await running.call('dialog.page', { state: 'done', limit: 1 })
  const words = rows[0]?.opening.slice(0, 24) ?? ''
  await hands.press('Control+k')
  await find.fill(words)
  await option.filter({ hasText: words }).first().waitFor()
  await hands.look('palette-finds')
  await hands.press('Enter')
  await running.page.locator('.inspector .bubble-user').filter({ hasText: words }).first().waitFor()
  await hands.press('Control+k')
  await find.fill('zz-nowhere-zz')
  await running.page.getByText('Nothing fits “zz-nowhere-zz”.').waitFor()
  await hands.press('Escape', 'Escape')
})

it('a damaged project says so where it happened, and comes back from its backup', async () => {
  const folder = join(userData, 'broken')
  await running.call('project.create', { name: 'Broken', folder })
  await running.call('project.close', undefined)
  writeFileSync(join(folder, 'project.sqlite'), 'this is no database')
  await hands.press('Control+1')
  await hands.enter(hands.byRole('button', 'Open project: Broken'))
  await hands.byRole('alert').waitFor()
  await hands.byRole('heading', 'Backups of this project').waitFor()
  await hands.look('home-damaged')
  await hands.enter(hands.byRole('button', 'Restore this backup'))
  await hands.byRole('heading', 'Import your tools').waitFor()
  await hands.look('home-empty')
  await running.call('project.openSample', undefined)
})

it('a crowded window at the smallest size and at 200 % zoom keeps its main action in reach', async () => {
  await hands.press('Control+3')
  for (const [width, height, zoom] of [
    [1024, 700, 1],
    [1280, 800, 2],
  ] as const) {
    await running.resize(width, height)
    await running.app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor)
    }, zoom)
    for (const page of [1, 2, 3, 4, 5]) {
      await hands.press(`Control+${page}`)
      await running.page.locator('.rail-item[aria-current=page]').nth(0).waitFor()
      await hands.settled()
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
