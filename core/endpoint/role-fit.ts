/** Which roles an endpoint's model can play, by the lines of its staged test. */
import type { Finding, FindingCode } from './finding.ts'
import { ROLES, type Role } from './role.ts'
import type { TestLine, TestLineName } from './test-line.ts'

export interface RoleFit {
  readonly role: Role
  /** `limited`: it will do, with what `because` says. `unknown`: a line that it needs was not tried. */
  readonly fit: 'fit' | 'limited' | 'unfit' | 'unknown'
  readonly because: readonly Finding[]
}

interface Need {
  /** Without these the role cannot be played. */
  readonly must: readonly TestLineName[]
  /** These make it better. */
  readonly should: readonly TestLineName[]
}

const GENERATOR: Need = { must: ['chat'], should: ['structured', 'context'] }
const NEEDS: Readonly<Record<Role, Need>> = {
  planner: GENERATOR,
  user: GENERATOR,
  assistant: { must: ['chat', 'tool'], should: ['parallel', 'context'] },
  tool: GENERATOR,
  checker: GENERATOR,
  judge: { must: ['chat', 'context'], should: ['structured'] },
  expander: { must: ['chat', 'context'], should: ['structured'] },
  // A probe shows tools in the prompt itself, and weighs each answer by its log-probabilities. A short context will do
  // where the tools are few: a prompt that does not fit is refused by itself, with its length.
  policy: { must: ['chat', 'logprobs'], should: ['context'] },
}

/** Lesser findings that still keep a role from being played. */
const STOPS: Readonly<Partial<Record<Role, readonly FindingCode[]>>> = { policy: ['connection.noLogprobs'] }
/** Findings that make no difference to a role. */
const HARMLESS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'connection.thinkingLeaks',
  'connection.modelSwapped',
  'connection.callsAsText',
])

export const roleFits = (lines: readonly TestLine[]): RoleFit[] => ROLES.map((role) => fitOf(role, lines))

function fitOf(role: Role, lines: readonly TestLine[]): RoleFit {
  const { must, should } = NEEDS[role]
  const of = (names: readonly TestLineName[]) => lines.filter(({ name }) => names.includes(name))
  const stops = STOPS[role] ?? []
  const worse = (line: TestLine) => line.findings.filter(({ weight }) => weight !== 'note')
  const against = of(must).flatMap((line) =>
    worse(line).filter(({ weight, code }) => weight === 'fail' || stops.includes(code)),
  )
  if (against.length > 0) return { role, fit: 'unfit', because: against }
  if (of(must).some(({ state }) => state === 'skipped' || state === 'waiting' || state === 'running'))
    return { role, fit: 'unknown', because: [] }
  const limits = of([...must, ...should])
    .flatMap(worse)
    .filter(({ code }) => !HARMLESS.has(code))
  return { role, fit: limits.length > 0 ? 'limited' : 'fit', because: limits }
}
