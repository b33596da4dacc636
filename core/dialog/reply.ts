/** What the roles answer in JSON, read. Each says why it cannot be used: a reason that groups, and a detail. */
import { type ExactJson, ExactNumber, isExactObject } from '../json/exact.ts'
import { findJson } from '../json/find.ts'
import { printJson } from '../json/print.ts'
import type { ToolCall, ToolResult } from '../tool-call/call.ts'
import type { CaseType } from './case-type.ts'
import type { Need, Plan, UserTurn } from './dialog.ts'

/** The reason that a repair of the JSON alone may remove. */
export const NOT_JSON = 'json.broken'

export type Reply<T> = { readonly ok: T } | { readonly wrong: string; readonly detail: string }

const wrong = (reason: string, detail: string): { wrong: string; detail: string } => ({
  wrong: reason,
  detail,
})

function readWith<T>(text: string, read: (value: ExactJson) => Reply<T>): Reply<T> {
  const found = findJson(text)
  return 'value' in found ? read(found.value) : wrong(NOT_JSON, found.problem)
}

const wordsOf = (value: ExactJson | undefined): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

const wholeNumber = (value: ExactJson | undefined): number | undefined =>
  value instanceof ExactNumber && Number.isInteger(Number(value.text)) ? Number(value.text) : undefined

/** A name that could only be a tool's, not a word of the language. */
const isTelling = (name: string): boolean => /[_\d]/.test(name) && name.length > 3

function readNeed(entry: ExactJson | undefined, type: CaseType, tools: readonly string[]): Reply<Need> {
  const text = isExactObject(entry) ? wordsOf(entry.get('text')) : undefined
  if (!isExactObject(entry) || text === undefined) return wrong('plan.shape', 'a need has no text')
  if (entry.get('type') !== type) return wrong('plan.type', `a need of type ${type} was due`)
  const named = tools.find((name) => isTelling(name) && text.includes(name))
  if (named !== undefined) return wrong('plan.namesTool', `a need names ${named}`)
  return { ok: { type, text } }
}

/**
 * The planner's answer: `{"needs":[{"type","text"}…]}`, one need for each type asked for, in that order, none naming
 * a tool.
 */
export function readPlan(text: string, types: readonly CaseType[], tools: readonly string[]): Reply<Plan> {
  return readWith<Plan>(text, (value) => {
    const list = isExactObject(value) ? value.get('needs') : value
    if (!Array.isArray(list)) return wrong('plan.shape', 'there is no list named needs')
    if (list.length !== types.length)
      return wrong('plan.count', `${list.length} needs in place of ${types.length}`)
    const needs: Need[] = []
    for (const [i, type] of types.entries()) {
      const need = readNeed(list[i], type, tools)
      if (!('ok' in need)) return need
      needs.push(need.ok)
    }
    return { ok: { needs } }
  })
}

/** The user's answer: `{"finished":[0],"need":1,"message":"…"}`; need may be null when nothing of the plan is meant. */
export function readUser(text: string, needs: number): Reply<UserTurn> {
  return readWith<UserTurn>(text, (value) => {
    const message = isExactObject(value) ? wordsOf(value.get('message')) : undefined
    if (!isExactObject(value) || message === undefined) return wrong('user.shape', 'there is no message')
    const raw = value.get('need')
    if (raw === undefined || raw === null) return { ok: { from: 'user', text: message } }
    const need = wholeNumber(raw)
    if (need === undefined || need < 0 || need >= needs)
      return wrong('user.need', `need must be a number from 0 to ${needs - 1}`)
    return { ok: { from: 'user', text: message, need } }
  })
}

/** The tool's answer: `{"results":[{"name","result"}…]}`, one for each call, in order, of the same names. */
export function readResults(text: string, calls: readonly ToolCall[]): Reply<readonly ToolResult[]> {
  return readWith<readonly ToolResult[]>(text, (value) => {
    const list = isExactObject(value) ? value.get('results') : value
    if (!Array.isArray(list)) return wrong('results.shape', 'there is no list named results')
    if (list.length !== calls.length)
      return wrong('results.count', `${list.length} results for ${calls.length} calls`)
    const results: ToolResult[] = []
    for (const [i, call] of calls.entries()) {
      const entry = list[i]
      const result = isExactObject(entry) ? entry.get('result') : undefined
      if (!isExactObject(entry) || result === undefined)
        return wrong('results.shape', `entry ${i + 1} has no result`)
      if (entry.get('name') !== call.name)
        return wrong('results.name', `entry ${i + 1} is not of ${call.name}`)
      results.push({ name: call.name, content: printJson(result) })
    }
    return { ok: results }
  })
}
