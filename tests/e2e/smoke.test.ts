/** The least that must work for any user; also run as an ordinary user when the tests run as root. */
import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchApp, type RunningApp } from './app.ts'

let running: RunningApp
beforeAll(async () => {
  running = await launchApp()
})
afterAll(() => running?.close())

it('opens a window that shows the program', async () => {
  expect(await running.page.title()).toContain('LoopTool')
  await running.page.waitForSelector('h1')
  expect(statSync(await running.screenshot('smoke')).size).toBeGreaterThan(2000)
})

it('is sandboxed exactly when the user is not root', async () => {
  const info = await running.call('app.info')
  expect(info.sandboxed).toBe(process.getuid?.() !== 0)
  expect(await running.app.evaluate(() => process.argv.includes('--no-sandbox'))).toBe(!info.sandboxed)
  if (process.platform !== 'linux' || !info.sandboxed) return
  const pid = await running.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')?.pid,
  )
  // 2: the kernel filters what the page's process may ask of it.
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
})

it('has an engine that answers', async () => {
  expect(await running.call('project.current')).toBeNull()
})
