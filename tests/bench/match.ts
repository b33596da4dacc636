/** Answers held against their labels: pairs per CPU second, from raw texts, every pair another one. */
import type { JsonText } from '#core/json/exact.ts'
import type { Tool } from '#core/tool/tool.ts'
import { score } from '#core/tool-call/score.ts'
import type { MatchMode, ScoreRequest } from '#core/tool-call/score-request.ts'
import type { BenchRow } from './row.ts'

const PAIRS = 20_000
const PASSES = 20
const CITIES = ['Bonn', 'Ulm', 'Trier', 'Aachen', '北京', 'São Paulo']

const TOOLS: readonly Tool[] = ['find_train', 'get_weather', 'book_table'].map((name) => ({
  name,
  description: '',
  parameters:
    '{"type":"object","properties":{"from":{"type":"string"},"to":{"type":"string"},"day":{"type":"integer","minimum":1},"options":{"type":"object","properties":{"class":{"enum":[1,2]},"quiet":{"type":"boolean","default":false}}}},"required":["from","to"]}' as JsonText,
}))

const city = (n: number): string => CITIES[n % CITIES.length] ?? ''
const call = (n: number, day: number): string =>
  `<tool_call>\n{"name": "${TOOLS[n % 3]?.name}", "arguments": {"from": "${city(n)}", "to": "${city(n + 1)} ${n}", "day": ${day}, "options": {"class": ${1 + (n % 2)}, "quiet": true}}}\n</tool_call>`

/** The same answer as models also write it: on one line, without spaces between the tokens. */
const respelt = (text: string): string =>
  text.replace(/": "?|, "|>\n|\n</g, (mark) => mark.replace(/[ \n]/, ''))

/** Seven of ten right, two with a wrong value, one where words are right; every third with two calls. */
function pair(n: number): { readonly label: string; readonly prediction: string } {
  if (n % 10 === 9) return { label: `Which day, traveller ${n}?`, prediction: `On which day (${n})?` }
  const second = n % 3 === 0 ? `\n${call(n + 1, 3)}` : ''
  const label = call(n, n % 28) + second
  const said = call(n, n % 10 < 7 ? n % 28 : 29) + second
  return { label, prediction: `<think>\nThe user wants train ${n}.\n</think>\n\n${said}` }
}

function rate(mode: MatchMode, spelling: (text: string) => string): number {
  const tools = new Map(TOOLS.map((tool) => [tool.name, tool]))
  const requests = Array.from({ length: PAIRS }, (_, n): ScoreRequest => {
    const { label, prediction } = pair(n)
    return { mode, accepted: [label], prediction: spelling(prediction), tools }
  })
  for (const request of requests) score(request)
  const before = process.cpuUsage()
  for (let pass = 0; pass < PASSES; pass++) for (const request of requests) score(request)
  const { user, system } = process.cpuUsage(before)
  return (PAIRS * PASSES) / ((user + system) / 1e6)
}

/** Rows of pairs per CPU second, one for each match. */
export async function benchMatch(): Promise<BenchRow[]> {
  const strict = { unit: '/s', bar: '≥ 100,000', note: 'LoopTool release 55,000' }
  return [
    { name: 'match strict, pairs per CPU second', value: rate('strict', (text) => text), ...strict },
    { name: 'match strict, right answers spelt otherwise', value: rate('strict', respelt), ...strict },
    ...(['release', 'partial', 'schema'] as const).map((mode) => ({
      name: `match ${mode}, pairs per CPU second`,
      value: rate(mode, (text) => text),
      unit: '/s',
    })),
  ]
}
