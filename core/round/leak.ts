/** Keeps what is held out from being trained on: by id, by origin, and by content. */
import { NearIndex } from '../expand/near-index.ts'
import type { Sample } from '../sample/sample.ts'
import { groupOf } from './held-out.ts'

export const LEAKS = ['heldOut', 'heldOutOrigin', 'heldOutCopy'] as const
export type Leak = (typeof LEAKS)[number]

/** At this similarity two samples count as the same one. */
export const NEAR_COPY = 0.7

/** What training is checked against. */
export class LeakCheck {
  private readonly ids = new Set<string>()
  private readonly groups = new Set<string>()
  private readonly copies: NearIndex

  /** @param threshold similarity from which two samples are the same one */
  constructor(threshold = NEAR_COPY) {
    this.copies = new NearIndex(threshold)
  }

  add(sample: Sample): void {
    this.ids.add(sample.id)
    this.groups.add(groupOf(sample))
    this.copies.add(sample.id, sample)
  }

  /** Why a sample must not be trained on. `near` names the held-out sample that it repeats. */
  find(sample: Sample): { readonly leak: Leak; readonly near?: string } | undefined {
    if (this.ids.has(sample.id)) return { leak: 'heldOut' }
    if (this.groups.has(groupOf(sample)) || this.comesFromHeldOut(sample)) return { leak: 'heldOutOrigin' }
    const near = this.copies.find(sample)
    return near && { leak: 'heldOutCopy', near: near.id }
  }

  private comesFromHeldOut({ parents }: Sample): boolean {
    return parents.some((parent) => parent.from === 'sample' && this.ids.has(parent.sample))
  }
}
