/** Labels that break their own tools' rules: each stage that meets one says so, and none of them is trained on. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seedOf } from '#core/expand/seed.ts'
import { decodeRemoved } from '#core/filter/rules.ts'
import { filterSettingsSchema } from '#core/filter/settings.ts'
import { afterVerdict } from '#core/judge/after.ts'
import { judgeByRule } from '#core/judge/rule.ts'
import type { Judged } from '#core/judge/verdict.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { filterKind } from '#engine/stage/filter/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'
import { json, predictionOf, sampleOf, tags } from '../../core/probe/made-samples.ts'
import { inFolder } from '../dataset/samples.ts'
import { judgeOne } from './one-item.ts'
import { resourcesFolder } from './play.ts'
import { specOf } from './probe-world.ts'

interface Call {
  readonly name: string
  readonly arguments: object
}
interface LabelCase {
  readonly what: string
  readonly label: readonly Call[]
  readonly why: string
  readonly control: readonly Call[]
}
const CASES: readonly LabelCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/loop/labels.json', import.meta.url), 'utf8'),
).cases
/** Those that a rule can prove wrong; an empty label is no answer to hold a rule against. */
const BROKEN = CASES.filter(({ label }) => label.length > 0)

const answerOf = (calls: readonly Call[]): Answer => ({
  kind: 'calls',
  calls: calls.map((call) => ({ name: call.name, arguments: json(call.arguments) })),
})
const sampleWith = (calls: readonly Call[], id: string): Sample =>
  sampleOf([answerOf(calls)], {
    id,
    messages: [
      { role: 'user', text: `Case ${id}: weather in Lima, 3 days, imperial; mail ana@lima.example.` },
    ],
  })
const RIGHT = tags(['get_weather', { city: 'Lima', days: 3 }])

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list
}

/** Removed samples and their reasons, by the real filter. */
async function filtered(samples: readonly Sample[]): Promise<Map<string, string>> {
  return inFolder(async (folder) => {
    const kind = filterKind({
      samples: (_, part) => each(part === 'train' ? samples : []),
      heldOut: () => each([]),
      checked: () => each([]),
      prompts: createPrompts({ resourcesFolder }),
      datasetsFolder: folder,
      nextNumber: async () => 1,
      recordDataset: () => ({ sql: '', params: [] }),
      now: () => '2026-01-01T00:00:00.000Z',
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    })
    const settings = filterSettingsSchema.parse({ dataset: 'd' })
    const { context, steps } = fakeItem({
      ...{ spec: specOf('filter', settings), settings, key: 'dataset', input: {} },
      chat: () => Promise.reject(new Error('filter asks no model')),
    })
    await kind.run(context)
    const told = steps.flatMap(({ body }) => decodeRemoved(body))
    return new Map(told.map(({ sample, why }) => [sample, why]))
  })
}

describe('a label that breaks its own rules', () => {
  it('is taken out by the filter with its reason, and its control stays', async () => {
    const why = await filtered([
      ...CASES.map(({ label }, i) => sampleWith(label, `bad ${i}`)),
      ...CASES.map(({ control }, i) => sampleWith(control, `good ${i}`)),
    ])
    expect(Object.fromEntries(why)).toEqual(Object.fromEntries(CASES.map((one, i) => [`bad ${i}`, one.why])))
  })

  it.each(BROKEN)('cannot be called right by any judge: $what', async ({ label, control }) => {
    const bad = sampleWith(label, 's')
    const offered = async (sample: Sample): Promise<unknown> => {
      const { asked } = await judgeOne({ text: '' }, { sample, text: RIGHT.replace('3', '2') })
      return JSON.parse(asked[0]?.answerSchema?.schema ?? '{}').properties?.verdict.enum.length
    }
    expect(await offered(bad)).toBe(2)
    expect(await offered(sampleWith(control, 's'))).toBe(4)
  })

  it.each(BROKEN)('gives way to a right answer, which then is what grows: $what', ({ label }) => {
    const bad = sampleWith(label, 's')
    const judged: Judged = {
      ...{ sample: 's', verdict: 'labelWrong' },
      votes: [
        { verdict: 'labelWrong', swapped: false, judge: 'j', analysis: 'a', approach: 'b', by: 'model' },
      ],
    }
    const { sample, keep } = afterVerdict(bad, predictionOf([RIGHT], 's'), judged)
    expect(keep).toBe('errorSeed')
    expect(sample.accepted).toEqual([
      answerOf([{ name: 'get_weather', arguments: { city: 'Lima', days: 3 } }]),
    ])
    expect(seedOf(bad, RIGHT, judged)).toMatchObject({ right: { calls: [{ name: 'get_weather' }] } })
  })

  it.each(BROKEN)('grows nothing, whoever blamed the prediction: $what', ({ label, control }) => {
    const judged: Judged = {
      ...{ sample: 's', verdict: 'predictionWrong' },
      votes: [
        { verdict: 'predictionWrong', swapped: false, judge: 'p', analysis: '', approach: '', by: 'human' },
      ],
    }
    expect(seedOf(sampleWith(label, 's'), RIGHT, judged)).toEqual({ none: 'noCall' })
    expect(seedOf(sampleWith(control, 's'), RIGHT, judged)).toHaveProperty('right')
  })

  it.each(BROKEN)('beside a broken answer is dropped without asking anybody: $what', ({ label, control }) => {
    const broken = '<tool_call>{"name"'
    expect(judgeByRule(sampleWith(label, 's'), broken, 'narrow').vote?.verdict).toBe('bothWrong')
    expect(judgeByRule(sampleWith(control, 's'), broken, 'narrow').vote).toBeUndefined()
  })
})
