/** What every stage that writes a dataset needs, and how its row in the project is made. */
import type { JobSpec } from '#core/job/job.ts'
import type { PromptMarks } from '#core/prompt/mark.ts'
import { datasetIdOf } from '#core/round/lineage.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { WrittenDataset } from '../dataset/dataset-files.ts'
import type { Statement } from '../project/store.ts'

export interface MakesDatasets {
  /** The policy's prompt opens every rendering. */
  readonly prompts: {
    recorded(marks: PromptMarks): Promise<{ get(name: string, language: 'en'): { readonly body: string } }>
  }
  /** Holds every dataset's folder. */
  readonly datasetsFolder: string
  nextNumber(): Promise<number>
  recordDataset(dataset: Dataset): Statement
  /** ISO 8601. */
  now(): string
  sha256(text: string): string
}

/** The policy's prompt, as a job recorded it or, without a record, as it stands now. */
export const policyPreamble = async (
  { prompts }: Pick<MakesDatasets, 'prompts'>,
  marks: PromptMarks = {},
): Promise<string> => (await prompts.recorded(marks)).get('policy/tool-call', 'en').body

/** The row of a dataset that a job has written. One a job, so that recording it twice is recording it once. */
export const madeDataset = async (
  deps: MakesDatasets,
  spec: JobSpec,
  written: WrittenDataset,
  about: Pick<Dataset, 'name' | 'parents'> & { readonly refused: Dataset['counts']['refused'] },
): Promise<Dataset> => ({
  id: datasetIdOf(spec.id),
  number: await deps.nextNumber(),
  name: about.name,
  hash: written.hash,
  counts: { train: written.train, test: written.test, refused: about.refused },
  parents: about.parents,
  createdAt: deps.now(),
  job: spec.id,
})
