/** Pre-flight findings. Catches: a finding that is never made, one without words, one made for a sound training. */
import { describe, expect, it } from 'vitest'
import { failureCodes } from '#core/failure/words.ts'
import {
  FLIGHT_STAGES,
  type FlightFinding,
  judgedFlightLine,
  landed,
  lightOf,
  newFlight,
  withFlightLine,
} from '#core/training/flight.ts'
import { KNOWN_SHAPES } from '#core/training/model-shape.ts'
import {
  type DataFacts,
  dataFindings,
  diskFindings,
  flightMemory,
  type MachineFacts,
  memoryFindings,
  type PromptTokens,
  recipeFindings,
  rewardFindings,
  type TokenFacts,
  tokenFindings,
  unrewardedLabels,
} from '#core/training/preflight.ts'
import { presetRecipe, type TrlRecipe } from '#core/training/trl-recipe.ts'

const GIB = 2 ** 30
const usual = presetRecipe('smallGpuLora')
const shape = KNOWN_SHAPES['Qwen3-0.6B']!
const recipe: TrlRecipe = { ...usual, updates: 2 }
const DATA: DataFacts = { train: 400, heldOut: 50, probed: { known: 400, dead: 40 } }
const MACHINE: MachineFacts = { free: 79 * GIB, half: true, gpu: { index: 0, name: 'H100', others: [] } }
const prompts = (...tokens: number[]): PromptTokens[] =>
  tokens.map((count, i) => ({ sample: `s${i}`, part: 'train', tokens: count }))
const TOKENS: TokenFacts = { counted: prompts(900, 1900, 20, 30, 40, 50, 60, 70), shape, leaveOutLong: false }

const data = (change: Partial<DataFacts>): FlightFinding[] => dataFindings(recipe, { ...DATA, ...change })
const tokens = (change: Partial<TokenFacts>, of = recipe): FlightFinding[] =>
  tokenFindings(of, { ...TOKENS, ...change })
const memory = (machine: MachineFacts, known: typeof shape | undefined = shape): FlightFinding[] =>
  memoryFindings(flightMemory(recipe, known, machine), machine)

const CASES: readonly (readonly [string, FlightFinding[], 'red' | 'amber' | 'green'])[] = [
  ['recipeRead', recipeFindings(recipe), 'green'],
  ['microBatch', recipeFindings({ ...recipe, microBatch: 7 }), 'red'],
  ['clipIdle', recipeFindings(usual), 'green'],
  ['validateNever', recipeFindings({ ...recipe, validateEvery: 0 }), 'amber'],
  ['dataCounted', data({}), 'green'],
  ['noHeldOut', data({ heldOut: 0 }), 'amber'],
  ['fewPrompts', data({ train: 3 }), 'red'],
  ['repeats', dataFindings({ ...recipe, steps: 5000 }, DATA), 'amber'],
  ['notProbed', dataFindings(recipe, { train: 400, heldOut: 50 }), 'amber'],
  ['notProbed', data({ probed: { known: 0, dead: 0 } }), 'amber'],
  ['alive', data({}), 'green'],
  ['deadGroups', data({ probed: { known: 400, dead: 300 } }), 'amber'],
  ['rewardUntried', rewardFindings([], recipe), 'red'],
  ['tokensFit', tokens({}), 'green'],
  ['tooLong', tokens({ counted: prompts(5000, 3) }), 'red'],
  ['longLeftOut', tokens({ counted: prompts(5000, 3), leaveOutLong: true }), 'amber'],
  ['fewPrompts', tokens({ counted: prompts(5000, 3), leaveOutLong: true }), 'red'],
  [
    'context',
    tokens({ counted: prompts(39_000) }, { ...recipe, maxPromptTokens: 40_000, maxTokens: 4000 }),
    'red',
  ],
  ['memoryNo', memory({ ...MACHINE, free: 4 * GIB }), 'red'],
  ['memoryFits', memory(MACHINE), 'green'],
  ['memoryUnknown', memory(MACHINE, { ...shape, dense: false }), 'amber'],
  ['gpuIdle', memory(MACHINE), 'green'],
  ['noGpu', memory({ free: 79 * GIB, half: false }), 'amber'],
  [
    'gpuBusy',
    memory({ ...MACHINE, gpu: { index: 1, name: 'H100', others: [{ user: 'eve', bytes: 9 * GIB }] } }),
    'amber',
  ],
  ['diskNo', diskFindings(recipe, shape, 1000), 'red'],
  ['diskFits', diskFindings(recipe, shape, 100 * GIB), 'green'],
  ['diskUnknown', diskFindings(recipe, undefined, 100 * GIB), 'amber'],
  ['diskUnknown', diskFindings(recipe, shape, undefined), 'amber'],
]

describe('pre-flight', () => {
  it('finds nothing to do for a sound training', () => {
    const all = [
      ...recipeFindings(recipe),
      ...data({}),
      ...tokens({}),
      ...memory(MACHINE),
      ...diskFindings(recipe, shape, 100 * GIB),
    ]
    expect(all.filter(({ light }) => light !== 'green')).toEqual([])
  })

  it.each(CASES)('finds %s', (name, found, light) => {
    expect(found).toContainEqual(expect.objectContaining({ code: `preflight.${name}`, light }))
    expect(failureCodes('en')).toContain(`preflight.${name}`)
  })

  it('names the prompts that are too long, the longest first', () => {
    const [found] = tokens({ counted: prompts(3000, 5000, 3) })
    expect(found?.samples).toEqual(['s1', 's0'])
    expect(found?.values).toMatchObject({ count: 2, total: 3, longest: 5000 })
  })

  it('tries the reward on the labels themselves, and names those that do not earn it', () => {
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
    expect(rewardFindings([sample, asking], recipe)).toEqual([
      expect.objectContaining({ light: 'red', code: 'preflight.labelUnrewarded', samples: ['m'] }),
    ])
    expect(rewardFindings([sample], recipe)[0]).toMatchObject({ code: 'preflight.rewardSound' })
  })
})

describe('a flight', () => {
  const red = recipeFindings({ ...recipe, microBatch: 7 })

  it('waits for every stage, and a line shows its worst finding first', () => {
    const flight = newFlight('f')
    expect(flight.lines.map(({ stage }) => stage)).toEqual([...FLIGHT_STAGES])
    const line = judgedFlightLine('recipe', [...recipeFindings(recipe), ...red], 3)
    expect(line).toMatchObject({ state: 'done', light: 'red', ms: 3 })
    expect(line.findings[0]?.light).toBe('red')
    expect(lightOf(withFlightLine(flight, line))).toBe('red')
    expect(lightOf(flight)).toBe('green')
  })

  it('stopped, says of what was not looked at that it was not', () => {
    const flight = withFlightLine(newFlight('f'), judgedFlightLine('recipe', red, 3))
    const states = landed(flight, 'stopped').lines.map(({ state }) => state)
    expect(states).toEqual(['done', ...FLIGHT_STAGES.slice(1).map(() => 'skipped')])
  })
})
