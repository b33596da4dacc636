import type { Finding } from './finding.ts'

/** In the order in which they are tried. */
export const TEST_LINES = [
  'reach',
  'tls',
  'models',
  'model',
  'chat',
  'tool',
  'parallel',
  'structured',
  'logprobs',
  'context',
  'load',
] as const
export type TestLineName = (typeof TEST_LINES)[number]

export interface TestLine {
  readonly name: TestLineName
  readonly state: 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped'
  readonly ms?: number
  readonly findings: readonly Finding[]
}
