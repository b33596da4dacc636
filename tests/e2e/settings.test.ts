import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchApp, newUserData } from './app.ts'

let userData: string
beforeEach(() => {
  userData = newUserData()
})
afterEach(() => rmSync(userData, { recursive: true, force: true }))

const settingsFile = () => join(userData, 'settings.json')

it('keeps theme and language over a restart, and shows them in menu and native theme', async () => {
  const first = await launchApp({ userData })
  expect(await first.call('settings.get')).toMatchObject({ theme: 'system', language: 'en' })
  await first.call('settings.set', { theme: 'dark', language: 'zh' })
  await first.close()

  const second = await launchApp({ userData })
  expect(await second.call('settings.get')).toMatchObject({ theme: 'dark', language: 'zh' })
  const native = await second.app.evaluate(({ nativeTheme, Menu }) => ({
    theme: nativeTheme.themeSource,
    menu: Menu.getApplicationMenu()?.items.map((item) => item.label),
  }))
  expect(native.theme).toBe('dark')
  expect(native.menu).toContain('文件')
  const refused = await second.ask('nope')
  expect(refused.ok ? '' : refused.failure.message).toMatch(/请求/)
  await second.close()
})

it.each([
  ['cut off', '{"theme":"dark","langu'],
  ['empty', ''],
  ['no object', '[1,2]'],
  ['of the wrong types', '{"theme":5}'],
])('puts a settings file that is %s aside, says so once, and loses no byte of it', async (_how, text) => {
  writeFileSync(settingsFile(), text)
  const first = await launchApp({ userData })
  const { quarantined, theme } = await first.call('settings.get')
  expect(theme).toBe('system')
  expect(quarantined).toMatch(/^settings\.damaged-\d{8}T\d{6}\.json$/)
  expect(readFileSync(join(userData, quarantined ?? ''), 'utf8')).toBe(text)
  await first.call('settings.set', { theme: 'light' })
  await first.close()

  const second = await launchApp({ userData })
  const later = await second.call('settings.get')
  expect(later).toMatchObject({ theme: 'light' })
  expect(later.quarantined).toBeUndefined()
  await second.close()
  expect(existsSync(join(userData, quarantined ?? ''))).toBe(true)
})

it('leaves what a newer version wrote as it is', async () => {
  writeFileSync(settingsFile(), JSON.stringify({ theme: 'sepia', language: 'zh', newer: { kept: [1] } }))
  const running = await launchApp({ userData })
  const settings = await running.call('settings.get')
  expect(settings).toMatchObject({ theme: 'system', language: 'zh' })
  expect(settings.quarantined).toBeUndefined()
  await running.call('settings.set', { language: 'en' })
  await running.close()
  expect(JSON.parse(readFileSync(settingsFile(), 'utf8'))).toMatchObject({
    theme: 'sepia',
    language: 'en',
    newer: { kept: [1] },
  })
})
