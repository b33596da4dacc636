/** The staged test of a host, as it stands at a moment. */
import type { HostFinding, HostFindingCode } from './finding.ts'

/** In the order in which they are tried. */
export const HOST_TEST_LINES = ['reach', 'server', 'key', 'login', 'shell', 'home', 'python', 'disk'] as const
export type HostTestLineName = (typeof HOST_TEST_LINES)[number]

export interface HostTestLine {
  readonly name: HostTestLineName
  /** `asks`: waits for a person's yes. */
  readonly state: 'waiting' | 'running' | 'passed' | 'warned' | 'asks' | 'failed' | 'skipped'
  readonly ms?: number
  readonly findings: readonly HostFinding[]
}

export interface HostTest {
  readonly id: string
  /** `user@address`, or this computer's id. */
  readonly place: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly lines: readonly HostTestLine[]
}

export const newHostTest = (id: string, place: string): HostTest => ({
  id,
  place,
  state: 'running',
  lines: HOST_TEST_LINES.map((name) => ({ name, state: 'waiting', findings: [] })),
})

/** One line put in place of what stood there. */
export const withHostLine = (test: HostTest, line: HostTestLine): HostTest => ({
  ...test,
  lines: test.lines.map((old) => (old.name === line.name ? line : old)),
})

/** A line by its worst finding. */
export function judgedHostLine(
  name: HostTestLineName,
  findings: readonly HostFinding[],
  ms: number,
): HostTestLine {
  const has = (weight: HostFinding['weight']): boolean => findings.some((one) => one.weight === weight)
  const state = has('fail') ? 'failed' : has('ask') ? 'asks' : has('warn') ? 'warned' : 'passed'
  return { name, state, ms, findings }
}

/** Every line that was not tried, with the reason. */
export const skipRest = (test: HostTest, code: HostFindingCode): HostTest => ({
  ...test,
  lines: test.lines.map((line) =>
    line.state === 'waiting' || line.state === 'running'
      ? { ...line, state: 'skipped', findings: [{ code, weight: 'note', values: {}, detail: '' }] }
      : line,
  ),
})

/** Whether everything that was needed works, perhaps with a limit. */
export const isUsable = ({ state, lines }: HostTest): boolean =>
  state === 'done' &&
  lines.every(
    (line) =>
      line.state === 'passed' ||
      line.state === 'warned' ||
      line.findings.some(({ code }) => code === 'host.notNeeded'),
  )
