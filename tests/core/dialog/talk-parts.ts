/** Short ways to write turns down in tests. */

import type { CaseType } from '#core/dialog/case-type.ts'
import type { AssistantTurn, Dialog, DialogSetup, ToolTurn, Turn, UserTurn } from '#core/dialog/dialog.ts'
import type { JsonText } from '#core/json/exact.ts'
import type { Answer } from '#core/tool-call/call.ts'

export const setupOf = (more: Partial<DialogSetup> = {}): DialogSetup => ({
  key: 'd000001',
  language: 'en',
  level: 'easy',
  tools: ['find', 'book'],
  date: '2024-02-29, Thursday',
  needs: ['single'],
  target: 4,
  style: 'plain',
  ...more,
})

export const text = (words: string): Answer => ({ kind: 'text', text: words })
export const calls = (...list: [string, unknown][]): Answer => ({
  kind: 'calls',
  calls: list.map(([name, args]) => ({ name, arguments: JSON.stringify(args) as JsonText })),
})

export const user = (words: string, need?: number): UserTurn => ({
  from: 'user',
  text: words,
  ...(need === undefined ? {} : { need }),
})
export const assistant = (answer: Answer, more: Partial<AssistantTurn> = {}): AssistantTurn => ({
  from: 'assistant',
  answer,
  votes: [
    { answer, model: 'm' },
    { answer, model: 'm' },
  ],
  agreed: true,
  marks: [],
  ...more,
})
export const says = (words: string): AssistantTurn => assistant(text(words))
export const does = (...list: [string, unknown][]): AssistantTurn => assistant(calls(...list))
export const gives = (...list: [string, unknown][]): ToolTurn => ({
  from: 'tool',
  results: list.map(([name, content]) => ({ name, content: JSON.stringify(content) as JsonText })),
})

export const dialogWith = (types: CaseType[], ...turns: Turn[]): Dialog => ({
  setup: setupOf({ needs: types }),
  plan: { needs: types.map((type) => ({ type, text: `a need of type ${type}` })) },
  turns,
  wrongTurns: [],
})
