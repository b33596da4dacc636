import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { EMPTY_FORM, keptForm } from '#core/endpoint/endpoint-form.ts'
import {
  FIRST_RUN_STEPS,
  type FirstRun,
  firstRunSchema,
  leaveStep,
  NEW_FIRST_RUN,
  stepFrom,
} from '#core/guide/first-run.ts'
import { pilotPlayers, pilotSettings } from '#core/guide/pilot.ts'
import { placeBubble } from '#core/guide/tour.ts'

describe('steps', () => {
  it('go to either end and no further', () => {
    expect(stepFrom('language', -1)).toBe('language')
    expect(stepFrom('pilot', 1)).toBe('pilot')
    expect(FIRST_RUN_STEPS.slice(0, -1).map((step) => stepFrom(step, 1))).toEqual(FIRST_RUN_STEPS.slice(1))
  })

  it('remember what was passed over, once, until it is answered', () => {
    const at = (step: FirstRun['step'], skipped: FirstRun['skipped']): FirstRun => ({
      ...NEW_FIRST_RUN,
      step,
      skipped,
    })
    expect(leaveStep(at('host', []), false)).toEqual({ step: 'tools', skipped: ['host'] })
    expect(leaveStep(at('host', ['host']), false).skipped).toEqual(['host'])
    expect(leaveStep(at('host', ['host', 'tools']), true).skipped).toEqual(['tools'])
  })

  it('are kept and read back as they were', () => {
    const state: FirstRun = {
      ...NEW_FIRST_RUN,
      step: 'tools',
      skipped: ['endpoint'],
      way: 'own',
      name: '航班 tools',
      parent: '/我的 项目',
      endpoint: keptForm({ ...EMPTY_FORM, url: 'http://127.0.0.1:8000/v1', model: 'm' }),
      tools: { paths: ['/a b/工具.json'], leaveOut: ['x'], name: 'T' },
    }
    expect(firstRunSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(JSON.parse(JSON.stringify(state)))
  })
})

describe('a typed endpoint', () => {
  it('is kept without its key, and without a password in any of its addresses', () => {
    const kept = keptForm({
      ...EMPTY_FORM,
      url: 'https://me:pass-canary@models.example/v1',
      proxy: 'http://me:pass-canary@proxy.example:3128',
      replicas: 'http://one.example\nhttp://me:pass-canary@two.example',
      key: 'key-canary',
    })
    expect(JSON.stringify(kept)).not.toMatch(/canary/)
    expect(kept).toMatchObject({ url: 'https://models.example/v1', proxy: 'http://proxy.example:3128' })
  })

  it('keeps no password out of a half-typed address either', () => {
    fc.assert(
      fc.property(fc.nat(60), (length) => {
        const typed = 'https://user:pass-canary@models.example/v1'.slice(0, length)
        const kept = keptForm({ ...EMPTY_FORM, url: typed })
        // Before the @ nobody can tell a password from a port.
        if (typed.includes('@')) expect(kept.url).not.toMatch(/canary/)
      }),
    )
  })
})

describe('the pilot', () => {
  const endpoint = { id: 'e', url: 'http://127.0.0.1:8000/v1', model: 'm' }
  it('is played by practice roles unless every role of a dialog has a model', () => {
    const three = { planner: ['e'], user: ['e'], assistant: ['e'] }
    expect(pilotPlayers({}, [endpoint]).kind).toBe('practice')
    expect(pilotPlayers(three, [endpoint]).kind).toBe('practice')
    expect(pilotPlayers({ ...three, tool: ['e'] }, [{ ...endpoint, model: '' }]).kind).toBe('practice')
    expect(pilotPlayers({ ...three, tool: ['e'] }, [endpoint])).toMatchObject({
      kind: 'endpoint',
      model: 'm',
      seats: { tool: { model: 'm' } },
    })
  })

  it('has settings that a simulation takes, in the language of its reader', () => {
    const settings = simulateSettingsSchema.parse(pilotSettings('t', pilotPlayers({}, []), 'zh'))
    expect(settings).toMatchObject({ count: 5, languages: { en: 0, zh: 1 } })
  })
})

describe('the tour’s bubble', () => {
  const side = fc.integer({ min: 1, max: 3000 })
  it('stands inside the window, wherever its anchor is and however small the window', () => {
    const box = fc.record({ left: fc.integer(), top: fc.integer(), width: side, height: side })
    fc.assert(
      fc.property(fc.option(box, { nil: undefined }), side, side, (anchor, width, height) => {
        const bubble = { width: Math.min(380, width), height: Math.min(200, height) }
        const { left, top } = placeBubble(anchor, bubble, { width, height })
        expect(left).toBeGreaterThanOrEqual(8)
        expect(top).toBeGreaterThanOrEqual(8)
        if (width >= bubble.width + 16) expect(left + bubble.width).toBeLessThanOrEqual(width)
        if (height >= bubble.height + 16) expect(top + bubble.height).toBeLessThanOrEqual(height)
      }),
    )
  })

  it('covers its anchor nowhere where there is room beside it', () => {
    const page = { width: 1280, height: 800 }
    const bubble = { width: 380, height: 180 }
    for (const anchor of [
      { left: 8, top: 100, width: 150, height: 36 },
      { left: 430, top: 6, width: 420, height: 30 },
      { left: 1100, top: 760, width: 150, height: 30 },
    ]) {
      const { left, top } = placeBubble(anchor, bubble, page)
      const apart =
        left >= anchor.left + anchor.width ||
        left + bubble.width <= anchor.left ||
        top >= anchor.top + anchor.height ||
        top + bubble.height <= anchor.top
      expect(apart, JSON.stringify({ anchor, left, top })).toBe(true)
    }
  })
})
