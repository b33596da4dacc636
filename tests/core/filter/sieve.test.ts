import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FILTER_RULES, type FilterRule } from '#core/filter/rules.ts'
import { filterSettingsSchema } from '#core/filter/settings.ts'
import { Sieve } from '#core/filter/sieve.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { call, SEED } from '#tests/core/expand/cases.ts'
import { json } from '#tests/core/sample/dialogs.ts'

const sieve = (rules: readonly FilterRule[], more = {}) =>
  new Sieve({
    rules,
    nearness: 0.8,
    longest: 1_000_000,
    preamble: 'Do it.',
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    ...more,
  })
const sample = (id: string, text: string, ...accepted: Answer[]): Sample => ({
  ...SEED,
  id,
  messages: [{ role: 'user', text }],
  accepted: accepted.length > 0 ? accepted : [{ kind: 'calls', calls: [call('Lima')] }],
})
const calls = (name: string, args: string): Answer => ({
  kind: 'calls',
  calls: [{ name, arguments: json(args) }],
})
const good = sample('good', 'How warm is Lima, and may I swim there?')

describe('a sieve', () => {
  it.each([
    ['emptyLabel', { kind: 'text', text: ' \u200b' }],
    ['emptyLabel', { kind: 'calls', calls: [] }],
    ['unknownTool', calls('get_time', '{}')],
    ['schema', calls('get_weather', '{"town":"Lima"}')],
    ['ungrounded', calls('get_weather', '{"city":"ST-48213"}')],
    ['ungroundedStrict', calls('get_weather', '{"city":"Reykjavik"}')],
  ] as const)('takes out %s, beside a right label too, and only by its own rule', (rule, answer) => {
    const bad = sample('bad', 'How is Lima?', answer)
    expect(sieve([rule]).sift(bad, 'train')?.why).toBe(rule)
    expect(sieve([rule]).sift(sample('mixed', 'How is Lima?', ...good.accepted, answer), 'train')?.why).toBe(
      rule,
    )
    expect(sieve([rule]).sift(good, 'train')).toBeUndefined()
    const strict = (one: FilterRule) => rule === 'ungrounded' && one === 'ungroundedStrict'
    const others = FILTER_RULES.filter((one) => one !== rule && !strict(one))
    expect(sieve(others).sift(bad, 'train')).toBeUndefined()
  })

  it('sees a broken call behind one whose rule is off', () => {
    const both: Answer = {
      kind: 'calls',
      calls: [
        { name: 'get_time', arguments: json('{}') },
        { name: 'get_weather', arguments: json('{}') },
      ],
    }
    expect(sieve(['schema']).sift(sample('a', 'How is Lima?', both), 'train')?.why).toBe('schema')
  })

  it('takes out what is longer than wanted, and says how long', () => {
    expect(sieve(['tooLong'], { longest: 300 }).sift(good, 'train')?.detail).toMatch(/^\d+ characters$/)
    expect(sieve(['tooLong'], { longest: 3000 }).sift(good, 'train')).toBeUndefined()
  })

  it('takes out a repeated case and leaves the first', () => {
    const sift = sieve(['duplicate', 'conflict'])
    expect(sift.sift(good, 'train')).toBeUndefined()
    expect(sift.sift({ ...good, id: 'again' }, 'train')).toEqual({ why: 'duplicate', detail: 'good' })
  })

  it('takes out a second label for the same prompt, as a conflict and not as a duplicate', () => {
    const sift = sieve(['duplicate', 'conflict'])
    const text = 'How is Lima, or Quito?'
    expect(sift.sift(sample('a', text), 'train')).toBeUndefined()
    const other = sample('b', text, { kind: 'calls', calls: [call('Quito')] })
    expect(sift.sift(other, 'train')).toEqual({ why: 'conflict', detail: 'a' })
  })

  it('compares with what was kept only: a copy of a removed sample may stay', () => {
    const sift = sieve(['duplicate', 'schema'])
    const bad = sample(
      'bad',
      good.messages[0]?.role === 'user' ? good.messages[0].text : '',
      calls('get_weather', '{}'),
    )
    expect(sift.sift(bad, 'train')?.why).toBe('schema')
    expect(sift.sift(good, 'train')).toBeUndefined()
  })

  it('takes out near copies', () => {
    const sift = sieve(['nearDuplicate'])
    const text =
      'Tomorrow morning we all set out early for Lima by bus and I would love to know how warm it gets'
    expect(sift.sift(sample('a', `${text} there.`), 'train')).toBeUndefined()
    expect(sift.sift(sample('b', `${text} here.`), 'train')?.why).toBe('nearDuplicate')
    expect(sift.sift(good, 'train')).toBeUndefined()
  })

  it('lets nothing pass that is held out, by id or as a near copy', () => {
    const sift = sieve(['heldOut'])
    sift.holdOut(good)
    expect(sift.sift({ ...SEED, id: 'good' }, 'train')).toEqual({ why: 'heldOut', detail: 'good' })
    expect(sift.sift({ ...good, id: 'copy' }, 'train')?.why).toBe('heldOut')
    expect(sift.sift(SEED, 'train')).toBeUndefined()
  })

  it('leaves held-out samples in the test part, and takes a training sample out that repeats a test', () => {
    const sift = sieve(['heldOut', 'duplicate'])
    sift.holdOut(good)
    expect(sift.sift(good, 'test')).toBeUndefined()
    expect(sift.sift(SEED, 'test')).toBeUndefined()
    expect(sift.sift({ ...SEED, id: 'twin' }, 'train')).toEqual({ why: 'duplicate', detail: SEED.id })
  })
})

describe('filter settings', () => {
  it('have defaults, and refuse rules that are none', () => {
    expect(filterSettingsSchema.parse({ dataset: 'd' })).toMatchObject({
      rules: ['emptyLabel', 'unknownTool', 'schema', 'ungrounded', 'duplicate', 'heldOut'],
      nearness: 0.9,
    })
    expect(filterSettingsSchema.safeParse({ dataset: 'd', rules: ['all'] }).success).toBe(false)
  })
})
