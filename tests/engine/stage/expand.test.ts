import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type ChatReply, TransportError } from '#core/endpoint/transport.ts'
import type { ExpandSeed } from '#core/expand/seed.ts'
import { type ExpandSettings, expandSettingsSchema } from '#core/expand/settings.ts'
import { type ExpandStep, expandedSamples } from '#core/expand/step.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { ItemEnd, StepRecord } from '#engine/job/kind.ts'
import { type ExpandDeps, expandKind } from '#engine/stage/expand/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { goodChild, SEED } from '#tests/core/expand/cases.ts'
import { type FakeChat, type FakeItem, fakeItem, Halted } from '#tests/fakes/item-context.ts'
import { resourcesFolder } from './play.ts'
import { replyOf } from './scripted.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const seed: ExpandSeed = {
  sample: SEED.id,
  right: { kind: 'calls', calls: SEED.accepted[0]?.kind === 'calls' ? SEED.accepted[0].calls : [] },
  wrong: 'It will be sunny.',
  analysis: 'No tool was called.',
  approach: '',
}
async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list
}
const depsWith = (more: Partial<ExpandDeps> = {}): ExpandDeps => ({
  seeds: () => each([seed]),
  sample: async () => SEED,
  samples: (_, part) => each(part === 'train' ? [SEED] : []),
  heldOut: () => each<Sample>([]),
  prompts: createPrompts({ resourcesFolder }),
  sha256,
  ...more,
})
const settingsOf = (more: Record<string, unknown> = {}): ExpandSettings =>
  expandSettingsSchema.parse({ dataset: 'd', judgeJob: 'j', ...more })
const specOf = (settings: ExpandSettings): JobSpec => ({
  id: 'expand-1',
  kind: 'expand',
  kindVersion: 1,
  title: '',
  inputs: {},
  prompts: {},
  roles: {},
  settings,
  seed: 5,
  budget: {},
  concurrency: 1,
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
})

interface Asked {
  readonly role: string
  readonly key: string
  readonly seed: number
  readonly text: string
}
interface Grown extends FakeItem<ExpandSettings> {
  readonly end: ItemEnd | undefined
  readonly log: Asked[]
}
interface GrowOptions {
  readonly settings?: Record<string, unknown>
  readonly deps?: Partial<ExpandDeps>
  readonly steps?: readonly StepRecord[]
  readonly haltAfter?: number
  readonly check?: (key: string) => string
}

/** Plays one seed; `expander` answers by the item key. */
async function grow(
  expander: (key: string) => string | ChatReply,
  options: GrowOptions = {},
): Promise<Grown> {
  const settings = settingsOf(options.settings)
  const kind = expandKind(depsWith(options.deps))
  const spec = specOf(settings)
  const planned = []
  for await (const one of kind.plan({ spec, settings, signal: new AbortController().signal }))
    planned.push(one)
  const log: Asked[] = []
  const chat: FakeChat = async (role, request) => {
    const key = request.itemKey ?? ''
    log.push({ role, key, seed: request.seed, text: request.messages.map((m) => m.content).join('\n') })
    const said =
      role === 'checker' ? (options.check?.(key) ?? '{"reason":"","verdict":"correct"}') : expander(key)
    return typeof said === 'string' ? replyOf(said) : said
  }
  const { steps, haltAfter } = options
  const item = fakeItem({
    spec,
    settings,
    key: planned[0]?.key ?? '',
    input: planned[0]?.input,
    chat,
    ...(steps ? { steps } : {}),
    ...(haltAfter === undefined ? {} : { haltAfter }),
  })
  let end: ItemEnd | undefined
  try {
    end = await kind.run(item.context)
  } catch (error) {
    if (!(error instanceof Halted)) throw error
  }
  return { ...item, end, log }
}
const childNumber = (key: string): number => Number(key.split('|')[2])
const attempt = (key: string): number => Number(key.split('|')[3])
const byChild = (key: string): string => goodChild(childNumber(key))
const bodies = ({ steps }: Grown): ExpandStep[] => steps.map((step) => step.body as ExpandStep)

describe('expand', () => {
  it('grows four different children of a seed, on its tools, with the seed as parent', async () => {
    const grown = await grow(byChild)
    expect(grown.end).toMatchObject({ state: 'done', summary: { candidates: 4, taken: 4, wanted: 4 } })
    const samples = expandedSamples(SEED, bodies(grown), sha256)
    expect(new Set(samples.map(({ id }) => id)).size).toBe(4)
    for (const sample of samples) {
      expect(sample.tools).toEqual(SEED.tools)
      expect(sample.parents).toEqual([{ from: 'sample', sample: SEED.id }])
    }
  })

  it('shows the expander everything: date, tools, dialog with its blank line, both answers, analysis, a focus', async () => {
    const { log } = await grow(byChild)
    const asked = log.filter(({ role }) => role === 'expander')
    for (const part of [
      SEED.date,
      '"get_weather"',
      'my two kids.\\n\\nWhat',
      '"Lima"',
      seed.wrong,
      seed.analysis,
    ])
      expect(asked[0]?.text).toContain(part)
    expect(new Set(asked.map(({ text }) => /What to vary this time: (.*)/.exec(text)?.[1])).size).toBe(4)
    expect(new Set(asked.map((one) => one.seed)).size).toBe(4)
    expect(asked.map(({ key }) => key)).toEqual([0, 1, 2, 3].map((child) => `${SEED.id}|expander|${child}|0`))
  })

  it('counts every refusal by its reason, gives a child up after three tries and goes on', async () => {
    const broken: Record<string, string> = {
      '0|0': 'Sorry, I cannot.',
      '0|1': '{"messages":[],"answer":{"calls":[]}}',
      '0|2': goodChild(0).replaceAll('get_weather', 'get_wether'),
      '1|0': goodChild(2).replace('"city":"Hanoi"', '"city":"Reykjavik"'),
    }
    const grown = await grow((key) => broken[`${childNumber(key)}|${attempt(key)}`] ?? byChild(key))
    expect(grown.counters).toMatchObject({
      candidates: 7,
      'child.taken': 3,
      'refused.notJson': 1,
      'refused.empty': 1,
      'refused.unknownTool': 1,
      'refused.ungrounded': 1,
    })
    expect(grown.end).toMatchObject({
      summary: { candidates: 7, taken: 3 },
      counters: { 'child.missing': 1 },
    })
    expect(bodies(grown)[0]).toMatchObject({ refused: 'notJson', text: 'Sorry, I cannot.' })
  })

  it('calls an answer that ran out of room cut off', async () => {
    const cut = replyOf({ text: goodChild(0).slice(0, 60), finish: 'length' })
    const grown = await grow(() => cut, { settings: { children: 1 } })
    expect(grown.counters).toMatchObject({ 'refused.cutOff': 3 })
    expect(grown.end).toMatchObject({ state: 'dropped', reason: 'expand.none' })
  })

  it('refuses a sibling, the seed and a held-out sample that come back', async () => {
    const again = await grow(() => goodChild(0), { settings: { children: 2 } })
    expect(again.counters).toMatchObject({ 'child.taken': 1, 'refused.nearSibling': 3 })
    const [taken] = expandedSamples(SEED, bodies(again), sha256)
    const held = await grow(() => goodChild(0), {
      settings: { children: 1 },
      deps: { heldOut: () => each(taken ? [{ ...taken, id: 'held' }] : []) },
    })
    expect(held.counters).toMatchObject({ 'refused.nearHeldOut': 3 })
    expect(bodies(held)[0]).toMatchObject({ detail: '100 % like held' })
  })

  it.each([
    ['of the project', { heldOut: () => each([SEED]) }],
    ['of the dataset', { samples: () => each([SEED]) }],
  ])('grows nothing from a held-out sample %s, and asks nobody', async (_, deps) => {
    const { end, log } = await grow(byChild, { deps })
    expect(end).toEqual({ state: 'dropped', reason: 'expand.heldOut' })
    expect(log).toEqual([])
  })

  it('takes only what the checker calls correct; an unreadable vote is none, and is said so', async () => {
    const wrong = await grow(byChild, { check: () => '{"reason":"two cities","verdict":"incorrect"}' })
    expect(wrong.end).toMatchObject({ state: 'dropped', detail: 'checker: two cities' })
    expect(wrong.counters).toMatchObject({ 'refused.checker': 12 })
    const prose = await grow(byChild, { check: () => 'Both could be right.', settings: { children: 1 } })
    expect(prose.counters).toMatchObject({ 'refused.unchecked': 3 })
    expect(prose.log.filter(({ role }) => role === 'checker')).toHaveLength(9)
    const off = await grow(byChild, { settings: { check: null } })
    expect(off.log.some(({ role }) => role === 'checker')).toBe(false)
    expect(off.counters).toMatchObject({ 'child.taken': 4 })
  })

  it('does not spend the checker on what the rules refuse', async () => {
    const { log } = await grow(() => goodChild(0).replaceAll('get_weather', 'other'))
    expect(log.filter(({ role }) => role === 'checker')).toEqual([])
  })

  it('goes on after a kill at any candidate exactly as it would have gone', async () => {
    const mixed = (key: string) => (attempt(key) === 0 && childNumber(key) % 2 === 1 ? 'no' : byChild(key))
    const whole = await grow(mixed)
    for (let kill = 1; kill < whole.steps.length; kill++) {
      const first = await grow(mixed, { haltAfter: kill })
      expect(first.end).toBeUndefined()
      const rest = await grow(mixed, { steps: first.steps })
      expect(rest.steps).toEqual(whole.steps)
      expect(rest.end).toEqual(whole.end)
      expect([...first.log, ...rest.log]).toEqual(whole.log)
    }
  })

  it('lets a failed request through: it is no refusal', async () => {
    const failed = grow(() => {
      throw new TransportError('passing', 'endpoint.overloaded', '429')
    })
    await expect(failed).rejects.toMatchObject({ code: 'endpoint.overloaded' })
  })

  it('says so when its own record cannot be read', async () => {
    await expect(grow(byChild, { steps: [{ body: { child: -1 } }] })).rejects.toMatchObject({
      code: 'expand.damaged',
    })
  })

  it.each([
    [{ dataset: 'd' }, false],
    [{ dataset: 'd', judgeJob: 'j', check: { votes: 1, quorum: 2 } }, false],
    [{ dataset: 'd', judgeJob: 'j', foci: [] }, false],
    [{ dataset: 'd', judgeJob: 'j', foci: ['wording'], check: { votes: 3, quorum: 2 } }, true],
  ])('takes settings it can use and refuses others: %j', (raw, fits) => {
    const decode = () => expandKind(depsWith()).decodeSettings(raw)
    if (fits) expect(decode()).toMatchObject({ children: 4, tries: 3 })
    else expect(decode).toThrow(expect.objectContaining({ code: 'job.settings' }) as Error)
  })
})
