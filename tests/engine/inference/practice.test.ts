import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlan, readResults, readUser } from '#core/dialog/reply.ts'
import {
  type ChatChoice,
  type ChatRequest,
  type Transport,
  TransportError,
} from '#core/endpoint/transport.ts'
import { readItemKey } from '#core/practice/reply.ts'
import { type Script, scriptTruth } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { Answer, ToolCall } from '#core/tool-call/call.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { createPractice } from '#engine/inference/practice.ts'
import { SAMPLE, SEED, setups } from '../../core/practice/tool-sets.ts'

const DIALOGS = setups(SAMPLE, 150)
const live = new AbortController().signal

const practice = (wrongVotes = 0.5) =>
  createPractice({
    seed: SEED,
    wrongVotes,
    setup: async (key) => {
      const setup = DIALOGS.find((one) => one.key === key)
      if (!setup) throw new Error(`no dialog ${key}`)
      return { setup, tools: SAMPLE }
    },
  })

const request = (itemKey: string | undefined, content = '', calls?: readonly ToolCall[]): ChatRequest => ({
  model: 'any',
  messages: [
    {
      role: calls ? 'assistant' : 'user',
      content,
      ...(calls ? { calls: calls.map((call, i) => ({ ...call, id: `c${i}` })) } : {}),
    },
  ],
  sampling: {},
  seed: 1,
  ...(itemKey === undefined ? {} : { itemKey }),
})

const scripts = DIALOGS.map((setup) => scriptDialog(SEED, setup, SAMPLE, 0.5))

const sayOf = async (transport: Transport, { setup }: Script, role: string, turn: number, attempt: number) =>
  (await transport.chat(request(`${setup.key}|${role}|${turn}|${attempt}`), live)).choices[0]

function callsBefore(script: Script, index: number): readonly ToolCall[] {
  const before = script.turns[index - 1]
  return before?.from === 'assistant' && before.answer.kind === 'calls' ? before.answer.calls : []
}

/** An answer with its arguments as values: how the text is laid out is the sender's own business. */
const withoutLayout = (answer: Answer | undefined): unknown =>
  answer?.kind === 'calls'
    ? {
        ...answer,
        calls: answer.calls.map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) })),
      }
    : answer

const answerOf = ({ text, calls }: ChatChoice): unknown =>
  withoutLayout(
    calls ? { kind: 'calls', calls, ...(text === '' ? {} : { prose: text }) } : readAnswer(text).ok,
  )

/** Altered votes that may be kept, and are read in words right after the results. */
const keptElsewhere = (script: Script) =>
  script.turns.flatMap((turn, i) => {
    const next = script.turns[i + 2]
    if (turn.from !== 'assistant' || next?.from !== 'assistant' || next.answer.kind !== 'text') return []
    return turn.votes.flatMap(({ answer, results, summary }) =>
      answer.kind === 'calls' && results ? [{ script, turn: i, calls: answer.calls, results, summary }] : [],
    )
  })

describe('practice roles', () => {
  it('say what they are', () => {
    expect(practice()).toMatchObject({ name: 'practice roles', scripted: true })
  })

  it('speak in the forms that the stage reads, every role at every turn', async () => {
    const transport = practice()
    for (const script of scripts) {
      const said = async (role: string, turn: number, attempt: number) =>
        sayOf(transport, script, role, turn, attempt)
      const plan = await said('planner', 0, 1)
      expect(readPlan(plan.text, script.setup.needs, script.setup.tools)).toEqual({ ok: script.plan })
      for (const [i, turn] of script.turns.entries()) {
        if (turn.from === 'user') {
          const read = readUser((await said('user', i, 1)).text, script.plan.needs.length)
          expect(read).toEqual({ ok: { from: 'user', text: turn.text, need: turn.need } })
        } else if (turn.from === 'tool') {
          const read = readResults((await said('tool', i, 1)).text, callsBefore(script, i))
          expect(read).toEqual({ ok: turn.results })
        } else expect(answerOf(await said('assistant', i, 10))).toEqual(withoutLayout(turn.answer))
      }
    }
  })

  it('tear JSON now and then, and mend it when asked to repair', async () => {
    const transport = practice()
    let torn = 0
    for (const script of scripts) {
      for (const [i, turn] of script.turns.entries()) {
        if (turn.from !== 'user') continue
        const first = readUser((await sayOf(transport, script, 'user', i, 0)).text, 99)
        if ('ok' in first) continue
        torn++
        const mended = readUser((await sayOf(transport, script, 'repair:user', i, 0)).text, 99)
        expect(mended).toMatchObject({ ok: { text: turn.text } })
      }
    }
    expect(torn).toBeGreaterThan(5)
  })

  it('send unreadable calls where they are planted, and mend them when asked to repair', async () => {
    const transport = practice()
    const planted = scripts.flatMap((script) =>
      scriptTruth(script)
        .filter((one) => one.planted === 'unreadable')
        .map((one) => ({ script, ...one })),
    )
    expect(planted.length).toBeGreaterThan(5)
    for (const { script, turnIndex, vote } of planted) {
      const sent = await sayOf(transport, script, 'assistant', turnIndex, vote)
      expect(readAnswer(sent.text).wrong).toBe('tagNotClosed')
      const mended = await sayOf(transport, script, 'repair:assistant', turnIndex, vote)
      expect(readAnswer(mended.text).ok?.kind).toBe('calls')
    }
  })

  it('answer a key the same way whatever was asked before and by whichever instance', async () => {
    const keys = scripts
      .slice(0, 8)
      .flatMap(({ setup, turns }) =>
        turns.flatMap((turn, i) => [0, 1, 2].map((n) => `${setup.key}|${turn.from}|${i}|${n}`)),
      )
    const all = async (list: string[]) => {
      const transport = practice()
      return new Map(
        await Promise.all(list.map(async (key) => [key, await transport.chat(request(key), live)] as const)),
      )
    }
    const forth = await all(keys)
    const back = await all([...keys].reverse())
    for (const key of keys) expect(back.get(key)).toEqual(forth.get(key))
  })

  it('give the results of the vote that was kept where none agreed, however the calls are written down', async () => {
    const transport = practice()
    const kept = scripts.flatMap(keptElsewhere)
    expect(kept.length).toBeGreaterThan(10)
    for (const { script, turn, calls, results, summary } of kept) {
      const spread = calls
        .map((call) => JSON.stringify({ name: call.name, arguments: JSON.parse(call.arguments) }, null, 2))
        .join('\n')
      const { key } = script.setup
      const tool = await transport.chat(request(`${key}|tool|${turn + 1}|1`, `Now:\n${spread}`), live)
      expect(readResults(tool.choices[0].text, calls)).toEqual({ ok: results })
      const answer = await transport.chat(request(`${key}|assistant|${turn + 2}|10`, '', calls), live)
      expect(answer.choices[0].text).toBe(summary)
    }
  })

  it('keep a dialog going when a turn is asked for that the script gives to another role', async () => {
    const transport = practice(0)
    for (const role of ['user', 'assistant', 'tool']) {
      for (let turn = 0; turn < 60; turn++) {
        const { choices } = await transport.chat(request(`${DIALOGS[0]!.key}|${role}|${turn}|0`), live)
        expect((choices[0].text + (choices[0].calls?.length ?? '')).length).toBeGreaterThan(0)
      }
    }
  })

  it('think only when they are asked to, and never in the answer itself', async () => {
    const transport = practice(0)
    const key = `${DIALOGS[0]!.key}|assistant|1|0`
    const quiet = await transport.chat(request(key), live)
    const loud = await transport.chat({ ...request(key), thinking: true }, live)
    expect(quiet.choices[0].thinking).toBeUndefined()
    expect(loud.choices[0].thinking).toMatch(/^1\. /)
    expect(loud.choices[0].text).toBe(quiet.choices[0].text)
    expect(loud.usage.completionTokens).toBeGreaterThan(quiet.usage.completionTokens)
  })

  it('refuse what they cannot play, with the scope that the engine needs', async () => {
    const transport = practice()
    const failure = async (key: string | undefined) =>
      transport.chat(request(key), live).catch((error: unknown) => error)
    expect(await failure(undefined)).toMatchObject({ scope: 'item', code: 'endpoint.rejected' })
    expect(await failure('d000001|user')).toMatchObject({ scope: 'item' })
    const judge = await failure(`${DIALOGS[0]!.key}|judge|0|0`)
    expect(judge).toBeInstanceOf(TransportError)
    expect(judge).toMatchObject({ scope: 'job', detail: 'no practice role plays judge' })
  })

  it('stop at once when the signal is aborted', async () => {
    const stopped = AbortSignal.abort(new Error('stopping'))
    await expect(practice().chat(request(`${DIALOGS[0]!.key}|user|0|0`), stopped)).rejects.toThrow('stopping')
  })
})

describe('readItemKey', () => {
  it('reads back any key that is made of its parts', () => {
    const parts = [
      fc.string({ minLength: 1 }),
      fc.constantFrom('user', 'repair:tool'),
      fc.nat(),
      fc.nat(),
    ] as const
    fc.assert(
      fc.property(...parts, (dialog, role, turnIndex, attempt) => {
        fc.pre(!/[\n\r\u2028\u2029]/.test(dialog))
        expect(readItemKey(`${dialog}|${role}|${turnIndex}|${attempt}`)).toEqual({
          dialog,
          role,
          turnIndex,
          attempt,
        })
      }),
    )
  })
  it('takes no other text for a key', () => {
    for (const text of [undefined, '', 'd1', 'd1|user|0', 'd1|user|x|0', 'd1||0|0', '|user|0|0'])
      expect(readItemKey(text)).toBeUndefined()
  })
})
