import { describe, expect, it } from 'vitest'
import type { AssistantTurn, Dialog } from '#core/dialog/dialog.ts'
import { TransportError } from '#core/endpoint/transport.ts'
import { dialogFromSteps } from '#engine/stage/simulate/record.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'
import { type Alter, byTarget, kind, play, settings, short, specOf } from './play.ts'
import { callOf, cast, type Line } from './scripted.ts'

const assistantTurns = (dialog: Dialog): AssistantTurn[] =>
  dialog.turns.filter((turn) => turn.from === 'assistant')

describe('a dialog', () => {
  it('runs to its target, ends behind a text, and says what it was', async () => {
    const { end, dialog, counters } = await play(short)
    expect(end).toMatchObject({ state: 'done' })
    expect(dialog.turns.length).toBeGreaterThanOrEqual(short.target)
    expect(dialog.turns.at(-1)).toMatchObject({ from: 'assistant', answer: { kind: 'text' } })
    expect(end?.summary).toMatchObject({
      messages: dialog.turns.length,
      calls: dialog.turns.filter((turn) => turn.from === 'tool').length,
      unagreed: 0,
      opening: 'Please do 0',
    })
    expect(end?.counters).toMatchObject({ [`language.${short.language}`]: 1, [`level.${short.level}`]: 1 })
    expect(counters['turn.agreed']).toBe(assistantTurns(dialog).length)
    expect(dialog.wrongTurns).toEqual([])
  })

  it('of 26 messages takes 27 requests in a row when votes agree, second votes aside', async () => {
    const needs = ['single', 'single', 'single', 'single', 'single', 'chat'] as const
    const { log, dialog } = await play({ ...short, target: 26, needs }, ({ who, turn }) =>
      who === 'assistant' && turn === 25 ? 'That was all.' : undefined,
    )
    expect(dialog.turns.length).toBe(26)
    expect(log.filter((one) => !(one.who === 'assistant' && one.attempt === 1)).length).toBe(27)
    expect(log.length).toBe(27 + 13)
  })

  it('asks both votes before either has answered', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    const { chat } = cast(short)
    const item = fakeItem({
      spec: specOf(),
      settings,
      key: short.key,
      input: short,
      chat: async (role, request) => {
        if (role === 'assistant') {
          await new Promise<void>((resolve) => {
            waiting.push(resolve)
            most = Math.max(most, waiting.length)
            // Nobody is answered until two wait: asked one behind the other, the dialog would stand still.
            if (waiting.length === 2) for (const go of waiting.splice(0)) go()
          })
        }
        return chat(role, request)
      },
    })
    expect(await kind().run(item.context)).toMatchObject({ state: 'done' })
    expect(most).toBe(2)
  })

  it('sends seeds, sampling and keys that depend on the step only', async () => {
    const { log } = await play(short)
    const again = await play(short)
    expect(again.log.map((one) => one.request.seed).sort()).toEqual(log.map((one) => one.request.seed).sort())
    expect(new Set(log.map((one) => one.request.seed)).size).toBe(log.length)
    expect(new Set(log.map((one) => one.request.itemKey)).size).toBe(log.length)
    for (const { request, who } of log) {
      expect(request.sampling).toMatchObject({ temperature: 0.6, topK: 20 })
      expect(request.answerSchema !== undefined).toBe(who !== 'assistant')
      expect(request.tools !== undefined).toBe(who === 'assistant')
    }
  })

  it('that is dropped for its length says so', async () => {
    const { end, dialog } = await play(short, ({ who, turn }) =>
      who === 'assistant' && turn > 0 ? callOf(short.tools[0]!, { name: `${turn}` }) : undefined,
    )
    expect(end).toMatchObject({ state: 'dropped', reason: 'tooLong' })
    expect(dialog.turns.length).toBe(short.target + 8)
  })
})

describe('votes', () => {
  const odd =
    (attempts: Record<number, Line>): Alter =>
    ({ who, turn, attempt }) =>
      who === 'assistant' && turn === 1 ? attempts[attempt] : undefined
  const other = (value: string) => callOf(short.tools[0]!, { name: value })

  it('that disagree call for a third, and the two that agree win', async () => {
    const { dialog, log, counters } = await play(short, odd({ 0: other('a'), 1: other('b'), 2: other('b') }))
    const turn = assistantTurns(dialog)[0]!
    expect(turn).toMatchObject({ agreed: true })
    expect(turn.votes).toHaveLength(3)
    expect(turn.answer).toEqual(turn.votes[1]!.answer)
    expect(log.filter((one) => one.who === 'assistant' && one.turn === 1)).toHaveLength(3)
    expect(counters['turn.unagreed']).toBeUndefined()
  })

  it('that never agree leave the turn in the dialog, named as such', async () => {
    const { dialog, end, counters } = await play(short, odd({ 0: other('a'), 1: other('b'), 2: other('c') }))
    expect(assistantTurns(dialog)[0]).toMatchObject({ agreed: false })
    expect(end).toMatchObject({ state: 'done', summary: { unagreed: 1 } })
    expect(counters['turn.unagreed']).toBe(1)
  })

  it('that are unusable are asked for again and are no votes', async () => {
    const { dialog, log, counters } = await play(
      short,
      odd({
        0: callOf('no_such_tool', {}),
        10: '<tool_call>{"name": 1}</tool_call>',
        20: other('a'),
        1: other('a'),
      }),
    )
    const turn = assistantTurns(dialog)[0]!
    expect(turn.votes).toHaveLength(2)
    expect(turn.agreed).toBe(true)
    expect(dialog.wrongTurns.map((wrong) => wrong.reason)).toEqual(['answer.unknownTool', 'answer.noName'])
    expect(counters).toMatchObject({ 'wrong.answer.unknownTool': 1, 'wrong.answer.noName': 1 })
    const attempts = log.filter((one) => one.who === 'assistant' && one.turn === 1).map((one) => one.attempt)
    expect(attempts.sort((a, b) => a - b)).toEqual([0, 1, 10, 20])
  })

  it('that break the schema mark the turn', async () => {
    const call = callOf(short.tools[0]!, { name: 'a', limit: 'many' })
    const { dialog, counters } = await play(short, odd({ 0: call, 1: call }))
    expect(assistantTurns(dialog)[0]).toMatchObject({ agreed: true, marks: ['argument.type'] })
    expect(counters['turn.marked']).toBe(1)
  })

  it('are read from raw text where the server has no parser', async () => {
    const raw = `Let me look.\n<tool_call>\n{"name": "${short.tools[0]}", "arguments": {"name": "a", "limit": 1.0}}\n</tool_call>`
    const { dialog } = await play(short, odd({ 0: raw, 1: callOf(short.tools[0]!, { limit: 1, name: 'a' }) }))
    expect(assistantTurns(dialog)[0]).toMatchObject({ agreed: true, marks: [] })
    const [vote] = assistantTurns(dialog)[0]!.votes
    expect(vote!.answer).toMatchObject({
      prose: 'Let me look.',
      calls: [{ arguments: '{"name":"a","limit":1.0}' }],
    })
  })

  it('of the transport that failed is thrown through: no wrong turn, no vote, nothing stored', async () => {
    let fail = true
    const { chat } = cast(short)
    const item = fakeItem({
      spec: specOf(),
      settings,
      key: short.key,
      input: short,
      chat: async (role, request) => {
        if (fail && request.itemKey?.endsWith('|assistant|1|1'))
          throw new TransportError('passing', 'endpoint.overloaded', '429')
        return chat(role, request)
      },
    })
    await expect(kind().run(item.context)).rejects.toThrow(TransportError)
    expect(item.steps).toHaveLength(2)
    expect(item.counters).toEqual({})
    fail = false
    expect(await kind().run(item.context)).toMatchObject({ state: 'done' })
    expect(dialogFromSteps(short, item.steps)).toEqual((await play(short)).dialog)
  })
})

describe('answers that are no JSON', () => {
  it('are put right by a repair, at a low temperature, and are then no wrong turns', async () => {
    const { dialog, log } = await play(short, ({ who, turn, attempt }) => {
      if (who === 'user' && turn === 0 && attempt === 0) return '{"need": 0, "message": "Hi"'
      return who === 'repair:user' ? '{"need": 0, "message": "Hi"}' : undefined
    })
    expect(dialog.turns[0]).toEqual({ from: 'user', text: 'Hi', need: 0 })
    expect(dialog.wrongTurns).toEqual([])
    const repairs = log.filter((one) => one.who === 'repair:user')
    expect(repairs).toHaveLength(1)
    expect(repairs[0]!.request.sampling.temperature).toBe(0.1)
    expect(repairs[0]!.request.messages.at(-1)!.content).toBe('{"need": 0, "message": "Hi"')
  })

  it('are tried three times, then counted and asked for again', async () => {
    const { dialog, log } = await play(short, ({ who, turn, attempt }) =>
      who === 'repair:tool' || (who === 'tool' && turn === 2 && attempt === 0) ? 'nonsense' : undefined,
    )
    expect(log.filter((one) => one.who === 'repair:tool')).toHaveLength(3)
    expect(dialog.wrongTurns).toMatchObject([{ role: 'tool', reason: 'json.broken' }])
  })

  it('but cut off are not repaired', async () => {
    const { log, dialog } = await play(short, ({ who, attempt }) =>
      who === 'planner' && attempt === 0 ? { text: '{"needs": [', finish: 'length' } : undefined,
    )
    expect(log.some((one) => one.who.startsWith('repair'))).toBe(false)
    expect(dialog.wrongTurns).toMatchObject([{ role: 'planner', reason: 'answer.cutOff' }])
  })

  it('of the assistant are repaired too when only the notation is broken', async () => {
    const good = `<tool_call>{"name":"${short.tools[0]}","arguments":{"name":"value 1"}}</tool_call>`
    const { dialog } = await play(short, ({ who, turn, attempt }) => {
      if (who === 'repair:assistant') return good
      return who === 'assistant' && turn === 1 && attempt === 0 ? good.replace('}}', '}') : undefined
    })
    expect(assistantTurns(dialog)[0]).toMatchObject({ agreed: true })
    expect(dialog.wrongTurns).toEqual([])
  })
})

describe('giving up', () => {
  const noResult: Alter = ({ who }) => (who === 'tool' ? '{"results": []}' : undefined)

  it('comes with the eleventh wrong answer, its reasons grouped and kept', async () => {
    const { end, dialog, counters } = await play(short, noResult)
    expect(end).toMatchObject({ state: 'dropped', reason: 'gaveUp', detail: 'tool results.count ×11' })
    expect(dialog.wrongTurns).toHaveLength(11)
    expect(counters['wrong.results.count']).toBe(11)
  })

  it('counts over the whole dialog', async () => {
    const alter: Alter = ({ who, attempt }) => (who === 'tool' && attempt < 6 ? '{"results": []}' : undefined)
    const long = byTarget((target) => target >= 8)
    const { end, dialog } = await play(long, alter)
    expect(end).toMatchObject({ state: 'dropped', reason: 'gaveUp' })
    expect(dialog.wrongTurns).toHaveLength(11)
  })

  it('stops asking in both votes, and ends the same way each time', async () => {
    const alter: Alter = ({ who }) => (who === 'assistant' ? callOf('no_such_tool', {}) : undefined)
    const first = await play(short, alter)
    expect(first.end).toMatchObject({ state: 'dropped', reason: 'gaveUp' })
    expect(first.log.length).toBeLessThan(30)
    expect((await play(short, alter)).dialog).toEqual(first.dialog)
  })

  it('is not undone by a restart between the last step and the end', async () => {
    const before = await play(short, noResult, { haltAfter: 3 })
    const all = await play(short, noResult)
    const { end, log } = await play(short, noResult, { steps: all.steps })
    expect(before.end).toBeUndefined()
    expect(end).toEqual(all.end)
    expect(log).toEqual([])
  })
})

describe('resume inside a dialog', () => {
  it('gives the same dialog as an undisturbed run, wherever it stopped', async () => {
    const restless: Alter = ({ who, turn, attempt }) => {
      if (who === 'assistant' && turn === 1) return callOf(short.tools[0]!, { name: `vote ${attempt}` })
      if (who === 'tool' && attempt < 2) return '{"results": []}'
      if (who === 'assistant' && turn % 4 === 3) return `Done ${attempt}.`
      return undefined
    }
    const whole = await play(short, restless)
    expect(whole.end).toMatchObject({ state: 'done' })
    for (let stop = 1; stop < whole.steps.length; stop++) {
      const before = await play(short, restless, { haltAfter: stop })
      expect(before.steps).toHaveLength(stop)
      const after = await play(short, restless, { steps: before.steps })
      expect(after.steps).toEqual(whole.steps)
      expect(after.end).toEqual(whole.end)
      const sum = (name: string) => (before.counters[name] ?? 0) + (after.counters[name] ?? 0)
      for (const name of Object.keys(whole.counters)) expect(sum(name)).toBe(whole.counters[name])
    }
  })

  it('refuses a step that cannot be read, naming it, and asks no model', async () => {
    const { steps } = await play(short, undefined, { haltAfter: 3 })
    const broken = [...steps.slice(0, 2), { body: { kind: 'assistant' } }]
    const { chat, log } = cast(short)
    const item = fakeItem({ spec: specOf(), settings, key: short.key, input: short, chat, steps: broken })
    await expect(kind().run(item.context)).rejects.toThrow(/step 2/)
    expect(log).toEqual([])
  })
})
