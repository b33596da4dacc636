/** Small dialogs for the tests of samples. */
import type { AssistantTurn, Dialog, ToolTurn, Turn, UserTurn } from '#core/dialog/dialog.ts'
import type { JsonText } from '#core/json/exact.ts'
import type { DialogSource } from '#core/sample/from-dialog.ts'
import type { Tool } from '#core/tool/tool.ts'

export const json = (text: string): JsonText => text as JsonText

export const user = (text: string, need = 0): UserTurn => ({ from: 'user', text, need })
export const says = (text: string, more: Partial<AssistantTurn> = {}): AssistantTurn => ({
  from: 'assistant',
  answer: { kind: 'text', text },
  votes: [],
  agreed: true,
  marks: [],
  ...more,
})
export const calls = (
  list: readonly [string, string][],
  more: Partial<AssistantTurn> = {},
): AssistantTurn => ({
  ...says('', more),
  answer: { kind: 'calls', calls: list.map(([name, args]) => ({ name, arguments: json(args) })) },
})
export const results = (...list: [string, string][]): ToolTurn => ({
  from: 'tool',
  results: list.map(([name, content]) => ({ name, content: json(content) })),
})

export const WEATHER: Tool = {
  name: 'get_weather',
  description: 'Météo — 天气',
  parameters: json(
    '{"type":"object","properties":{"city":{"type":"string","description":"城市名称 City to look at"},"days":{"type":"number","default":1.0}},"required":["city"]}',
  ),
}

export const dialogOf = (turns: readonly Turn[], date = '2024-05-01, Wednesday'): Dialog => ({
  setup: {
    key: 'd1',
    language: 'en',
    level: 'easy',
    tools: [WEATHER.name],
    date,
    needs: ['single'],
    target: 4,
    style: 'plain',
  },
  plan: { needs: [{ type: 'single', text: 'weather' }] },
  turns,
  wrongTurns: [],
})

export const sourceOf = (turns: readonly Turn[], date?: string): DialogSource => ({
  dialog: dialogOf(turns, date),
  tools: [WEATHER],
  toolSetHash: 'tools',
  place: 'd1',
  parent: (turn) => ({ from: 'dialog', job: 'j1', dialog: 'd1', turn }),
})
