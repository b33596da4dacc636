import type { PromptMarks } from '../prompt/mark.ts'
import { jobOfDataset } from './lineage.ts'

/** A prompt of a project's own that went into a result. */
export interface OwnPrompt {
  readonly id: string
  readonly hash: string
}

interface Recorded {
  readonly id: string
  readonly kind: string
  readonly parent?: string
  readonly inputs: Readonly<Record<string, string>>
  readonly prompts: PromptMarks
}

/** Jobs that a job's inputs name: by their own ids, or by the dataset that they made. */
const namedIn = ({ inputs }: Recorded, known: ReadonlyMap<string, Recorded>): Recorded[] =>
  Object.values(inputs)
    .flatMap((value) => value.split(' '))
    .flatMap((name) => known.get(jobOfDataset(name) ?? name) ?? [])

const stagesOf = ({ id }: Recorded, jobs: readonly Recorded[]): Recorded[] =>
  jobs.filter(({ parent }) => parent === id)

/**
 * The project's own prompts that a job's results come from: its own, its stages', and those of all that it read.
 *
 * @param id of a job, or of a dataset
 * @param jobs every job of the project
 */
export function ownPromptsOf(id: string, jobs: readonly Recorded[]): OwnPrompt[] {
  const known = new Map(jobs.map((job) => [job.id, job]))
  const found = new Map<string, OwnPrompt>()
  const seen = new Set<string>()
  const open = [known.get(jobOfDataset(id) ?? id)]
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    if (!seen.has(job.id)) {
      seen.add(job.id)
      open.push(...namedIn(job, known), ...stagesOf(job, jobs))
      // A round records what any stage of it might use; what was used its stages say.
      if (job.kind === 'round') continue
      for (const [prompt, { hash, own }] of Object.entries(job.prompts))
        if (own) found.set(`${prompt} ${hash}`, { id: prompt, hash })
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
