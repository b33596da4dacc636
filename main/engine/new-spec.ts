import { randomUUID } from 'node:crypto'
import type { JobSpec } from '#core/job/job.ts'

/** What a new job is to do; what every job records is added. */
export type SpecWish = Pick<
  JobSpec,
  'kind' | 'title' | 'inputs' | 'roles' | 'settings' | 'seed' | 'concurrency'
> &
  Partial<Pick<JobSpec, 'id' | 'parent' | 'budget'>>

/** What every job records of the program and the project. */
export interface SpecSource {
  readonly appVersion: string
  /** ISO 8601. */
  now(): string
  /** Content hash of every prompt in force, by id. */
  promptHashes(): Promise<Record<string, string>>
}

export const newSpec = async (source: SpecSource, wish: SpecWish): Promise<JobSpec> => ({
  id: randomUUID(),
  kindVersion: 1,
  budget: {},
  ...wish,
  prompts: await source.promptHashes(),
  appVersion: source.appVersion,
  createdAt: source.now(),
})
