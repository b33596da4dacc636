/** The tokens of every prompt that a training on a host would read, by the start's own tokenizer. */
import type { Sample } from '#core/sample/sample.ts'
import type { CountWay, TokenCounter } from '#core/token/counter.ts'
import type { Reader } from '#core/token/lengths-settings.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import type { PromptTokens } from '#core/training/preflight.ts'
import { AT_ONCE, countPrompts } from '../lengths/count.ts'
import type { PromptSources } from './prompts.ts'

export interface FlightTokensDeps extends PromptSources {
  /** What opens the prompts of the release's layout. */
  preamble(): Promise<string>
  /** Looks once more at the files of the start. @throws Failure `tokenizer.*`, `template.*`, `host.*` */
  counterFor(reader: Reader): Promise<TokenCounter>
  /** What a job has counted already in the same way, by sample; undefined: nobody has, or not to the end. */
  counted(dataset: string, reader: Reader): Promise<ReadonlyMap<string, number> | undefined>
}

interface Counted {
  readonly way: CountWay
  readonly counted: readonly PromptTokens[]
}

/** @throws Failure as `counterFor`, and what reading the dataset meets */
export async function countFlight(
  deps: FlightTokensDeps,
  { dataset, host, start, layout, recipe }: HostTraining,
  signal: AbortSignal,
): Promise<Counted> {
  const reader: Reader = { kind: 'onHost', host, start, layout }
  const counter = await deps.counterFor(reader)
  const known = await deps.counted(dataset, reader)
  const preamble = await deps.preamble()
  const counted: PromptTokens[] = []
  const count = async (samples: readonly Sample[], part: PromptTokens['part']): Promise<void> => {
    signal.throwIfAborted()
    const fresh = samples.filter(({ id }) => known?.get(id) === undefined)
    const numbers = await countPrompts(counter, fresh, reader, preamble)
    const made = new Map(fresh.map(({ id }, i) => [id, numbers[i] ?? 0]))
    for (const { id: sample } of samples)
      counted.push({ sample, part, tokens: known?.get(sample) ?? made.get(sample) ?? 0 })
  }
  const most = recipe.validateEvery === 0 ? 0 : recipe.validateOn
  await inPortions(deps.samples(dataset, 'train'), Number.POSITIVE_INFINITY, (some) => count(some, 'train'))
  await inPortions(deps.samples(dataset, 'test'), most, (some) => count(some, 'heldOut'))
  return { way: counter.way, counted }
}

async function inPortions(
  samples: AsyncIterable<Sample>,
  most: number,
  take: (some: readonly Sample[]) => Promise<void>,
): Promise<void> {
  let some: Sample[] = []
  let left = most
  for await (const sample of samples) {
    if (left-- <= 0) break
    some.push(sample)
    if (some.length < AT_ONCE) continue
    await take(some)
    some = []
  }
  if (some.length > 0) await take(some)
}
