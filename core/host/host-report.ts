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

export type Light = 'green' | 'amber' | 'red'

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
