/** What a host's facts mean for training on it. */
import type { HostFacts } from './facts.ts'
import type { HostFinding } from './finding.ts'

/** In the order in which they are shown. */
export const REPORT_SUBJECTS = [
  'system',
  'gpu',
  'driver',
  'memory',
  'disk',
  'python',
  'uv',
  'network',
  'ports',
  'clock',
] as const
export type ReportSubject = (typeof REPORT_SUBJECTS)[number]

/** The worst first. */
export const LIGHTS = ['red', 'amber', 'green'] as const
export type Light = (typeof LIGHTS)[number]

/** The worst of some; green where there is none. */
export const worstOf = (lights: readonly (Light | undefined)[]): Light =>
  LIGHTS.find((light) => lights.includes(light)) ?? 'green'

export interface ReportFinding extends HostFinding<string> {
  readonly subject: ReportSubject
  readonly light: Light
}

export interface HostReport {
  /** ISO 8601. */
  readonly at: string
  readonly facts: HostFacts
  readonly findings: readonly ReportFinding[]
}
