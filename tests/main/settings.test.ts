import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NEW_FIRST_RUN } from '#core/guide/first-run.ts'
import { createSettings, quarantineSettings } from '#main/settings.ts'

const DEFAULTS = { language: 'en' as const, projectsFolder: '/home/u/LoopTool' }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const GOOD = JSON.stringify({
  theme: 'dark',
  language: 'zh',
  projectsFolder: '/p',
  recent: [{ folder: '/p/a', name: 'A', openedAt: '2026-01-01T00:00:00Z' }],
  window: { width: 1280, height: 800, maximized: false },
})

it('never loses a byte of a damaged file, and never fails to start (1,000 mutations)', () => {
  const mutation = fc.record({
    at: fc.nat(GOOD.length),
    cut: fc.nat(40),
    put: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('{', '}', '"', 'null', '[', '\0', '1e999')),
  })
  fc.assert(
    fc.property(mutation, ({ at, cut, put }) => {
      const text = GOOD.slice(0, at) + put + GOOD.slice(at + cut)
      const file = join(folder, 'settings.json')
      writeFileSync(file, text)
      const aside = quarantineSettings(file, '20260101T000000')
      const kept = readFileSync(aside ? join(folder, aside) : file, 'utf8')
      expect(kept).toBe(Buffer.from(text).toString())
      const store = { store: aside ? {} : JSON.parse(kept) }
      const settings = createSettings(store, DEFAULTS, aside)
      expect(['system', 'light', 'dark']).toContain(settings.view().theme)
      expect(['en', 'zh']).toContain(settings.view().language)
      expect(Array.isArray(settings.recent())).toBe(true)
      expect(settings.change({ theme: 'light' }).theme).toBe('light')
      for (const name of readdirSync(folder)) rmSync(join(folder, name))
    }),
    { numRuns: 1000 },
  )
})

it('overwrites no file that was put aside earlier', () => {
  const file = join(folder, 'settings.json')
  for (const text of ['one', 'two', 'three']) {
    writeFileSync(file, text)
    quarantineSettings(file, '20260101T000000')
  }
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  expect(texts.sort()).toEqual(['one', 'three', 'two'])
})

it('leaves a good file and a missing file alone', () => {
  const file = join(folder, 'settings.json')
  expect(quarantineSettings(file, 's')).toBeUndefined()
  writeFileSync(file, GOOD)
  expect(quarantineSettings(file, 's')).toBeUndefined()
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

it('keeps keys that it does not know when something else changes', () => {
  const store = { store: { newer: { a: 1 }, theme: 'sepia' } as Record<string, unknown> }
  createSettings(store, DEFAULTS).change({ language: 'zh' })
  expect(store.store).toEqual({ newer: { a: 1 }, theme: 'sepia', language: 'zh' })
})

it('lists recent projects newest first, each once, and says which are gone', () => {
  const settings = createSettings({ store: {} }, DEFAULTS)
  const there = join(folder, 'there')
  mkdirSync(there)
  writeFileSync(join(there, 'project.json'), '{}')
  settings.noteProject({ folder: there, name: 'There' }, '2026-01-01T00:00:00Z')
  settings.noteProject({ folder: '/gone', name: 'Gone' }, '2026-01-02T00:00:00Z')
  settings.noteProject({ folder: there, name: 'Renamed' }, '2026-01-03T00:00:00Z')
  expect(settings.recent().map(({ name, missing }) => [name, missing])).toEqual([
    ['Renamed', false],
    ['Gone', true],
  ])
  settings.forgetProject('/gone')
  expect(settings.recent().map(({ name }) => name)).toEqual(['Renamed'])
})

it('says in words when the settings cannot be saved, and goes on when nobody asked for it', () => {
  const store = {
    get store(): Record<string, unknown> {
      return {}
    },
    set store(_all: Record<string, unknown>) {
      throw new Error('ENOSPC: no space left')
    },
  }
  const settings = createSettings(store, DEFAULTS)
  expect(() => settings.change({ theme: 'dark' })).toThrow(/settings.unwritable/)
  settings.noteProject({ folder: '/p', name: 'P' }, '2026-01-01T00:00:00Z')
  settings.keepBounds({ width: 1280, height: 800, maximized: false })
})

it('opens the first run at the very first start, not for somebody who has projects, and keeps where it was', () => {
  const store = { store: {} as Record<string, unknown> }
  const settings = createSettings(store, DEFAULTS)
  expect(settings.view().firstRun).toEqual(NEW_FIRST_RUN)
  settings.noteProject({ folder: '/p', name: 'P' }, '2026-01-01T00:00:00Z')
  expect(settings.view().firstRun.open).toBe(false)
  const half = { ...NEW_FIRST_RUN, step: 'tools' as const, name: '航班' }
  settings.change({ firstRun: half })
  expect(createSettings(store, DEFAULTS).view().firstRun).toEqual(half)
})

it('takes what a newer version kept of the first run for nothing, and does not show it to somebody who has projects', () => {
  const recent = [{ folder: '/p', name: 'P', openedAt: '2026-01-01T00:00:00Z' }]
  const store = { store: { firstRun: { open: true, step: 'moon' }, recent } }
  expect(createSettings(store, DEFAULTS).view().firstRun).toMatchObject({ open: false, step: 'language' })
})
