/** Goes through a dataset in order and says what is to go, and why. */
import { NearIndex } from '../expand/near-index.ts'
import { type Rendering, renderRelease } from '../sample/render-release.ts'
import type { Sample } from '../sample/sample.ts'
import type { Hash } from '../sample/sample-id.ts'
import { labelRemoval } from './label-rules.ts'
import type { FilterRule, Removed } from './rules.ts'

export interface SieveOptions {
  readonly rules: readonly FilterRule[]
  readonly nearness: number
  readonly longest: number
  /** The policy's prompt, part of what `tooLong` measures. */
  readonly preamble: string
  readonly hash: Hash
}

/** What the held-out set is known by. */
interface HeldOutIndex {
  readonly ids: Set<string>
  readonly near: NearIndex
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`

export class Sieve {
  private readonly rules: ReadonlySet<FilterRule>
  private readonly options: SieveOptions
  private readonly heldOut: HeldOutIndex
  private readonly kept: NearIndex
  /** Of what was kept: the label's digest and the sample's id, by the prompt's digest. */
  private readonly prompts = new Map<string, { readonly id: string; readonly label: string }>()

  constructor(options: SieveOptions) {
    this.options = options
    this.rules = new Set(options.rules)
    this.heldOut = { ids: new Set(), near: new NearIndex(options.nearness) }
    this.kept = new NearIndex(options.nearness)
  }

  /** Names a sample that is held out; all of them come before the first `sift`. */
  holdOut(sample: Sample): void {
    this.heldOut.ids.add(sample.id)
    if (this.rules.has('heldOut')) this.heldOut.near.add(sample.id, sample)
  }

  /**
   * Why the sample goes; undefined: it stays, and later ones are compared with it. A dataset's test part comes first,
   * so that a training sample goes that repeats a test.
   */
  sift(sample: Sample, part: 'train' | 'test'): Removed | undefined {
    const rendering = renderRelease(sample, this.options.preamble)
    const removed =
      labelRemoval(sample, this.rules) ??
      this.tooLong(rendering) ??
      (part === 'train' ? this.leaks(sample) : undefined) ??
      this.repeats(sample, rendering)
    if (removed) return removed
    this.keep(sample, rendering)
    return undefined
  }

  private keep(sample: Sample, rendering: Rendering): void {
    this.prompts.set(this.promptKey(rendering), { id: sample.id, label: this.options.hash(rendering.output) })
    if (this.rules.has('nearDuplicate')) this.kept.add(sample.id, sample)
  }

  private promptKey({ instruction, input }: Rendering): string {
    return this.options.hash(`${instruction}\n${input}`)
  }

  private tooLong({ instruction, input }: Rendering): Removed | undefined {
    const length = instruction.length + input.length
    if (!this.rules.has('tooLong') || length <= this.options.longest) return undefined
    return { why: 'tooLong', detail: `${length} characters` }
  }

  private leaks(sample: Sample): Removed | undefined {
    if (!this.rules.has('heldOut')) return undefined
    if (this.heldOut.ids.has(sample.id)) return { why: 'heldOut', detail: sample.id }
    const copy = this.heldOut.near.find(sample)
    return copy && { why: 'heldOut', detail: `${percent(copy.similarity)} like ${copy.id}` }
  }

  private repeats(sample: Sample, rendering: Rendering): Removed | undefined {
    const before = this.prompts.get(this.promptKey(rendering))
    const same = before?.label === this.options.hash(rendering.output)
    if (before && same && this.rules.has('duplicate')) return { why: 'duplicate', detail: before.id }
    if (before && !same && this.rules.has('conflict')) return { why: 'conflict', detail: before.id }
    if (!this.rules.has('nearDuplicate')) return undefined
    const copy = this.kept.find(sample)
    return copy && { why: 'nearDuplicate', detail: `${percent(copy.similarity)} like ${copy.id}` }
  }
}
