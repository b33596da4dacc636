/** The settings page through the real window: every tab by keyboard, and what the program does while nobody looks. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { newUserData, type RunningApp } from './app.ts'
import type { Hands } from './hands.ts'
import { openWindow } from './window.ts'

let running: RunningApp
let hands: Hands
const userData = newUserData()
const place = mkdtempSync(join(tmpdir(), 'looptool-place-'))
const troubles: string[] = []
/** A busy machine is given time. */
const SOON = { timeout: 30_000 }

beforeAll(async () => {
  ;({ running, hands } = await openWindow({ userData, patience: 30_000, troubles }))
  // Native pickers answer at once: where a file goes, and which folder is meant.
  await running.app.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = async (...given: unknown[]) => {
      const options = given.at(-1) as { defaultPath?: string }
      const name = (options.defaultPath ?? 'file').split('/').at(-1)
      return { canceled: false, filePath: `${folder}/${name}` }
    }
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
  }, place)
})
afterAll(async () => {
  await running?.close()
  for (const folder of [userData, place]) rmSync(folder, { recursive: true, force: true })
})

const tab = (name: string) => hands.enter(hands.byRole('tab', name))

it('is reached by keyboard, and says what it sets and how it stands', async () => {
  await hands.press('Control+,')
  await hands.byRole('heading', 'Settings').waitFor()
  await hands.byRole('button', 'Choose another folder').waitFor()
  await hands.look('settings-general')
  await running.page.getByRole('switch', { name: 'Keep the computer awake' }).press(' ')
  await expect.poll(async () => (await running.call('settings.get')).keepAwake, SOON).toBe(false)
  await running.page.getByRole('switch', { name: 'Keep the computer awake' }).press(' ')
  await hands.enter(hands.byRole('button', 'Choose another folder'))
  await expect.poll(async () => (await running.call('settings.get')).projectsFolder, SOON).toBe(place)
})

it('tells the versions that really run, and every package with its licence', async () => {
  await tab('About')
  const info = await running.call('app.info')
  const real = await running.app.evaluate(() => ({ ...process.versions }))
  expect(info).toMatchObject({ electron: real.electron, chromium: real.chrome, node: real.node })
  expect(info.policy?.parameters).toBeGreaterThan(2_000_000)
  await running.page.getByText(info.policy?.hash.slice(0, 12) ?? '—').waitFor()
  const licences = await running.call('app.licences')
  expect(licences.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['react', 'undici', 'zod', 'electron']),
  )
  expect(licences.filter(({ licence }) => licence === '')).toEqual([])
  await hands.look('settings-about')
})

it('lists hosts and ways, and can open and close the gate', async () => {
  await running.call('endpoint.save', {
    draft: {
      name: 'GPU machine',
      url: 'http://gpu.example:8000/v1',
      proxy: 'http://proxy.example:3128',
      model: 'm',
    },
  })
  await running.app.evaluate(({ net }) => net.fetch('http://leak.invalid/x').catch(() => undefined))
  await tab('Network')
  await running.page.getByText('leak.invalid').waitFor()
  await running.page.getByText('held back: nothing was sent').waitFor()
  await running.page.getByText('http://proxy.example:3128').waitFor()
  await hands.look('settings-network')
  const gate = running.page.getByRole('switch', { name: 'Contact nothing but what I configured' })
  expect(await gate.isChecked()).toBe(true)
  await gate.press(' ')
  await expect.poll(async () => (await running.call('network.view')).onlyConfigured, SOON).toBe(false)
  await running.page.getByText(/^◐ Off:/).waitFor()
  await running.call('network.set', { onlyConfigured: true })
})

it('shows what can go, copies and archives the open project, and opens for reading what is taken', async () => {
  await running.call('project.openSample')
  await hands.press('Control+,')
  await tab('Projects and disk')
  await hands.byRole('heading', 'Make room in this project').waitFor()
  await hands.settled()
  await hands.look('settings-disk')
  await hands.enter(hands.byRole('button', 'Copy: Sample project'))
  await running.page.getByLabel('Name of the folder').fill('Copied')
  await hands.enter(hands.byRole('button', 'Choose another place'))
  await running.page.getByText(`It will stand at ${place}/Copied`).waitFor()
  await hands.look('settings-copy')
  await hands.enter(hands.byRole('button', 'Copy it there'))
  await running.page.getByText('✓ Copied').waitFor()
  await hands.enter(hands.byRole('button', 'Archive: Sample project'))
  await running.page.getByText('✓ Archived').waitFor()
  await hands.look('settings-archived')
  const info = await running.call('project.open', { folder: `${place}/Copied`, readOnly: true })
  expect(info).toMatchObject({ name: 'Copied', readOnly: 'asked' })
  await running.page.getByText(/^Open for reading only/).waitFor()
  await hands.look('read-only')
  const refused = await running.ask('toolSet.save', { draftId: 'x', name: 'x' })
  expect(refused.ok ? '' : refused.failure.code).toBe('project.readOnly')
  await running.call('project.openSample')
})

it('shows the logs by level and words, and a bundle that is read before it is saved', async () => {
  await running.ask('job.get', { id: 'not-there' })
  await hands.press('Control+,')
  await tab('Logs')
  await running.page.getByText('job.get failed: job.notFound').first().waitFor()
  await hands.look('settings-logs')
  await hands.enter(hands.byRole('button', 'Error'))
  await hands.enter(hands.byRole('button', 'Info'))
  await hands.enter(hands.byRole('button', 'Make a support bundle'))
  await hands.byRole('button', /about\.json/).waitFor()
  await hands.look('settings-bundle')
  await hands.enter(hands.byRole('button', 'Save as a zip file'))
  await running.page.getByText(/^Saved as /).waitFor()
  const [zip] = (await running.page.getByText(/^Saved as /).textContent())?.match(/\/.*\.zip/) ?? []
  expect(
    readFileSync(zip ?? '')
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
})

it('keeps the computer awake while a job works, and tells of its end when nobody looks; a click opens it', async () => {
  await running.app.evaluate(({ Notification, powerSaveBlocker, BrowserWindow }) => {
    const seen = { notices: [] as Electron.Notification[], blockers: [] as number[] }
    Object.assign(globalThis, { seen })
    Notification.prototype.show = function show(this: Electron.Notification) {
      seen.notices.push(this)
    }
    const start = powerSaveBlocker.start.bind(powerSaveBlocker)
    powerSaveBlocker.start = (kind) => {
      const id = start(kind)
      seen.blockers.push(id)
      return id
    }
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
  })
  await running.call('project.openSample')
  const toolSets = await running.call('toolSet.list')
  const { id } = await running.call('simulate.start', {
    settings: { ...DEFAULT_SIMULATE, toolSetId: toolSets[0]?.id ?? '', count: 3 },
  })
  await expect
    .poll(
      () =>
        running.app.evaluate(() =>
          (globalThis as unknown as { seen: { notices: { title: string }[] } }).seen.notices.map(
            ({ title }) => title,
          ),
        ),
      SOON,
    )
    .toEqual([expect.stringMatching(/^Done: /)])
  const blocked = await running.app.evaluate(({ powerSaveBlocker }) => {
    const { blockers } = (globalThis as unknown as { seen: { blockers: number[] } }).seen
    return blockers.map((blocker) => powerSaveBlocker.isStarted(blocker))
  })
  // It was begun, and it is over now.
  expect(blocked).toEqual([false])
  await running.app.evaluate(() =>
    (globalThis as unknown as { seen: { notices: Electron.Notification[] } }).seen.notices[0]?.emit('click'),
  )
  await hands.byRole('heading', 'Jobs').waitFor()
  const { title } = (await running.call('job.get', { id })).spec
  await running.page.getByText(title).first().waitFor()
  expect(troubles).toEqual([])
})

it('holds together in the smallest window and at twice the size', async () => {
  for (const [name, width, height, zoom] of [
    ['small', 1024, 700, 1],
    ['zoomed', 1280, 800, 2],
  ] as const) {
    await running.resize(width, height)
    await running.app.evaluate(({ BrowserWindow }, factor) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(factor)
    }, zoom)
    await hands.press('Control+,')
    for (const one of ['General', 'Network', 'Projects and disk', 'Logs', 'About']) {
      await tab(one)
      await hands.settled()
      await running.screenshot(join('screens', `settings-${one.split(' ').at(-1)}-${name}`))
      const spill = await running.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(spill, `${one} ${name}`).toBeLessThanOrEqual(0)
    }
  }
})
