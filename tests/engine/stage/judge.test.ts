import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { countsBalance } from '#core/job/job.ts'
import { calibrationReport } from '#core/judge/calibration-report.ts'
import { printJudgement, seenAs } from '#core/judge/format.ts'
import { responseOf, responsesIn } from '#core/judge/outline.ts'
import { type Judged, VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import type { Sample } from '#core/sample/sample.ts'
import { readSteps } from '#engine/job/records.ts'
import type { Store } from '#engine/project/store.ts'
import { caseFromSteps } from '#engine/stage/judge/calibrate.ts'
import { judgedFromSteps } from '#engine/stage/judge/record.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { predictionOf, sampleOf, tags, weather, words } from '../../core/probe/made-samples.ts'
import { type Play, specOf, worldOf } from './probe-world.ts'

let folder: ReturnType<typeof tempFolder>
let store: Store
beforeEach(async () => {
  folder = tempFolder()
  store = await openTestStore(folder.path)
})
afterEach(async () => {
  await store.close().catch(() => undefined)
  folder.remove()
})

const idOf = (i: number): string => `s${String(i).padStart(2, '0')}`
const numberOf = (itemKey: string | undefined): number => Number(itemKey?.slice(1, 3))
const SAMPLES: readonly Sample[] = Array.from({ length: 24 }, (_, i) =>
  sampleOf([weather({ city: 'Lima', days: i })], { id: idOf(i), language: i % 2 === 0 ? 'en' : 'zh' }),
)
const wrong = (i: number): string => tags(['get_weather', { city: 'Lima', days: i + 50 }])
const PREDICTIONS = SAMPLES.map((sample, i) => predictionOf([wrong(i)], sample.id))
const settings = { dataset: 'd', probe: 'p' }

/** Which side the label stands on, from the request itself. */
function isSwapped(sample: Sample | undefined, request: string): boolean {
  const label = sample?.accepted[0]
  return label !== undefined && responsesIn(request)?.[1] === responseOf(label)
}
const textOf = (messages: readonly { content: string }[]): string =>
  messages.map(({ content }) => content).join('\n')

const says = (verdict: VerdictName, swapped: boolean): string => {
  const seen = seenAs(verdict, swapped)
  return printJudgement({
    faults1: seen === 'RESPONSE_1_WRONG' || seen === 'BOTH_WRONG' ? ['parameters'] : [],
    faults2: seen === 'RESPONSE_2_WRONG' || seen === 'BOTH_WRONG' ? ['parameters'] : [],
    analysis: `about ${verdict}`,
    approach: 'as asked',
    verdict: seen,
  })
}
/** A judge that knows the truth: verdicts in turn. */
const truthOf = (i: number): VerdictName => VERDICTS[i % VERDICTS.length] as VerdictName
const knowing: Play = ({ itemKey, messages }) => {
  const n = numberOf(itemKey)
  return { text: says(truthOf(n), isSwapped(SAMPLES[n], textOf(messages))) }
}

async function judgedOf(id: string, quorum = 2): Promise<Judged[]> {
  const rows = await store.all(
    'SELECT item.job, item.ordinal, item.key FROM item JOIN job ON job.number = item.job WHERE job.id = ? ORDER BY item.ordinal',
    [id],
  )
  return Promise.all(
    rows.map(async (row) =>
      judgedFromSteps(String(row.key), await readSteps(store, Number(row.job), Number(row.ordinal)), quorum),
    ),
  )
}

describe('the judge', () => {
  it('finds every verdict in either order, from as few votes as decide', async () => {
    const { engine, asked } = worldOf(store, SAMPLES, knowing, PREDICTIONS)
    await engine.start(specOf('judge', settings))
    const view = await engine.settled('judge')
    expect(view.counts).toMatchObject({ planned: 24, done: 24 })
    for (const verdict of VERDICTS) expect(view.counters[`verdict.${verdict}`]).toBe(6)
    expect(asked).toHaveLength(48)
    const judged = await judgedOf('judge')
    expect(judged.map(({ verdict }) => verdict)).toEqual(SAMPLES.map((_, i) => truthOf(i)))
    for (const { votes } of judged) expect(votes.filter(({ swapped }) => swapped)).toHaveLength(1)
    expect(judged[0]?.votes[0]).toMatchObject({ by: 'model', judge: 'judge-0', analysis: 'about labelWrong' })
    await engine.close()
  })

  it('is asked in the dialog’s language, bound to a schema, at temperature 0', async () => {
    const { engine, asked } = worldOf(store, SAMPLES.slice(0, 2), knowing, PREDICTIONS.slice(0, 2))
    await engine.start(specOf('judge', settings))
    await engine.settled('judge')
    const chinese = asked.filter(({ itemKey }) => itemKey?.startsWith('s01'))
    expect(chinese.every(({ messages }) => messages[0]?.content.includes('候选回答'))).toBe(true)
    for (const { sampling, answerSchema, messages, tools } of asked) {
      expect(sampling).toEqual({ temperature: 0, topP: 0.8, maxTokens: 5000 })
      expect(answerSchema?.name).toBe('verdict')
      expect(tools).toBeUndefined()
      expect(textOf(messages)).toContain('2024-05-01')
      expect(textOf(messages)).not.toContain('{{')
    }
    await engine.close()
  })

  it('has nothing to do, and divides by nothing, where no sample needs it', async () => {
    const matching = SAMPLES.map((sample, i) =>
      predictionOf([tags(['get_weather', { city: 'Lima', days: i }])], sample.id),
    )
    const texts = [sampleOf([words('Hi')], { id: 's00' })]
    const { engine, asked } = worldOf(store, SAMPLES, knowing, matching)
    await engine.start(specOf('judge', settings))
    expect(await engine.settled('judge')).toMatchObject({
      state: { name: 'done' },
      counts: { planned: 0, done: 0 },
    })
    const chat = worldOf(store, texts, knowing, [predictionOf([''], 's00')])
    await chat.engine.start(specOf('judge', settings, { id: 'chat' }))
    expect((await chat.engine.settled('chat')).counts.planned).toBe(0)
    expect(asked.length + chat.asked.length).toBe(0)
    await engine.close()
    await chat.engine.close()
  })

  it('spends nothing on a quorum out of reach', async () => {
    const { engine, asked } = worldOf(store, SAMPLES, knowing, PREDICTIONS)
    const outcome = await engine.start(specOf('judge', { ...settings, votes: 1 })).then(
      () => engine.settled('judge'),
      (error: unknown) => error,
    )
    expect(JSON.stringify(outcome)).toContain('judge.quorum')
    expect(asked).toHaveLength(0)
    await engine.close()
  })

  it('asks nobody where rules decide, and says which', async () => {
    const broken = SAMPLES.map((sample) => predictionOf(['<tool_call>{"name"'], sample.id))
    const { engine, asked } = worldOf(store, SAMPLES, knowing, broken)
    await engine.start(specOf('judge', settings))
    expect((await engine.settled('judge')).counters).toMatchObject({
      'verdict.predictionWrong': 24,
      'vote.byRule': 24,
    })
    expect(asked).toHaveLength(0)
    expect((await judgedOf('judge'))[3]?.votes).toMatchObject([
      { by: 'rule', analysis: expect.stringContaining('answer.tagNotClosed') },
    ])
    await engine.close()
  })

  it('lets a broken label be found wrong or dropped, nothing else', async () => {
    const [sample] = SAMPLES.slice(0, 1).map((one) => ({ ...one, accepted: [weather({ days: 1 })] }))
    const { engine, asked } = worldOf(
      store,
      [sample as Sample],
      ({ messages }) => {
        const swapped = isSwapped(sample, textOf(messages))
        return { text: says('labelWrong', swapped) }
      },
      PREDICTIONS.slice(0, 1),
    )
    await engine.start(specOf('judge', settings))
    expect((await engine.settled('judge')).counters['verdict.labelWrong']).toBe(1)
    const enums = asked.map(
      ({ answerSchema }) => JSON.parse(answerSchema?.schema ?? '{}').properties.verdict.enum,
    )
    for (const open of enums) {
      expect(open).toHaveLength(2)
      expect(open).toContain('BOTH_WRONG')
    }
    await engine.close()
  })

  it('takes a failed request for no vote: unjudged, and tried again', async () => {
    let down = true
    const play: Play = (request, role, player) => {
      if (down && numberOf(request.itemKey) % 3 === 0 && request.itemKey?.endsWith('|1'))
        throw new TransportError('passing', 'endpoint.overloaded', '429')
      return knowing(request, role, player)
    }
    const { engine, asked } = worldOf(store, SAMPLES, play, PREDICTIONS)
    await engine.start(specOf('judge', settings))
    const view = await engine.settled('judge')
    expect(view.counts).toMatchObject({ done: 16, failed: 8 })
    expect(countsBalance(view.counts)).toBe(true)
    expect((await judgedOf('judge'))[0]).toMatchObject({
      verdict: 'unjudged',
      votes: [{ verdict: 'labelWrong' }],
    })
    const before = asked.length
    down = false
    await engine.retry('judge')
    expect((await engine.settled('judge')).counts).toMatchObject({ done: 24, failed: 0 })
    // The vote that was heard is not asked for again.
    expect(asked.slice(before).map(({ itemKey }) => itemKey?.slice(-1))).toEqual(Array(8).fill('1'))
    expect((await judgedOf('judge')).map(({ verdict }) => verdict)).toEqual(SAMPLES.map((_, i) => truthOf(i)))
    await engine.close()
  })

  it('does not decide where votes are divided, and asks on when tried again', async () => {
    let divided = true
    const play: Play = (request, role, player) => {
      const n = Number(request.itemKey?.split('|').at(-1))
      const swapped = isSwapped(SAMPLES[0], textOf(request.messages))
      return divided
        ? { text: says(VERDICTS[n % 4] as VerdictName, swapped) }
        : knowing(request, role, player)
    }
    const { engine, asked } = worldOf(store, SAMPLES.slice(0, 1), play, PREDICTIONS.slice(0, 1))
    await engine.start(specOf('judge', settings))
    expect((await engine.settled('judge')).counts).toMatchObject({ done: 0, failed: 1 })
    expect((await engine.outcomes('judge'))[0]).toMatchObject({ boundary: 'judge', reason: 'judge.divided' })
    expect(asked).toHaveLength(3)
    divided = false
    await engine.retry('judge')
    expect((await engine.settled('judge')).counts.done).toBe(1)
    const [judged] = await judgedOf('judge')
    expect(judged).toMatchObject({ verdict: 'labelWrong' })
    expect(judged?.votes.map(({ verdict }) => verdict)).toEqual([
      'labelWrong',
      'predictionWrong',
      'bothRight',
      'labelWrong',
      'labelWrong',
    ])
    await engine.close()
  })

  it('outlasts answers that are no votes, and gives a judge up that only sends those', async () => {
    const junk = ['', 'I cannot judge this.', '{"verdict":', '{"verdict":["BOTH_RIGHT","BOTH_WRONG"]}']
    const play: Play = (request, role, player) => {
      const [id, , , n] = request.itemKey?.split('|') ?? []
      if (id === 's01' || Number(n) < 2) return { text: junk[Number(n) % junk.length] ?? '' }
      return knowing(request, role, player)
    }
    const { engine, asked } = worldOf(store, SAMPLES.slice(0, 2), play, PREDICTIONS.slice(0, 2))
    await engine.start(specOf('judge', settings))
    const view = await engine.settled('judge')
    expect(view.counts).toMatchObject({ done: 1, failed: 1 })
    expect(view.counters).toMatchObject({ 'verdict.labelWrong': 1, 'vote.cast': 2, 'wrong.verdict.empty': 3 })
    expect((await engine.outcomes('judge'))[0]).toMatchObject({ boundary: 'judge', reason: 'judge.noVote' })
    expect(asked.filter(({ itemKey }) => itemKey?.startsWith('s01'))).toHaveLength(6)
    await engine.close()
  })

  it('spreads the votes over several judges', async () => {
    const play: Play = (request, role, player) => ({ ...(knowing(request, role, player) as object) })
    const { engine } = worldOf(store, SAMPLES, play, PREDICTIONS)
    await engine.start(specOf('judge', { ...settings, votes: 5, quorum: 3, judges: 3 }))
    await engine.settled('judge')
    for (const { votes } of await judgedOf('judge', 3))
      expect(votes.map(({ judge }) => judge)).toEqual(['judge-0', 'judge-1', 'judge-2'])
    await engine.close()
  })

  it('stopped and resumed asks nothing twice and judges the same', async () => {
    const calm = worldOf(store, SAMPLES, knowing, PREDICTIONS)
    await calm.engine.start(specOf('judge', settings, { id: 'calm' }))
    await calm.engine.settled('calm')
    let seen = 0
    const stopped = worldOf(
      store,
      SAMPLES,
      async (...asked) => {
        if (++seen === 17) void stopped.engine.pause('stopped')
        return knowing(...asked)
      },
      PREDICTIONS,
    )
    await stopped.engine.start(specOf('judge', settings, { id: 'stopped' }))
    expect((await stopped.engine.settled('stopped')).state.name).toBe('paused')
    await stopped.engine.resume('stopped')
    expect((await stopped.engine.settled('stopped')).state.name).toBe('done')
    expect(new Set(stopped.asked.map(({ itemKey }) => itemKey)).size).toBe(stopped.asked.length)
    expect(await judgedOf('stopped')).toEqual(await judgedOf('calm'))
    await calm.engine.close()
    await stopped.engine.close()
  })
})

describe('a calibration', () => {
  it('asks each case in both orders and measures a judge that blames the first response', async () => {
    const many = Array.from({ length: 80 }, (_, i) =>
      sampleOf([weather({ city: `City ${i}`, days: (i % 7) + 1 })], {
        id: idOf(i),
        messages: [{ role: 'user', text: `Weather in City ${i}` }],
      }),
    )
    const { engine, asked } = worldOf(store, many, () => ({ text: '{"verdict":"RESPONSE_1_WRONG"}' }))
    await engine.start(specOf('calibrate', { dataset: 'd', cases: 60 }))
    const view = await engine.settled('calibrate')
    expect(view.counts).toMatchObject({ planned: 60, done: 60 })
    expect(asked).toHaveLength(120)
    const rows = await store.all('SELECT job, ordinal, key FROM item ORDER BY ordinal')
    const heard = await Promise.all(
      rows.map(async (row) => {
        const steps = await readSteps(store, Number(row.job), Number(row.ordinal))
        return (
          caseFromSteps(String(row.key), steps) ?? {
            truth: 'bothRight' as const,
            plain: undefined,
            swapped: undefined,
          }
        )
      }),
    )
    const report = calibrationReport(
      heard,
      { votes: 3, quorum: 2 },
      {
        requests: view.counters['usage.requests'] ?? 0,
        promptTokens: view.counters['usage.promptTokens'] ?? 0,
        completionTokens: view.counters['usage.completionTokens'] ?? 0,
      },
    )
    expect(report.swapConsistency).toMatchObject({ right: 0, total: 60 })
    expect(report.votes.right).toBe(30)
    expect(report.perThousand).toMatchObject({ requests: 3000, tokens: 330_000 })
    expect(report.warnings.map(({ code }) => code)).toContain('calibration.positionBias')
    await engine.close()
  })
})
