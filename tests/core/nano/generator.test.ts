import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compactAnswer } from '#core/nano/compact-prompt.ts'
import { accuracyOf } from '#core/nano/evaluation.ts'
import { generatedSamples } from '#core/nano/generator.ts'
import { VERBS } from '#core/nano/open-words.ts'
import { makeTokenizer, trainingText, VOCABULARY } from '#core/nano/pretraining.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { checkCall } from '#core/tool-call/schema.ts'

const AVOID = new Set(
  (
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../resources/sample/small-tools.json'), 'utf8'),
    ) as {
      function: { name: string }
    }[]
  ).map((tool) => tool.function.name),
)
const dialogs = Array.from({ length: 1500 }, (_, i) => generatedSamples(1, i, AVOID))
const samples = dialogs.flat()

describe('pre-training data', () => {
  it('is the same for the same seed and number, in any order', () => {
    expect(generatedSamples(1, 700, AVOID)).toEqual(dialogs[700])
    expect(generatedSamples(2, 700, AVOID)).not.toEqual(dialogs[700])
  })

  it('holds every kind in the shares of the sample project', () => {
    const share = (kind: string) => samples.filter((sample) => sample.kind === kind).length / dialogs.length
    expect(share('single')).toBeCloseTo(0.62, 1)
    expect(share('parallel')).toBeCloseTo(0.12, 1)
    expect(share('missingTool')).toBeCloseTo(0.13, 1)
    expect(share('missingParameter')).toBeCloseTo(0.13, 1)
    expect(share('multiTurn')).toBeCloseTo(0.13, 1)
  })

  it('never shows a tool of the sample project', () => {
    const [first] = samples
    const name = first?.tools[0]?.name ?? ''
    expect(samples.some(({ tools }) => tools.some((tool) => AVOID.has(tool.name)))).toBe(false)
    // What is to be avoided is what makes the difference, not chance.
    expect(generatedSamples(1, 0, new Set([name]))[0]?.tools.map((tool) => tool.name)).not.toContain(name)
  })

  it('has labels that are valid calls and right by the match', () => {
    for (const { accepted, tools } of samples) {
      const [answer] = accepted
      if (answer?.kind !== 'calls') continue
      const byName = new Map(tools.map((tool) => [tool.name, tool]))
      for (const call of answer.calls) expect(checkCall(byName, call)).toEqual([])
    }
    const told = accuracyOf(
      samples,
      samples.map(({ accepted }) => (accepted[0] ? compactAnswer(accepted[0]) : '')),
    )
    expect(told.right).toBe(samples.length)
    expect(accuracyOf(samples, []).right).toBe(0)
  })

  it('says every value that a call holds', () => {
    for (const { messages, accepted } of samples) {
      const said = messages.map((message) => (message.role === 'user' ? message.text : '')).join(' ')
      const [answer] = accepted
      for (const call of answer?.kind === 'calls' ? answer.calls : [])
        for (const value of Object.values(JSON.parse(call.arguments) as object))
          if (typeof value !== 'boolean') expect(said).toContain(String(value))
    }
  })

  it('asks for what is missing by its name', () => {
    for (const { kind, missing, accepted } of samples.filter(
      (sample) => sample.kind === 'missingParameter',
    )) {
      expect(missing, kind).toBeDefined()
      expect(readAnswer(compactAnswer(accepted[0] ?? { kind: 'text', text: '' })).ok?.kind).toBe('text')
    }
  })

  it('keeps prompts short in the vocabulary that is made for it', () => {
    const tokenizer = Tokenizer.read(makeTokenizer(1, AVOID, 1500))
    expect(tokenizer.size).toBe(VOCABULARY)
    const lengths = samples
      .map((sample) => tokenizer.encode(trainingText(sample).prompt).length)
      .sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120)
    expect(lengths.at(-1)).toBeLessThanOrEqual(256)
  }, 60_000)

  it('uses verbs that practice users know as verbs', () => {
    const asked = samples
      .filter(({ kind }) => kind === 'single')
      .map(({ messages }) => JSON.stringify(messages))
    expect(asked.some((text) => text.includes('look up the'))).toBe(false)
    expect(VERBS.length).toBeGreaterThan(40)
  })
})
