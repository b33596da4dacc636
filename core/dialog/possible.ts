import { type ExactJson, isExactObject, tryReadJson } from '../json/exact.ts'
import type { Tool } from '../tool/tool.ts'
import { CASE_TYPES, type CaseType } from './case-type.ts'

/** What a case type asks of at least one tool at hand. */
const REQUIREMENTS = ['tool', 'parameter', 'openParameter', 'requiredParameter'] as const
export type Requirement = (typeof REQUIREMENTS)[number]

/** Why a tool set cannot offer a case type. */
export const IMPOSSIBLE_REASONS = [
  'tools.none',
  'tools.noParameter',
  'tools.noOpenParameter',
  'tools.noRequiredParameter',
] as const
export type ImpossibleReason = (typeof IMPOSSIBLE_REASONS)[number]

const NEEDED: { readonly [T in CaseType]?: Requirement } = {
  single: 'tool',
  toolError: 'tool',
  longContext: 'tool',
  /** One tool called twice, or a value that changes: both want something to fill in. */
  parallel: 'parameter',
  multiTurn: 'parameter',
  /** A value from an earlier result goes in: an enumeration or a switch could not carry it. */
  sequential: 'openParameter',
  missingParameter: 'requiredParameter',
}

const REASON: { readonly [R in Requirement]: ImpossibleReason } = {
  tool: 'tools.none',
  parameter: 'tools.noParameter',
  openParameter: 'tools.noOpenParameter',
  requiredParameter: 'tools.noRequiredParameter',
}

/** Takes any text or number. */
function isOpen(property: ExactJson): boolean {
  if (!isExactObject(property)) return property === true
  if (property.has('enum') || property.has('const')) return false
  const type = property.get('type') ?? 'string'
  const types = Array.isArray(type) ? type : [type]
  return types.some((t) => t === 'string' || t === 'number' || t === 'integer')
}

/** What a tool can serve, read from its parameter schema; a schema that cannot be read offers no parameters. */
export function offers(tool: Tool): ReadonlySet<Requirement> {
  const found = new Set<Requirement>(['tool'])
  const schema = tryReadJson(tool.parameters)
  const properties = isExactObject(schema) ? schema.get('properties') : undefined
  if (!isExactObject(schema) || !isExactObject(properties)) return found
  if (properties.size > 0) found.add('parameter')
  for (const property of properties.values()) if (isOpen(property)) found.add('openParameter')
  const required = schema.get('required')
  for (const name of Array.isArray(required) ? required : []) {
    const property = typeof name === 'string' ? properties.get(name) : undefined
    // A default makes leaving the parameter out harmless, so nobody would have to ask for it.
    if (property !== undefined && !(isExactObject(property) && property.has('default')))
      found.add('requiredParameter')
  }
  return found
}

/** What needs of these types ask of the tools drawn, the weakest first. */
export const requirementsOf = (types: readonly CaseType[]): Requirement[] =>
  REQUIREMENTS.filter((requirement) => types.some((type) => NEEDED[type] === requirement))

export interface PossibleTypes {
  readonly possible: readonly CaseType[]
  readonly impossible: readonly { readonly type: CaseType; readonly why: ImpossibleReason }[]
}

/** Which case types these tools can offer; the others each with a reason. */
export function possibleTypes(tools: readonly Tool[]): PossibleTypes {
  return possibleWith(tools.map(offers))
}

export function possibleWith(offered: readonly ReadonlySet<Requirement>[]): PossibleTypes {
  const met = new Set(REQUIREMENTS.filter((requirement) => offered.some((set) => set.has(requirement))))
  const possible: CaseType[] = []
  const impossible: { type: CaseType; why: ImpossibleReason }[] = []
  for (const type of CASE_TYPES) {
    const requirement = NEEDED[type]
    if (requirement === undefined || met.has(requirement)) possible.push(type)
    else impossible.push({ type, why: REASON[requirement] })
  }
  return { possible, impossible }
}
