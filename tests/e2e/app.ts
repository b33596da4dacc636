/** Starts the built program in a window of its own and drives it; each start has its own user data unless told. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from 'playwright-core'
import { _electron } from 'playwright-core'
import type { CallAnswer, CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import { NEW_FIRST_RUN } from '#core/guide/first-run.ts'
import { electronPath } from '../../scripts/electron-path.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const resultsFolder = process.env.LOOPTOOL_TEST_RESULTS ?? join(root, 'test-results')
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

export interface AxeFinding {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly where: readonly string[]
}

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** A contract call made by the page, answered as the page gets it. */
  ask(name: string, input?: unknown): Promise<CallAnswer<unknown>>
  /** The same for a call that must work: its data, or an error with the failure's words. */
  call<C extends CallName>(name: C, input?: CallInput<C>): Promise<CallOutput<C>>
  /** Sets the window's inner size. */
  resize(width: number, height: number): Promise<void>
  /** Writes test-results/<name>.png and gives its path. */
  screenshot(name: string): Promise<string>
  /** Findings of axe on the page as it is now, the given impacts only. */
  axe(impacts?: readonly string[]): Promise<AxeFinding[]>
  /** Ends the program; its user data goes with it unless they were given. */
  close(): Promise<void>
}

export interface LaunchWish {
  /** A folder that stays; otherwise a new one that goes with the program. */
  readonly userData?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export const noSandbox = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** User data as at the very first start. */
export const freshUserData = (): string => mkdtempSync(join(tmpdir(), 'looptool-e2e-'))

/** User data of somebody who has left the first run: the window opens at Home. */
export function newUserData(): string {
  const folder = freshUserData()
  const firstRun = { ...NEW_FIRST_RUN, open: false }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ firstRun }))
  return folder
}

/** Variables for a start of the program outside this harness too. */
export function appEnv(
  userData: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const env = { ...inherited, LOOPTOOL_USER_DATA: userData, LANG: 'en_US.UTF-8', ...more }
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
}

export async function launchApp(wish: LaunchWish = {}): Promise<RunningApp> {
  const executablePath = electronPath()
  if (!executablePath) throw new Error('Electron is not set up here: run `npm run setup`')
  const userData = wish.userData ?? newUserData()
  const app = await _electron.launch({
    executablePath,
    args: [...noSandbox(), root, '--lang=en-US', ...(wish.args ?? [])],
    env: appEnv(userData, wish.env),
    // Playwright turns Chrome's sandbox off unless told.
    chromiumSandbox: noSandbox().length === 0,
    timeout: 60_000,
  })
  const page = await app.firstWindow({ timeout: 60_000 })
  await page.waitForLoadState('load')
  return { app, page, userData, ...driver(app, page), close: () => end(app, userData, !wish.userData) }
}

function driver(
  app: ElectronApplication,
  page: Page,
): Pick<RunningApp, 'ask' | 'call' | 'resize' | 'screenshot' | 'axe'> {
  const ask = (name: string, input?: unknown): Promise<CallAnswer<unknown>> =>
    page.evaluate(([name, input]) => window.looptool.call(name, input), [name, input] as const)
  return {
    ask,
    async call<C extends CallName>(name: C, input?: CallInput<C>) {
      const answer = await ask(name, input)
      if (answer.ok) return answer.data as CallOutput<C>
      const { code, message, detail } = answer.failure
      throw new Error(`${name}: ${code} ${message} ${detail}`)
    },
    resize: (width, height) =>
      app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
        width,
        height,
      ] as const),
    async screenshot(name) {
      const path = join(resultsFolder, `${name}.png`)
      mkdirSync(dirname(path), { recursive: true })
      await page.screenshot({ path })
      return path
    },
    axe: (impacts = ['serious', 'critical']) => runAxe(page, impacts),
  }
}

/** axe is injected by the debugger, which the page's content policy does not bind. */
async function runAxe(page: Page, impacts: readonly string[]): Promise<AxeFinding[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(readFileSync(axeSource, 'utf8'))
  }
  const findings = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document)
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact: impact ?? 'unknown',
      help,
      where: nodes.map((node) => node.html.slice(0, 200)),
    }))
  })
  return findings.filter((finding) => impacts.includes(finding.impact))
}

async function end(app: ElectronApplication, userData: string, ownData: boolean): Promise<void> {
  await app.close().catch(() => undefined)
  if (ownData) rmSync(userData, { recursive: true, force: true })
}
