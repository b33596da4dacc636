import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { countsBalance } from '#core/job/job.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { rescore } from '#core/probe/standing.ts'
import { renderRelease } from '#core/sample/render-release.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Store } from '#engine/project/store.ts'
import { joinProbed } from '#engine/stage/probe/joined.ts'
import { SampleWindow } from '#engine/stage/probe/sample-window.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { predictionOf, sampleOf, tags, weather } from '../../core/probe/made-samples.ts'
import { type Play, PREAMBLE, specOf, worldOf } from './probe-world.ts'

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

const SAMPLES: readonly Sample[] = Array.from({ length: 40 }, (_, i) =>
  sampleOf([weather({ city: 'Lima', days: i })], { id: `s${String(i).padStart(2, '0')}` }),
)
const numberOf = (itemKey: string | undefined): number => Number(itemKey?.slice(1, 3))
const right = (n: number): string => tags(['get_weather', { city: 'Lima', days: n }])
const logprobs = (count: number, logprob: number) =>
  Array.from({ length: count }, () => ({ token: 't', logprob }))

const all = async (stored: AsyncIterable<Prediction>): Promise<Prediction[]> => {
  const list: Prediction[] = []
  for await (const one of stored) list.push(one)
  return list
}

describe('a probe', () => {
  it('sends the training prompt, greedily and without the API’s tools, and keeps one prediction a sample', async () => {
    const { engine, asked, predictions, lookedUp } = worldOf(store, SAMPLES, ({ itemKey }) => ({
      text: right(numberOf(itemKey) % 2 === 0 ? numberOf(itemKey) : 99),
      thinking: 'hm',
      logprobs: logprobs(4, -0.5),
    }))
    await engine.start(specOf('probe', { dataset: 'd' }))
    const view = await engine.settled('probe')
    expect(view.state.name).toBe('done')
    expect(view.counters).toMatchObject({ 'probe.match': 20, 'probe.miss': 20, 'item.done': 40 })
    const first = asked.find(({ itemKey }) => itemKey === 's00|policy|0|0')
    const { instruction, input } = renderRelease(SAMPLES[0] as Sample, PREAMBLE)
    expect(first).toMatchObject({
      messages: [
        { role: 'system', content: instruction },
        { role: 'user', content: input },
      ],
      sampling: { temperature: 0.001, maxTokens: 1024, stop: ['<|im_end|>'] },
      logprobs: true,
    })
    expect(first).not.toHaveProperty('tools')
    const stored = await all(predictions('probe'))
    expect(stored.map(({ sample }) => sample)).toEqual(SAMPLES.map(({ id }) => id))
    expect(stored[0]).toEqual({
      sample: 's00',
      answers: [{ text: right(0), thinking: 'hm', logprobSum: -2, tokens: 4, finish: 'stop' }],
      model: 'policy-0',
    })
    expect(lookedUp).toEqual([])
    await engine.close()
  })

  it('loses nothing to answers without think tags, with unclosed ones or with control tokens', async () => {
    const bad = ['', '<think>and so on', 'x</think>', '<|im_end|>', '<tool_call>{', '\ud800', '</tool_call>']
    const { engine, predictions } = worldOf(store, SAMPLES, ({ itemKey }) => ({
      text: bad[numberOf(itemKey) % bad.length] ?? '',
      finish: numberOf(itemKey) % 2 === 0 ? 'length' : 'stop',
    }))
    await engine.start(specOf('probe', { dataset: 'd' }))
    const view = await engine.settled('probe')
    expect(view.counts).toMatchObject({ planned: 40, done: 40, failed: 0 })
    expect(view.counters).toMatchObject({ 'probe.miss': 40, 'probe.cutAnswers': 20, 'probe.noLogprobs': 40 })
    expect(await all(predictions('probe'))).toHaveLength(40)
    await engine.close()
  })

  it('draws several answers with seeds of their own, and says how many match', async () => {
    const { engine, asked, predictions } = worldOf(store, SAMPLES.slice(0, 3), ({ itemKey }) => ({
      text: right(itemKey?.endsWith('|1') ? 99 : numberOf(itemKey)),
    }))
    await engine.start(specOf('probe', { dataset: 'd', samples: 4 }))
    expect((await engine.settled('probe')).counters).toMatchObject({ 'probe.part': 3 })
    expect(new Set(asked.map(({ seed }) => seed)).size).toBe(12)
    expect(asked.every(({ sampling }) => sampling.temperature === 1)).toBe(true)
    const probed = (await all(predictions('probe'))).map((one, i) => [SAMPLES[i] as Sample, one] as const)
    expect(rescore(probed, { mode: 'strict', share: 0.25 }).measures[0]?.passRate).toBe(0.75)
    await engine.close()
  })

  it('fails an item for a failed request only, and asks that one alone again', async () => {
    let down = true
    const play: Play = ({ itemKey }) => {
      if (down && numberOf(itemKey) % 5 === 0) throw new TransportError('passing', 'endpoint.timeout', 'late')
      return { text: right(numberOf(itemKey)) }
    }
    const { engine, asked, predictions } = worldOf(store, SAMPLES, play)
    await engine.start(specOf('probe', { dataset: 'd' }))
    const view = await engine.settled('probe')
    expect(view.counts).toMatchObject({ done: 32, failed: 8 })
    expect(countsBalance(view.counts)).toBe(true)
    const before = asked.length
    down = false
    await engine.retry('probe')
    expect((await engine.settled('probe')).counts).toMatchObject({ done: 40, failed: 0 })
    expect(asked.length - before).toBe(8)
    expect((await all(predictions('probe'))).map(({ sample }) => sample)).toEqual(SAMPLES.map(({ id }) => id))
    await engine.close()
  })

  it('stopped and resumed asks nothing twice and predicts the same', async () => {
    const play: Play = ({ itemKey, seed }) => ({ text: `${right(numberOf(itemKey))} ${seed}` })
    const calm = worldOf(store, SAMPLES, play)
    await calm.engine.start(specOf('probe', { dataset: 'd' }, { id: 'calm' }))
    await calm.engine.settled('calm')
    let seen = 0
    const stopped = worldOf(store, SAMPLES, async (request, role, player) => {
      if (++seen === 13) void stopped.engine.pause('stopped')
      return play(request, role, player)
    })
    await stopped.engine.start(specOf('probe', { dataset: 'd' }, { id: 'stopped' }))
    expect((await stopped.engine.settled('stopped')).state.name).toBe('paused')
    await stopped.engine.resume('stopped')
    expect((await stopped.engine.settled('stopped')).state.name).toBe('done')
    expect(new Set(stopped.asked.map(({ itemKey }) => itemKey)).size).toBe(stopped.asked.length)
    expect(await all(stopped.predictions('stopped'))).toEqual(await all(calm.predictions('calm')))
    await calm.engine.close()
    await stopped.engine.close()
  })
})

describe('samples and predictions', () => {
  it('are joined in one pass, samples without a prediction left out', async () => {
    const predictions = ['s01', 's03', 's39'].map((id) => predictionOf(['x'], id))
    const joined: string[] = []
    const from = async function* <T>(list: readonly T[]) {
      yield* list
    }
    for await (const { ordinal, sample, prediction } of joinProbed(from(SAMPLES), from(predictions)))
      joined.push(`${ordinal} ${sample.id} ${prediction.sample}`)
    expect(joined).toEqual(['1 s01 s01', '3 s03 s03', '39 s39 s39'])
  })

  it('are read along once, whatever the order asked in; a late one is looked up', async () => {
    let reads = 0
    const lookedUp: string[] = []
    const window = new SampleWindow(
      {
        samples: async function* () {
          reads++
          yield* SAMPLES
        },
        sample: async (_, id) => {
          lookedUp.push(id)
          return SAMPLES.find((one) => one.id === id) as Sample
        },
      },
      'd',
    )
    const get = async (n: number) => (await window.get(n, SAMPLES[n]?.id ?? '')).id
    expect(await Promise.all([get(3), get(1), get(20), get(4)])).toEqual(['s03', 's01', 's20', 's04'])
    expect([reads, lookedUp]).toEqual([1, []])
    expect(await get(3)).toBe('s03')
    expect(lookedUp).toEqual(['s03'])
    expect(await get(39)).toBe('s39')
    expect((await window.get(5, 's30')).id).toBe('s30')
    await window.close()
  })
})
