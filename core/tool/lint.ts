import { isExactObject, tryReadJson } from '../json/exact.ts'
import { nearPairs } from './near-duplicates.ts'
import type { Tool } from './tool.ts'

/** What may make a tool hard to learn or to call; nothing here stops a tool from being used. */
export const LINT_CODES = [
  'description.none',
  'description.long',
  'parameters.none',
  'parameters.many',
  'parameters.large',
  'parameter.unexplained',
  'parameter.oddName',
  'tool.nearDuplicate',
] as const
export type LintCode = (typeof LINT_CODES)[number]

export interface LintFinding {
  readonly tool: string
  readonly code: LintCode
  /** Names of parameters, a number, or the name of the tool that this one is like. */
  readonly detail?: string
}

const LONG = 1024
const MANY = 20
/** UTF-16 units of the schema's text; about 2,000 tokens in every prompt that shows the tool. */
const LARGE = 8000
const ODD_NAME = /[^A-Za-z0-9_.-]/
export const NEAR = 0.85

/** Names of the declared parameters, and of those without a description. */
function parametersOf(tool: Tool): { names: string[]; unexplained: string[] } {
  const schema = tryReadJson(tool.parameters)
  const properties = isExactObject(schema) ? schema.get('properties') : undefined
  const entries = isExactObject(properties) ? [...properties] : []
  const unexplained = entries.filter(([, value]) => !isExactObject(value) || !value.has('description'))
  return { names: entries.map(([name]) => name), unexplained: unexplained.map(([name]) => name) }
}

function lintTool(tool: Tool, names: readonly string[], unexplained: readonly string[]): LintFinding[] {
  const out: LintFinding[] = []
  const find = (code: LintCode, detail?: string) =>
    out.push({ tool: tool.name, code, ...(detail === undefined ? {} : { detail }) })
  if (tool.description.trim() === '') find('description.none')
  if (tool.description.length > LONG) find('description.long', String(tool.description.length))
  if (names.length === 0) find('parameters.none')
  if (names.length > MANY) find('parameters.many', String(names.length))
  if (tool.parameters.length > LARGE) find('parameters.large', String(tool.parameters.length))
  if (unexplained.length > 0) find('parameter.unexplained', unexplained.slice(0, 10).join(', '))
  const odd = names.filter((name) => ODD_NAME.test(name) || name.length > 64)
  if (odd.length > 0) find('parameter.oddName', odd.slice(0, 10).join(', '))
  return out
}

/** Words of name, description and parameter names; of Chinese text, pairs of characters. */
function tokensOf(tool: Tool, names: readonly string[]): Set<string> {
  const spaced = tool.name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
  const out = new Set<string>()
  for (const [word] of `${spaced} ${tool.description}`
    .toLowerCase()
    .matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/\p{Script=Han}/u.test(word)) out.add(word)
    else for (let i = 0; i < Math.max(1, word.length - 1); i++) out.add(word.slice(i, i + 2))
  }
  for (const name of names) out.add(`(${name})`)
  return out
}

/** Findings in the order of the tools; a near-duplicate names the earlier tool that it is most like. */
export function lintTools(tools: readonly Tool[]): LintFinding[] {
  const parameters = tools.map(parametersOf)
  const pairs = nearPairs(
    tools.map((tool, i) => tokensOf(tool, parameters[i]?.names ?? [])),
    NEAR,
  )
  const like = new Map(pairs.map((pair) => [pair.second, tools[pair.first]?.name ?? '']))
  return tools.flatMap((tool, i) => {
    const { names, unexplained } = parameters[i] ?? { names: [], unexplained: [] }
    const found = lintTool(tool, names, unexplained)
    const other = like.get(i)
    return other === undefined
      ? found
      : [...found, { tool: tool.name, code: 'tool.nearDuplicate' as const, detail: other }]
  })
}
