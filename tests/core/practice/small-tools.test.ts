/** The sample project as the small policy gets it: its tools, its dialogs, its samples. */
import { describe, expect, it } from 'vitest'
import { compactPrompt } from '#core/nano/compact-prompt.ts'
import { SMALL_MIX, SMALL_SIMULATE } from '#core/nano/sample-settings.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import { viewOf } from '#core/practice/tool-view.ts'
import { lintTools } from '#core/tool/lint.ts'
import { SMALL, setups } from './tool-sets.ts'

const { mix, languages, levels, ranges } = SMALL_SIMULATE
const drawn = setups(SMALL, 600, { mix, languages, levels, ranges })
const scripts = drawn.map((setup) => scriptDialog(7, setup, SMALL, 0))
const opening = (i: number): string => {
  const turn = scripts[i]?.turns[0]
  return turn?.from === 'user' ? turn.text : ''
}

describe('the small tools', () => {
  it('are flat, few in parameters, and without hand-written sentences', () => {
    for (const tool of SMALL) {
      const view = viewOf(tool)
      expect(view.phrases).toBeUndefined()
      expect(view.properties.size).toBeGreaterThanOrEqual(1)
      expect(view.properties.size).toBeLessThanOrEqual(3)
      expect(view.required.size).toBeGreaterThanOrEqual(1)
      for (const { type } of view.properties.values())
        expect(['string', 'integer', 'number', 'boolean']).toContain(type)
    }
    expect(new Set(SMALL.map(({ name }) => name)).size).toBe(50)
    expect(lintTools(SMALL)).toEqual([])
  })

  it('are asked for by the words of their names', () => {
    for (const [i, { needs, tools }] of drawn.entries()) {
      if (needs[0] !== 'single') continue
      const said = opening(i).toLowerCase()
      expect(
        tools.some((name) => name.split('_').every((word) => said.includes(word))),
        said,
      ).toBe(true)
    }
  })

  it('make dialogs of one need whose prompts stay short', () => {
    const kinds = Object.keys(SMALL_MIX)
    for (const [i, { needs, tools, language }] of drawn.entries()) {
      expect([needs.length, language]).toEqual([1, 'en'])
      expect(kinds).toContain(needs[0])
      expect(tools.length).toBeLessThanOrEqual(3)
      const own = SMALL.filter(({ name }) => tools.includes(name))
      expect(
        compactPrompt({ tools: own, messages: [{ role: 'user', text: opening(i) }] }).length,
      ).toBeLessThan(800)
    }
  })

  it('are wished for where they are not at hand, and never where one at hand could be meant', () => {
    const wishes = [...drawn.entries()].filter(([, { needs }]) => needs[0] === 'missingTool')
    expect(wishes.length).toBeGreaterThan(50)
    let other = 0
    for (const [i, { tools }] of wishes) {
      const said = opening(i).toLowerCase()
      for (const name of tools)
        expect(
          name.split('_').every((word) => said.includes(word)),
          said,
        ).toBe(false)
      if (SMALL.some(({ name }) => name.split('_').every((word) => said.includes(word)))) other++
    }
    expect(other / wishes.length).toBeGreaterThan(0.95)
  })

  it('are not wished for by a dialog that knows only its own tools', () => {
    const [i, setup] = [...drawn.entries()].find(([, { needs }]) => needs[0] === 'missingTool') ?? [
      0,
      undefined,
    ]
    if (setup === undefined) throw new Error('no such dialog')
    const own = SMALL.filter(({ name }) => setup.tools.includes(name))
    const [turn] = scriptDialog(7, setup, own, 0).turns
    expect(turn?.from === 'user' && turn.text).not.toBe(opening(i))
  })
})
