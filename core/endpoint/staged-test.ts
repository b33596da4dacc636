/** The staged test of an endpoint, as it stands at a moment. */
import type { Finding, FindingCode } from './finding.ts'
import { type RoleFit, roleFits } from './role-fit.ts'
import { TEST_LINES, type TestLine, type TestLineName } from './test-line.ts'

export interface StagedTest {
  readonly id: string
  /** Without what must not be shown. */
  readonly url: string
  readonly model: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly lines: readonly TestLine[]
  /** Names of the models that the server lists. */
  readonly served: readonly string[]
  readonly roles: readonly RoleFit[]
}

export const newTest = (id: string, url: string, model: string): StagedTest => ({
  id,
  url,
  model,
  state: 'running',
  lines: TEST_LINES.map((name) => ({ name, state: 'waiting', findings: [] })),
  served: [],
  roles: [],
})

/** One line put in place of what stood there. */
export const withLine = (test: StagedTest, line: TestLine): StagedTest => ({
  ...test,
  lines: test.lines.map((old) => (old.name === line.name ? line : old)),
})

export const lineOf = (test: StagedTest, name: TestLineName): TestLine | undefined =>
  test.lines.find((line) => line.name === name)

/** A line by its worst finding. */
export function judgedLine(name: TestLineName, findings: readonly Finding[], ms: number): TestLine {
  const has = (weight: Finding['weight']): boolean => findings.some((one) => one.weight === weight)
  return { name, state: has('fail') ? 'failed' : has('warn') ? 'warned' : 'passed', ms, findings }
}

export const skippedLine = (name: TestLineName, code: FindingCode): TestLine => ({
  name,
  state: 'skipped',
  findings: [{ code, weight: 'note', values: {}, detail: '' }],
})

/** Troubles of the list of models that a chat would only meet again. */
const HOPELESS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'connection.notHttp',
  'connection.tlsNeeded',
  'connection.notConnected',
  'connection.proxyRefused',
  'connection.keyMissing',
  'connection.keyRefused',
  'connection.keyExpired',
  'connection.keyUnreadable',
  'connection.authWall',
  'connection.wrongPath',
  'connection.notFound',
  'connection.webPage',
  'connection.redirect',
  'connection.silent',
  'connection.loading',
  'connection.gateway',
])

/** Why a line is not worth trying after those above it; undefined when it is. */
export function whyNot(test: StagedTest, name: TestLineName): FindingCode | undefined {
  const failed = (line: TestLineName): boolean => lineOf(test, line)?.state === 'failed'
  if (name === 'reach') return undefined
  if (failed('reach') || (name !== 'tls' && failed('tls'))) return 'connection.afterFailure'
  if (name === 'tls' || name === 'models') return undefined
  const models = lineOf(test, 'models')?.findings ?? []
  if (models.some(({ code }) => HOPELESS.has(code))) return 'connection.afterFailure'
  if (name === 'model') return undefined
  if (name === 'chat') return test.model === '' ? 'connection.afterFailure' : undefined
  if (failed('chat') || lineOf(test, 'chat')?.state === 'skipped') return 'connection.needsChat'
  return name === 'parallel' && failed('tool') ? 'connection.afterFailure' : undefined
}

/** The whole test, with its verdict on each role. */
export const finished = (test: StagedTest, state: 'done' | 'stopped'): StagedTest => ({
  ...test,
  state,
  roles: roleFits(test.lines),
})
