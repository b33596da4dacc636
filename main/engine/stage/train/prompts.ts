/** Which samples of a dataset a run trains on and is validated with. */
import { compactPrompt } from '#core/nano/compact-prompt.ts'
import type { Tokenizer } from '#core/nano/tokenizer.ts'
import { permutation } from '#core/random/permutation.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { TrainSettings } from '#core/training/recipe.ts'
import type { RunSample } from '../../inference/small-policy/run-files.ts'

export interface PromptSources {
  samples(dataset: string, part: 'train' | 'test'): AsyncIterable<Sample>
  /** Share of a sample's answers that match, by sample, as a probe found it. */
  passRates(probe: string): Promise<ReadonlyMap<string, number>>
}

export interface Chosen {
  readonly samples: readonly RunSample[]
  readonly train: number
  readonly heldOut: number
  /** Training samples left out: always right or always wrong as probed, or too long for the policy to read. */
  readonly mastered: number
  readonly hopeless: number
  readonly tooLong: number
}

const fits = (sample: Sample, tokenizer: Tokenizer, most: number): boolean =>
  tokenizer.encode(compactPrompt(sample)).length <= most

async function heldOutOf(
  sources: PromptSources,
  { dataset, recipe, seed }: TrainSettings,
  isRoom: (sample: Sample) => boolean,
): Promise<RunSample[]> {
  if (recipe.validateEvery === 0) return []
  const all: Sample[] = []
  for await (const sample of sources.samples(dataset, 'test')) if (isRoom(sample)) all.push(sample)
  if (all.length === 0) return []
  const order = permutation(all.length, seed, 'held out')
  const count = Math.min(all.length, recipe.validateOn)
  return Array.from({ length: count }, (_, i) => all[order(i)])
    .filter((sample) => sample !== undefined)
    .map((sample) => ({ part: 'heldOut', sample }))
}

/**
 * @param context most tokens that the policy reads and writes together
 */
export async function choosePrompts(
  sources: PromptSources,
  settings: TrainSettings,
  { tokenizer, context }: { readonly tokenizer: Tokenizer; readonly context: number },
): Promise<Chosen> {
  const { recipe, dataset, probe } = settings
  const most = context - recipe.maxTokens
  const isRoom = (sample: Sample): boolean => fits(sample, tokenizer, most)
  const rates = probe !== undefined && recipe.keep !== 'all' ? await sources.passRates(probe) : undefined
  const train: RunSample[] = []
  const left = { mastered: 0, hopeless: 0, tooLong: 0 }
  for await (const sample of sources.samples(dataset, 'train')) {
    const rate = rates?.get(sample.id)
    if (rate === 1) left.mastered++
    else if (rate === 0) left.hopeless++
    else if (!isRoom(sample)) left.tooLong++
    else train.push({ part: 'train', sample, ...(rate === undefined ? {} : { rate }) })
  }
  const heldOut = await heldOutOf(sources, settings, isRoom)
  return { samples: [...train, ...heldOut], train: train.length, heldOut: heldOut.length, ...left }
}
