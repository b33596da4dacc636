/** The one door between page and program, tried from inside the page as a hostile script would try it. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CALL_NAMES } from '#core/contract/index.ts'
import { launchApp, type RunningApp, root } from './app.ts'

let running: RunningApp
beforeAll(async () => {
  running = await launchApp()
})
afterAll(() => running?.close())

const failureOf = async (name: string, input?: unknown) => {
  const answer = await running.ask(name, input)
  return answer.ok ? 'accepted' : answer.failure.code
}

describe('what is asked', () => {
  it.each(['', 'nope', '__proto__', 'constructor', 'toString', 'settings', 'looptool:call'])(
    'refuses the unknown call %j in words',
    async (name) => {
      const answer = await running.ask(name)
      expect(answer).toMatchObject({ ok: false, failure: { code: 'call.unknown' } })
      if (!answer.ok) expect(answer.failure.message.length * answer.failure.hint.length).toBeGreaterThan(0)
    },
  )

  it('refuses a name that is not a text', async () => {
    const codes = await running.page.evaluate(async () => {
      const call = window.looptool.call as (name: unknown) => ReturnType<typeof window.looptool.call>
      const answers = [
        await call(42),
        await call(null),
        await call({ name: 'app.info' }),
        await call(['app.info']),
      ]
      return answers.map((answer) => (answer.ok ? 'accepted' : answer.failure.code))
    })
    expect(codes).toEqual(Array(4).fill('call.unknown'))
  })

  it('refuses a payload of the wrong shape, in main and in the engine, and takes the right one', async () => {
    expect(await failureOf('settings.set', { theme: 'pink' })).toBe('call.badInput')
    expect(await failureOf('settings.set', 'dark')).toBe('call.badInput')
    expect(await failureOf('settings.set', { theme: 'dark' })).toBe('accepted')
    expect(await failureOf('app.info', { more: 1 })).toBe('call.badInput')
    expect(await failureOf('app.info')).toBe('accepted')
    expect(await failureOf('project.open', { folder: 5 })).toBe('call.badInput')
    expect(await failureOf('job.get', { id: '' })).toBe('call.badInput')
    expect(await failureOf('project.current')).toBe('accepted')
  })

  it('has a handler for every call of the contract', async () => {
    // Native pickers and the system's file manager stay open until a person closes them.
    const opensNative = (name: string): boolean => name.startsWith('system.pick') || name === 'log.showFolder'
    const changesNothing = CALL_NAMES.filter((name) => !opensNative(name) && name !== 'project.openSample')
    const defects: string[] = []
    for (const name of changesNothing) {
      const answer = await running.ask(name)
      if (!answer.ok && answer.failure.code === 'program.defect') {
        defects.push(`${name}: ${answer.failure.detail}`)
      }
    }
    expect(defects).toEqual([])
  })

  it('refuses more than it can take at once and goes on answering', async () => {
    const codes = await running.page.evaluate(async () => {
      const long = 'x'.repeat(9 * 1024 * 1024)
      const answers = [
        await window.looptool.call('project.open', { folder: long }),
        await window.looptool.call('settings.set', { theme: long }),
        await window.looptool.call('project.open', { folder: new Uint8Array(9 * 1024 * 1024) }),
        await window.looptool.call('toolSet.read', { paths: Array(5_000_000).fill('a') }),
        await window.looptool.call('app.info'),
      ]
      return answers.map((answer) => (answer.ok ? 'accepted' : answer.failure.code))
    })
    expect(codes).toEqual([...Array(4).fill('call.tooLarge'), 'accepted'])
  })
})

describe('who asks', () => {
  it('answers no page but its own, though it has the same bridge', async () => {
    const codes = await running.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const seen: string[] = []
        for (const address of ['data:text/html,<p>foreign</p>', 'about:blank']) {
          const foreign = new BrowserWindow({
            show: false,
            webPreferences: { sandbox: true, preload },
          })
          await foreign.loadURL(address)
          const answer = await foreign.webContents.executeJavaScript(
            "window.looptool.call('settings.get').then((a) => a.ok ? 'accepted' : a.failure.code)",
          )
          seen.push(answer)
          foreign.destroy()
        }
        return seen
      },
      join(root, 'out/preload/index.cjs'),
    )
    expect(codes).toEqual(['call.untrusted', 'call.untrusted'])
  })

  it('gives the page nothing but the three functions', async () => {
    const seen = await running.page.evaluate(() => {
      const globals = window as unknown as Record<string, unknown>
      return {
        own: Object.keys(window.looptool).sort(),
        absent: ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'].filter(
          (name) => globals[name] !== undefined,
        ),
        replaceable: Object.getOwnPropertyDescriptor(window, 'looptool')?.writable ?? false,
      }
    })
    expect(seen).toEqual({ own: ['call', 'on', 'pathForFile'], absent: [], replaceable: false })
  })

  it('isolates the page from Electron and Node', async () => {
    const prefs = await running.app.evaluate(({ BrowserWindow }) => {
      // Not among the documented calls, but the only one that tells what is really in force.
      const [own] = BrowserWindow.getAllWindows()
      const contents = own?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      return contents.getLastWebPreferences()
    })
    expect(prefs).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect(prefs.nodeIntegrationInWorker ?? false).toBe(false)
    expect(prefs.webSecurity ?? true).toBe(true)
  })
})
