/** What somebody at the window does: presses keys, finds things by their role, looks at it in every theme and language. */
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningApp } from './app.ts'

export interface Hands {
  press(...keys: string[]): Promise<void>
  byRole(role: Parameters<RunningApp['page']['getByRole']>[0], name?: string | RegExp): Locator
  /** Puts the focus on something and presses a key there, as somebody without a mouse would. */
  enter(target: Locator, key?: string): Promise<void>
  /** Resolves when nothing is being loaded and nothing moves any more. */
  settled(): Promise<void>
  /** Pictures in both themes and languages; in each, nothing that axe calls serious, and nothing cut sideways. */
  look(name: string): Promise<void>
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
    settled,
    look: (name) => lookAt(running, settled, name),
  }
}
