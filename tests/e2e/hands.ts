/** What somebody at the window does: presses keys, finds things by their role, looks at it in every theme and language. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { type RunningApp, resultsFolder } from './app.ts'

export interface Hands {
  press(...keys: string[]): Promise<void>
  byRole(role: Parameters<RunningApp['page']['getByRole']>[0], name?: string | RegExp): Locator
  /** Puts the focus on something and presses a key there, as somebody without a mouse would. */
  enter(target: Locator, key?: string): Promise<void>
  /** Opens a choice by its keys and goes down until an option is reached. */
  choose(label: string, option: string): Promise<void>
  /** Resolves when nothing is being loaded and nothing moves any more. */
  settled(): Promise<void>
  /** Pictures in both themes and languages; in each, nothing that axe calls serious, and nothing cut sideways. */
  look(name: string): Promise<void>
  /** Goes on with Tab until what has that name has the focus, as somebody does who has no mouse. */
  tabTo(name: string | RegExp): Promise<void>
  /** Pictures of the window at 200 % zoom, where the page's own picture would not show it; nothing may be cut sideways. */
  lookZoomed(name: string): Promise<void>
}

const LOOKS = [
  ['light', 'en'],
  ['light', 'zh'],
  ['dark', 'en'],
  ['dark', 'zh'],
] as const

async function lookAt(running: RunningApp, settled: () => Promise<void>, name: string): Promise<void> {
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

/** More than any choice offers, and what its list marks an option with. */
const MOST_OPTIONS = 40
const MARKED = 'data-combobox-selected'

/** More than any page has that can have the focus. */
const MOST_TABS = 120

async function tabTo({ page }: RunningApp, name: string | RegExp): Promise<void> {
  const fits = (found: string): boolean => (typeof name === 'string' ? found === name : name.test(found))
  const seen: string[] = []
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const at = document.activeElement
      if (!(at instanceof HTMLElement)) return ''
      const labelled = at instanceof HTMLInputElement ? at.labels?.[0]?.innerText : undefined
      return (at.getAttribute('aria-label') ?? labelled ?? at.innerText).trim()
    })
    if (fits(found)) return
    seen.push(found)
  }
  throw new Error(`Tab reaches no ${name}, only: ${[...new Set(seen)].join(' | ')}`)
}

const setZoom = ({ app }: RunningApp, factor: number): Promise<void> =>
  app.evaluate(({ BrowserWindow }, zoom) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom)
  }, factor)

async function lookZoomed(running: RunningApp, settled: () => Promise<void>, name: string): Promise<void> {
  const { app, page } = running
  await setZoom(running, 2)
  await page.waitForFunction(() => window.devicePixelRatio >= 2)
  await settled()
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.toPNG().toString('base64') ?? ''
  })
  mkdirSync(join(resultsFolder, 'screens'), { recursive: true })
  writeFileSync(join(resultsFolder, 'screens', `${name}-2x.png`), Buffer.from(png, 'base64'))
  const spill = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(spill, `${name} at 200 % is wider than its window`).toBeLessThanOrEqual(0)
  await setZoom(running, 1)
  await page.waitForFunction(() => window.devicePixelRatio < 2)
}

export function handsOf(running: RunningApp): Hands {
  const { page } = running
  const settled = async (): Promise<void> => {
    await page.waitForFunction(
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
  return {
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key)
    },
    byRole: (role, name) => page.getByRole(role, name === undefined ? {} : { name }),
    async enter(target, key = 'Enter') {
      await target.first().focus()
      await page.keyboard.press(key)
    },
    async choose(label, option) {
      await page.getByRole('combobox', { name: label }).first().focus()
      await page.keyboard.press('Enter')
      const wanted = page.getByRole('option', { name: option, exact: true })
      await wanted.waitFor()
      // The list marks what is chosen now once it has opened; a key before that counts from another place.
      await settled()
      for (let i = 0; i < MOST_OPTIONS && (await wanted.getAttribute(MARKED)) === null; i++)
        await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    },
    settled,
    look: (name) => lookAt(running, settled, name),
    tabTo: (name) => tabTo(running, name),
    lookZoomed: (name) => lookZoomed(running, settled, name),
  }
}
