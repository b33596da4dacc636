import { describe, expect, it } from 'vitest'
import { realisedTypes } from '#core/dialog/came-out.ts'
import type { CaseType, DialogLanguage } from '#core/dialog/case-type.ts'
import type { Turn } from '#core/dialog/dialog.ts'
import { OVERRUN } from '#core/dialog/draw.ts'
import { readPlan } from '#core/dialog/reply.ts'
import { nextMove } from '#core/dialog/turn.ts'
import { countVotes } from '#core/dialog/vote.ts'
import { type PlainJson, toPlain } from '#core/json/convert.ts'
import { readJson } from '#core/json/exact.ts'
import {
  PLANTED,
  type Script,
  type ScriptAssistant,
  type ScriptTurn,
  scriptTruth,
} from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import { enumWords } from '#core/practice/words/enum-words.ts'
import { Random } from '#core/random/random.ts'
import type { Tool } from '#core/tool/tool.ts'
import type { Answer, ToolCall } from '#core/tool-call/call.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { onlyLevel, SAMPLE, SEED, scripts, setups, toolBench, toolSets } from './tool-sets.ts'

const DIALOGS = 160

const leaves = (value: PlainJson): PlainJson[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value]
const valuesOf = (call: ToolCall): PlainJson[] => leaves(toPlain(readJson(call.arguments)))

/** A script as the dialog it becomes when every turn is agreed. */
function turnsOf(script: Script): Turn[] {
  return script.turns.map((turn): Turn => {
    if (turn.from === 'user') return { from: 'user', text: turn.text, need: turn.need }
    if (turn.from === 'tool') return turn
    return { from: 'assistant', answer: turn.answer, votes: [], agreed: true, marks: [] }
  })
}

const textsOf = (script: Script): string[] =>
  script.turns.flatMap((turn) =>
    turn.from === 'user'
      ? [turn.text]
      : turn.from === 'assistant' && turn.answer.kind === 'text'
        ? [turn.answer.text]
        : [],
  )

/** Whether a value was said: as it is, or, of an enumeration, in words. A switch is never said as true or false. */
function isSaid(value: PlainJson, said: string, language: DialogLanguage): boolean {
  if (typeof value === 'boolean' || value === null) return true
  const text = String(typeof value === 'number' ? JSON.stringify(value) : value)
  return said.includes(text) || said.includes(enumWords(text, language))
}

/** What a turn brings up that a later call may use. */
function heardIn(turn: ScriptTurn): string {
  if (turn.from === 'user') return turn.text
  if (turn.from !== 'tool') return ''
  return turn.results.flatMap((result) => leaves(toPlain(readJson(result.content)))).join('\n')
}

const callsOf = (turn: ScriptTurn): readonly ToolCall[] =>
  turn.from === 'assistant' && turn.answer.kind === 'calls' ? turn.answer.calls : []

/** Values of calls that nobody said before. */
const ungrounded = ({ turns, setup }: Script): string[] =>
  turns.flatMap((turn, i) => {
    const said = turns.slice(0, i).map(heardIn).join('\n')
    return callsOf(turn).flatMap((call) =>
      valuesOf(call)
        .filter((value) => !isSaid(value, said, setup.language))
        .map((value) => `${setup.key} ${call.name} ${value}`),
    )
  })

describe.each(toolSets())('scripts over %s', (_, tools: Tool[]) => {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const all = scripts(tools, DIALOGS, 0.1)

  it('calls only tools of the dialog, with arguments that their schemas accept', () => {
    const problems = all.flatMap((script) =>
      script.turns.flatMap((turn) =>
        turn.from === 'assistant' && turn.answer.kind === 'calls'
          ? turn.answer.calls.flatMap((call) => [
              ...(script.setup.tools.includes(call.name) ? [] : [`${call.name} is not offered`]),
              ...checkCall(byName, call).map((problem) => `${call.name} ${problem.code} ${problem.path}`),
            ])
          : [],
      ),
    )
    expect(problems).toEqual([])
  })

  it('calls with no value that neither the user nor a result has said before', () => {
    expect(all.flatMap(ungrounded)).toEqual([])
  })

  it('keeps to whose turn it is, and ends as the dialog does', () => {
    for (const script of all) {
      const turns = turnsOf(script)
      for (const [i, turn] of turns.entries())
        expect(nextMove(script.setup, script.plan, turns.slice(0, i))).toEqual({
          kind: 'speak',
          role: turn.from,
        })
      expect(nextMove(script.setup, script.plan, turns)).toEqual({ kind: 'end' })
      expect(turns.length).toBeLessThan(script.setup.target + OVERRUN)
    }
  })

  it('gives results for the calls before them: as many, in order, by name', () => {
    for (const { turns } of all) {
      for (const [i, turn] of turns.entries()) {
        if (turn.from !== 'tool') continue
        const before = turns[i - 1]
        const names =
          before?.from === 'assistant' && before.answer.kind === 'calls'
            ? before.answer.calls.map((c) => c.name)
            : []
        expect(turn.results.map((result) => result.name)).toEqual(names)
      }
    }
  })

  it('plans needs of the types drawn, none by the name of a tool', () => {
    for (const { plan, setup } of all)
      expect(readPlan(JSON.stringify(plan), setup.needs, setup.tools)).toEqual({ ok: plan })
  })

  it('leaves no trace of an unfilled sentence', () => {
    const traces = /undefined|\{|\}|\[object|NaN|\bnull\b|\|/
    const spoken = all.flatMap((script) => [
      ...textsOf(script),
      ...script.plan.needs.map((need) => need.text),
    ])
    expect(spoken.filter((text) => traces.test(text) || text.trim() === '')).toEqual([])
  })

  it('gives the same script for the same seed, whatever was asked before', () => {
    const again = setups(tools, DIALOGS).reverse()
    for (const setup of again.slice(0, 40)) {
      const script = all.find((one) => one.setup.key === setup.key)
      expect(scriptDialog(SEED, setup, [...tools].reverse(), 0.1)).toEqual(script)
    }
  })

  it('says the same however many votes are planted', () => {
    for (const script of all.slice(0, 40)) {
      const calm = scriptDialog(SEED, script.setup, tools, 0)
      expect(turnsOf(calm)).toEqual(turnsOf(script))
      expect(scriptTruth(calm)).toEqual([])
      expect(calm.brokenJson.size).toBe(0)
    }
  })
})

describe('what comes out', () => {
  const served = (script: Script): CaseType[] => {
    const order: number[] = []
    for (const turn of script.turns)
      if (turn.from === 'user' && turn.need !== order.at(-1)) order.push(turn.need)
    return order.map((need) => script.setup.needs[need] as CaseType)
  }

  it.each(toolSets())('bears out the case types that were planned, over %s', (_, tools: Tool[]) => {
    const planned = new Map<string, number>()
    const missed = new Map<string, number>()
    for (const script of scripts(tools, 200)) {
      const types = served(script)
      const came = realisedTypes({ plan: script.plan, turns: turnsOf(script) })
      expect(came.length).toBe(types.length)
      for (const [i, type] of types.entries()) {
        planned.set(type, (planned.get(type) ?? 0) + 1)
        if (came[i] !== type) missed.set(type, (missed.get(type) ?? 0) + 1)
      }
    }
    for (const [type, count] of planned)
      expect([type, (missed.get(type) ?? 0) / count <= 0.05]).toEqual([type, true])
  })

  it('serves the types in the shares that were drawn: leaving needs out favours none', () => {
    const all = scripts(SAMPLE, 400)
    const share = (list: readonly CaseType[], type: CaseType): number =>
      list.filter((t) => t === type).length / list.length
    const drawn = all.flatMap((script) => script.setup.needs)
    const out = all.flatMap(served)
    for (const type of new Set(drawn))
      expect([type, Math.abs(share(out, type) - share(drawn, type)) < 0.012]).toEqual([type, true])
  })

  it.each(['easy', 'medium', 'hard'] as const)('opens no two %s dialogs alike', (level) => {
    const openings = scripts(SAMPLE, 120, 0, onlyLevel(level)).map((script) => textsOf(script)[0])
    expect(new Set(openings).size).toBeGreaterThan(112)
  })

  it('speaks Chinese in Chinese dialogs of the sample: only values are in Latin letters', () => {
    const known = /^(PM2?|NOx|EUR|USD|CNY|NOK|JPY|GBP|CHF|CAD)$/
    for (const script of scripts(SAMPLE, 120, 0.1, { languages: { en: 0, zh: 1 } })) {
      const values = script.turns.flatMap((turn) =>
        turn.from === 'tool'
          ? turn.results.flatMap((result) => leaves(toPlain(readJson(result.content))))
          : turn.from === 'assistant' && turn.answer.kind === 'calls'
            ? turn.answer.calls.flatMap(valuesOf)
            : [],
      )
      const names = [...new Set(values.map(String))]
        .filter((v) => /[a-z]/i.test(v))
        .sort((a, b) => b.length - a.length)
      for (const text of [...textsOf(script), ...script.plan.needs.map((need) => need.text)]) {
        const rest = names.reduce((left, name) => left.replaceAll(name, ''), text)
        expect(rest.match(/[A-Za-z]{2,}/g)?.filter((word) => !known.test(word)) ?? []).toEqual([])
      }
    }
  })

  it('speaks English in English dialogs', () => {
    const all = scripts(SAMPLE, 60, 0.1, { languages: { en: 1, zh: 0 } })
    expect(all.flatMap(textsOf).filter((text) => /\p{Script=Han}/u.test(text))).toEqual([])
  })
})

const assistantTurns = (all: readonly Script[]): { script: Script; turn: ScriptAssistant; index: number }[] =>
  all.flatMap((script) =>
    script.turns.flatMap((turn, index) => (turn.from === 'assistant' ? [{ script, turn, index }] : [])),
  )

describe('planted votes', () => {
  const share = 0.2
  const bench = toolBench()
  const sets: Tool[][] = bench ? [SAMPLE, bench] : [SAMPLE]

  it('come in the share that was asked for, a quarter of them without agreement', () => {
    for (const tools of sets) {
      let turns = 0
      const planted = scripts(tools, 300, share).flatMap((script) => {
        turns += script.turns.filter((turn) => turn.from === 'assistant').length
        const found = scriptTruth(script)
        return [...new Map(found.map((one) => [one.turnIndex, one])).values()]
      })
      expect(planted.length / turns).toBeGreaterThan(share - 0.03)
      expect(planted.length / turns).toBeLessThan(share + 0.03)
      const unagreed = planted.filter((one) => one.unagreed).length / planted.length
      expect(unagreed).toBeGreaterThan(0.17)
      expect(unagreed).toBeLessThan(0.33)
    }
  })

  it('are outvoted by the truth, or leave the turn without agreement', () => {
    for (const tools of sets) {
      const byName = new Map(tools.map((tool) => [tool.name, tool]))
      const same = (a: Answer, b: Answer): boolean => sameAnswer(a, b, byName)
      for (const { script, turn, index } of assistantTurns(scripts(tools, 120, 0.5))) {
        const answers = turn.votes.map((vote) => (vote.planted === 'unreadable' ? turn.answer : vote.answer))
        const two = countVotes(answers.slice(0, 2), same, new Random(1))
        const outcome = two.kind === 'third' ? countVotes(answers, same, new Random(1)) : two
        const unagreed = scriptTruth(script).some((one) => one.turnIndex === index && one.unagreed)
        if (outcome.kind === 'third') throw new Error('three votes are the most')
        expect(outcome.agreed).toBe(!unagreed)
        if (outcome.agreed) expect(same(answers[outcome.index]!, turn.answer)).toBe(true)
        else expect(answers.every((answer) => answer.kind === 'calls')).toBe(true)
      }
    }
  })

  it('are valid calls most of the time, and of every kind', () => {
    const byName = new Map(SAMPLE.map((tool) => [tool.name, tool]))
    const planted = assistantTurns(scripts(SAMPLE, 300, 0.5))
      .flatMap(({ turn }) => turn.votes)
      .filter((vote) => vote.planted !== undefined)
    const kinds = new Set(planted.map((vote) => vote.planted))
    expect([...kinds].sort()).toEqual([...PLANTED].sort())
    const calls = planted.flatMap(({ answer, raw }) =>
      answer.kind === 'calls' && raw === undefined ? [answer.calls] : [],
    )
    const invalid = calls.filter((list) => list.some((call) => checkCall(byName, call).length > 0))
    expect(invalid.length).toBeGreaterThan(0)
    expect(invalid.length / calls.length).toBeLessThan(0.15)
  })
})
