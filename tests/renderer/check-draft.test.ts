import { describe, expect, it } from 'vitest'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { draftProblem, stepProblem } from '../../renderer/screens/simulate/check-draft.ts'
import { type SimulateDraft, useDrafts } from '../../renderer/store/drafts.ts'

const draft = (
  change: Partial<SimulateDraft['settings']> = {},
  more: Partial<SimulateDraft> = {},
): SimulateDraft => {
  const fresh = useDrafts.getInitialState().simulate
  return { ...fresh, ...more, settings: { ...fresh.settings, toolSetId: 'set', ...change } }
}

describe('the simulation being set up', () => {
  it('is ready as it comes, once there is a tool set', () => {
    expect(draftProblem(draft())).toBeUndefined()
    expect(draftProblem(draft({ toolSetId: '' }))).toBe('toolSet')
  })

  it.each([
    ['mix', { mix: { single: 0 } }],
    ['languages', { languages: { en: 0, zh: 0 } }],
    ['levels', { levels: { easy: 0, medium: 0, hard: 0 } }],
    ['count', { count: 0 }],
    ['count', { count: 1_000_001 }],
    ['count', { count: 1.5 }],
    ['seed', { seed: -1 }],
    ['seed', { seed: 2 ** 31 }],
  ] as const)('names %s as what is missing in %j', (problem, change) => {
    expect(draftProblem(draft(change))).toBe(problem)
  })

  it('wants ranges that go from low to high', () => {
    const { ranges } = draft().settings
    const turned = { ...ranges, hard: { ...ranges.hard, tools: [9, 3] as [number, number] } }
    expect(stepProblem(draft({ ranges: turned }), 'shape')).toBe('range')
  })

  it('wants address and model of an endpoint, and says so on that step only', () => {
    const players = { kind: 'endpoint', url: '', model: '' } as const
    expect(stepProblem(draft({ players }), 'players')).toBe('url')
    expect(stepProblem(draft({ players }, { url: 'http://x' }), 'players')).toBe('model')
    expect(stepProblem(draft({ players }), 'shape')).toBeUndefined()
    expect(draftProblem(draft({ players }, { url: 'http://x', model: 'm' }))).toBeUndefined()
  })

  it('lets nothing through that the engine would refuse', () => {
    expect(simulateSettingsSchema.safeParse(draft().settings).success).toBe(true)
  })
})
