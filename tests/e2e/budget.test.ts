/**
 * Caps, pilots and roles' settings in the window, against a model server that is scripted: what a job will take is shown
 * before it is spent, a cap stops it, raising goes on, and one project may choose otherwise than all.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { DIALOG_ROLES, WEATHER } from '#tests/fakes/dialog-script.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import { electronPath } from '../../scripts/electron-path.mjs'
import { newUserData, type RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
let stub: Stub
const troubles: string[] = []
const userData = newUserData()
const folder = mkdtempSync(join(tmpdir(), 'looptool-budget-'))

beforeAll(async () => {
  stub = await startStub({ roles: DIALOG_ROLES }, electronPath())
  ;({ running, hands } = await openWindow({ userData, patience: 30_000, troubles }))
  await running.call('project.create', { name: 'Weather', folder: join(folder, 'p') })
  const file = join(folder, 'tools.json')
  writeFileSync(file, JSON.stringify([{ ...WEATHER, parameters: JSON.parse(WEATHER.parameters) }]))
  const { draftId } = await running.call('toolSet.read', { paths: [file] })
  await running.call('toolSet.save', { draftId, name: 'Weather tools' })
  await running.call('endpoint.save', {
    draft: { name: 'GPU machine', url: stub.url, model: 'stub', price: { input: 2, output: 8 } },
  })
})
afterAll(async () => {
  await running?.close()
  await stub?.stop()
  rmSync(userData, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

const fill = (label: string, value: string) => running.page.getByLabel(label, { exact: true }).fill(value)
const choose = async (label: string, option: string | RegExp): Promise<void> => {
  await running.page.getByRole('combobox', { name: label, exact: true }).click()
  await running.page.getByRole('option', { name: option }).first().click()
}

it('stands still behind a pilot with an interval, and at a cap until it is raised', async () => {
  await hands.press('Control+3')
  await hands.enter(hands.byRole('button', 'Next'))
  await fill('Dialogs', '60')
  await hands.enter(hands.byRole('button', 'Next'))
  await running.page
    .getByRole('radio', { name: /endpoint/ })
    .first()
    .check()
  await choose('One of your endpoints', /GPU machine/)
  await fill('Tokens, at most', '2500')
  await fill('Money, at most', '5')
  await choose('A few items first', 'First a few items, then ask me')
  const [toolSet] = await running.call('toolSet.list')
  const { id } = await running.call('simulate.start', {
    settings: {
      ...DEFAULT_SIMULATE,
      toolSetId: toolSet?.id ?? '',
      count: 60,
      mix: { single: 1 },
      languages: { en: 1, zh: 0 },
      levels: { easy: 1, medium: 0, hard: 0 },
      ranges: { ...DEFAULT_SIMULATE.ranges, easy: { tools: [1, 1], messages: [4, 4] } },
      players: { kind: 'endpoint', url: stub.url, model: 'stub' },
      budget: { tokens: 2500, money: 5 },
      pilot: { items: 12, ask: 'always' },
    },
  })
  await choose('Run', /60/)
  await running.page.getByText(/The pilot is done: 12 of 60 items/).waitFor()
  await hands.look('budget-pilot')
  await hands.enter(hands.byRole('button', 'Go on with the rest'))
  await hands.byRole('button', 'Raise the cap and go on').waitFor()
  await hands.look('budget-reached')
  await hands.enter(hands.byRole('button', 'Raise the cap and go on'))
  await expect
    .poll(async () => (await running.call('job.get', { id })).state.name, { timeout: 60_000 })
    .toBe('done')
  const view = await running.call('job.get', { id })
  expect(view.counts).toMatchObject({ planned: 60, done: 60 })
  // 60 dialogs of 7 requests, none asked twice.
  expect(view.counters['usage.requests']).toBe(420)
})

it('shows what the project has spent, and holds its jobs at its own caps', async () => {
  await hands.press('Control+9')
  await running.page.locator('.side-item').first().waitFor()
  await hands.enter(hands.byRole('button', 'Project budget'))
  await fill('Tokens, at most', '6400')
  await hands.enter(hands.byRole('button', 'Save the caps'))
  await hands.byRole('button', 'Nothing to save').waitFor()
  await hands.look('budget-project')
})

it('a project chooses who plays and how, and says what is its own', async () => {
  await hands.press('Control+8')
  await hands.enter(hands.byRole('tab', 'Roles'))
  await hands.enter(hands.byRole('button', 'This project: Weather'))
  await hands.enter(hands.byRole('button', 'Choose here: Judge'))
  await hands.enter(hands.byRole('button', 'Change the settings of Judge'))
  await fill('temperature', '0.3')
  await hands.look('budget-roles-open')
  await hands.enter(hands.byRole('button', 'Save'))
  await running.page.getByText('this project', { exact: true }).first().waitFor()
  expect((await running.call('roles.project')).sampling).toEqual({ judge: { temperature: 0.3 } })
})

it('had no trouble on its way', () => expect(troubles).toEqual([]))
