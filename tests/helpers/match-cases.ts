/** The cases that the match in TypeScript and the reward in Python are both held to. */
import { readFileSync } from 'node:fs'
import { isExactObject, readJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'
import type { MatchMode, Score } from '#core/tool-call/score-request.ts'

export interface MatchCase {
  readonly name: string
  readonly mode: MatchMode
  /** The case as a line that is scored, its tool set written out. */
  readonly line: string
  readonly expected: Score
}

const text = readFileSync(new URL('../fixtures/match/cases.json', import.meta.url), 'utf8')
const file = readJson(text)
const plain: { readonly cases: readonly (Score & Pick<MatchCase, 'name' | 'mode'>)[] } = JSON.parse(text)

function lines(): string[] {
  const sets = isExactObject(file) ? file.get('toolSets') : undefined
  const cases = isExactObject(file) ? file.get('cases') : undefined
  if (!Array.isArray(cases) || !isExactObject(sets)) throw new Error('the cases file is broken')
  return cases.map((one) => {
    if (!isExactObject(one)) throw new Error('a case is not an object')
    const tools = one.get('tools')
    const whole = new Map(one)
    if (typeof tools === 'string') whole.set('tools', sets.get(tools) ?? null)
    return printJson(whole)
  })
}

export const matchCases: readonly MatchCase[] = lines().map((line, i) => {
  const { name, mode, score, parts, why } = plain.cases[i]!
  return { name, mode, line, expected: { score, why, ...(parts === undefined ? {} : { parts }) } }
})
