/** Pre-flight findings. Catches: a finding that is never made, one without words, one made for a sound training. */
import { describe, expect, it } from 'vitest'
import { failureCodes } from '#core/failure/words.ts'
import { KNOWN_SHAPES } from '#core/training/model-shape.ts'
import { type Preflight, preflight, unrewardedLabels } from '#core/training/preflight.ts'
import { presetRecipe } from '#core/training/trl-recipe.ts'

const GIB = 2 ** 30
const recipe = presetRecipe('smallGpuLora')
const SOUND: Preflight = {
  recipe: { ...recipe, updates: 2 },
  shape: KNOWN_SHAPES['Qwen3-0.6B']!,
  data: { train: 400, heldOut: 50, promptTokens: [900, 1900], asked: 50, unrewarded: 0, dead: 0.1 },
  machine: { free: 79 * GIB, half: true, disk: 100 * GIB, gpu: { index: 0, others: [] } },
}
const { data, machine } = SOUND

const CASES: readonly (readonly [string, Partial<Preflight>, 'red' | 'amber' | 'green'])[] = [
  ['microBatch', { recipe: { ...recipe, microBatch: 7 } }, 'red'],
  ['clipIdle', { recipe }, 'green'],
  ['validateNever', { recipe: { ...recipe, validateEvery: 0 } }, 'amber'],
  ['noHeldOut', { data: { ...data, heldOut: 0 } }, 'amber'],
  ['fewPrompts', { data: { ...data, train: 3 } }, 'red'],
  ['repeats', { recipe: { ...recipe, steps: 5000 } }, 'amber'],
  ['tooLong', { data: { ...data, promptTokens: [5000, 3] } }, 'red'],
  [
    'context',
    {
      recipe: { ...recipe, maxPromptTokens: 40_000, maxTokens: 4000 },
      data: { ...data, promptTokens: [39_000] },
    },
    'red',
  ],
  ['labelUnrewarded', { data: { ...data, unrewarded: 2 } }, 'amber'],
  ['labelUnrewarded', { data: { ...data, unrewarded: 20 } }, 'red'],
  ['rewardSound', {}, 'green'],
  ['deadGroups', { data: { ...data, dead: 0.9 } }, 'amber'],
  ['memoryNo', { machine: { ...machine, free: 4 * GIB } }, 'red'],
  ['memoryFits', {}, 'green'],
  ['memoryUnknown', { shape: { ...KNOWN_SHAPES['Qwen3-0.6B']!, dense: false } }, 'amber'],
  ['diskNo', { machine: { ...machine, disk: 1000 } }, 'red'],
  [
    'gpuBusy',
    { machine: { ...machine, gpu: { index: 1, others: [{ user: 'eve', bytes: 9 * GIB }] } } },
    'amber',
  ],
]

describe('pre-flight', () => {
  it('finds nothing to do for a sound training', () => {
    expect(preflight(SOUND).filter(({ light }) => light !== 'green')).toEqual([])
  })

  it.each(CASES)('finds %s', (name, change, light) => {
    const found = preflight({ ...SOUND, ...change })
    expect(found).toContainEqual(expect.objectContaining({ code: `preflight.${name}`, light }))
    expect(failureCodes('en')).toContain(`preflight.${name}`)
    const order = found.map((one) => ['red', 'amber', 'green'].indexOf(one.light))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('tries the reward on the labels themselves', () => {
    const call = (name: string) => ({ kind: 'calls', calls: [{ name, arguments: '{"a":1}' }] }) as never
    const sample = {
      ...{
        id: 's',
        toolSetHash: '',
        date: 'Unknown',
        language: 'en',
        messages: [],
        kind: 'single',
        parents: [],
      },
      tools: [],
      accepted: [call('f')],
    } as never
    const asking = {
      ...(sample as object),
      id: 'm',
      kind: 'missingParameter',
      missing: [{ name: 'place', wordings: ['where'] }],
      accepted: [{ kind: 'text', text: 'Hello.' }],
    } as never
    expect(unrewardedLabels([sample, asking], recipe).map(({ id }) => id)).toEqual(['m'])
  })
})
