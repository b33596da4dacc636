import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchApp, type RunningApp } from './app.ts'

let running: RunningApp
beforeAll(async () => {
  running = await launchApp()
})
afterAll(() => running?.close())

const enginePid = () =>
  running.app.evaluate(
    ({ app }) =>
      app
        .getAppMetrics()
        .find((one) => one.name === 'looptool-engine' || one.serviceName === 'looptool-engine')?.pid,
  )

/** Everything said unasked from now on, in the page's own memory. */
const listen = () =>
  running.page.evaluate(() => {
    const heard: [string, unknown][] = []
    Object.assign(window, { heard })
    window.looptool.on((name, payload) => heard.push([name, payload]))
  })
const heardStates = () =>
  running.page.evaluate(() =>
    (window as unknown as { heard: [string, { state: string }][] }).heard
      .filter(([name]) => name === 'engine.state')
      .map(([, payload]) => payload.state),
  )

it('starts a killed engine again, says so, and has the project open as before', async () => {
  const projects = join(running.userData, 'projects')
  mkdirSync(projects)
  await running.call('settings.set', { projectsFolder: projects })
  const project = await running.call('project.create', { name: 'Kept' })
  await listen()
  for (let round = 0; round < 3; round++) {
    const before = await enginePid()
    expect(before).toBeGreaterThan(0)
    process.kill(before ?? 0, 'SIGKILL')
    // The third start in a row waits two seconds.
    await expect
      .poll(async () => (await heardStates()).filter((s) => s === 'ready').length, { timeout: 10_000 })
      .toBe(round + 1)
    expect(await enginePid()).not.toBe(before)
    expect(await running.call('project.current')).toMatchObject({ id: project.id, folder: project.folder })
  }
  const states = await heardStates()
  expect(states[0]).toBe('restarting')
  expect(states.at(-1)).toBe('ready')
})

it('makes a project without a folder in the projects folder, and lists it as recent', async () => {
  const first = await running.call('project.create', { name: 'Weather: north/south' })
  const second = await running.call('project.create', { name: 'Weather: north/south' })
  expect(first.folder).toBe(join(running.userData, 'projects', 'Weather- north-south'))
  expect(second.folder).toBe(join(running.userData, 'projects', 'Weather- north-south 2'))
  const recent = await running.call('project.recent')
  expect(recent.slice(0, 2).map(({ folder, missing }) => [folder, missing])).toEqual([
    [second.folder, false],
    [first.folder, false],
  ])
  await running.call('project.forget', { folder: first.folder })
  expect((await running.call('project.recent')).map(({ folder }) => folder)).not.toContain(first.folder)
})

it('loads the page again when its process dies, on the same project', async () => {
  const project = await running.call('project.current')
  const inPage = (source: string) =>
    running.app.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      source,
    )
  await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return new Promise<void>((resolve) => {
      contents?.once('did-finish-load', () => resolve())
      contents?.forcefullyCrashRenderer()
    })
  })
  const answer = await inPage("window.looptool.call('project.current')")
  expect(answer).toMatchObject({ ok: true, data: { id: project?.id } })
})
