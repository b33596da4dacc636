import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { electronPath } from '../../scripts/electron-path.mjs'
import { appEnv, launchApp, noSandbox, root } from './app.ts'

it('a second start on the same user data brings the first window forward and ends', async () => {
  const first = await launchApp()
  await first.app.evaluate(({ app, BrowserWindow }) => {
    const seen = { second: 0, focused: 0 }
    Object.assign(globalThis, { seen })
    app.on('second-instance', () => seen.second++)
    const [window] = BrowserWindow.getAllWindows()
    if (window) {
      window.focus = () => {
        seen.focused++
      }
    }
  })
  const second = spawn(electronPath() ?? '', [...noSandbox(), root], {
    env: appEnv(first.userData),
    stdio: 'ignore',
  })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  const seen = () => first.app.evaluate(() => (globalThis as unknown as { seen: object }).seen)
  await expect.poll(seen).toEqual({ second: 1, focused: 1 })
  expect((await first.ask('app.info')).ok).toBe(true)
  await first.close()
})

it('two programs with user data of their own run side by side', async () => {
  const [one, other] = [await launchApp(), await launchApp()]
  expect(one.userData).not.toBe(other.userData)
  expect((await one.ask('app.info')).ok && (await other.ask('app.info')).ok).toBe(true)
  await one.close()
  expect((await other.ask('app.info')).ok).toBe(true)
  await other.close()
})
