/** What planner, user and tool are asked, and how their answers become the next step. */
import type { DialogLanguage } from '#core/dialog/case-type.ts'
import type { Plan, Turn } from '#core/dialog/dialog.ts'
import { planValues, resultValues, userValues } from '#core/dialog/prompt-values.ts'
import { readPlan, readResults, readUser } from '#core/dialog/reply.ts'
import { isCalls } from '#core/dialog/segment.ts'
import { needAtHand, situationOf } from '#core/dialog/situation.ts'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import { renderMessages, sectionsOf } from '#core/prompt/render.ts'
import { askJson, type Taken } from './json-role.ts'
import { randomOf, type Talk, thinks } from './talk.ts'

const schemaOf = (name: string, schema: unknown): NonNullable<ChatRequest['answerSchema']> => ({
  name,
  schema: printJson(fromPlain(schema)),
})
const list = (properties: Record<string, unknown>, length: number): unknown => ({
  type: 'array',
  minItems: length,
  maxItems: length,
  items: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
})
const object = (properties: Record<string, unknown>): unknown => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

const languageOf = (talk: Talk): DialogLanguage => talk.dialog.setup.language

/** One line out of a prompt part, drawn by the parts given; empty where the section is not there. */
function lineOf(talk: Talk, part: string, section: string, ...drawnBy: (string | number)[]): string {
  const lines = sectionsOf(talk.prompts.get(part, languageOf(talk))).get(section) ?? []
  return lines.length === 0 ? '' : talk.context.random(part, ...drawnBy).pick(lines)
}

/** Step 0: what the user of this dialog will want. */
export function takePlan(talk: Talk): Promise<Taken<Plan>> {
  const { setup } = talk.dialog
  const messages = renderMessages(
    talk.prompts.get('planner/plan', setup.language),
    planValues(setup, talk.tools),
  )
  const need = { type: { type: 'string', enum: [...new Set(setup.needs)] }, text: { type: 'string' } }
  return askJson(
    talk,
    'planner',
    {
      messages,
      answerSchema: schemaOf('plan', object({ needs: list(need, setup.needs.length) })),
      thinking: thinks(talk, 'planner'),
    },
    '{"needs": [{"type": "…", "text": "…"}]}',
    (text) => readPlan(text, setup.needs, setup.tools),
  )
}

/** How the need at hand and the one behind it are to be brought up; a need keeps its way throughout the dialog. */
function caseLines(talk: Talk, plan: Plan): string {
  const at = needAtHand(talk.dialog) ?? 0
  return plan.needs
    .map((need, i) => ({ i, line: lineOf(talk, 'user/cases', need.type, i) }))
    .slice(at, at + 2)
    .map(({ i, line }) => `- ${i}: ${line}`)
    .join('\n')
}

export function takeUser(talk: Talk, plan: Plan): Promise<Taken<Turn>> {
  const { setup } = talk.dialog
  const lines = { cases: caseLines(talk, plan), style: lineOf(talk, 'user/styles', setup.style) }
  const messages = renderMessages(
    talk.prompts.get('user/turn', setup.language),
    userValues(talk.dialog, plan, talk.tools, lines),
  )
  const schema = object({
    finished: { type: 'array', items: { type: 'integer' } },
    need: { type: ['integer', 'null'] },
    message: { type: 'string' },
  })
  return askJson<Turn>(
    talk,
    'user',
    { messages, answerSchema: schemaOf('user_turn', schema), thinking: thinks(talk, 'user') },
    '{"finished": [0], "need": 1, "message": "…"}',
    (text) => readUser(text, plan.needs.length),
  )
}

export function takeResults(talk: Talk): Promise<Taken<Turn>> {
  const { setup, turns } = talk.dialog
  const last = turns.at(-1)
  const calls = isCalls(last) ? last.answer.calls : []
  const named = [...new Set(calls.map((call) => call.name))]
  const situation = situationOf(talk.dialog, randomOf(talk, 'situation').next())
  const line = lineOf(talk, 'tool/situations', situation, turns.length)
  const messages = renderMessages(
    talk.prompts.get('tool/results', setup.language),
    resultValues(talk.dialog, talk.tools, line),
  )
  const result = { name: { type: 'string', enum: named }, result: {} }
  return askJson<Turn>(
    talk,
    'tool',
    {
      messages,
      answerSchema: schemaOf('results', object({ results: list(result, calls.length) })),
      thinking: thinks(talk, 'tool'),
    },
    '{"results": [{"name": "…", "result": …}]}',
    (text) => {
      const reply = readResults(text, calls)
      return 'ok' in reply ? { ok: { from: 'tool', results: reply.ok } } : reply
    },
  )
}
