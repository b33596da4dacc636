/** What is kept of a run's points to say how it stands: its start, its end and what it scored on held-out samples. */
import type { Point } from './point.ts'

/** Points kept of the start, and of the end. */
export const WINDOW = 20
const MOST_VALIDATIONS = 400

export interface Validation {
  readonly step: number
  /** Share answered right, or the mean reward where only that is measured. */
  readonly value: number
  readonly measure: 'accuracy' | 'reward'
  /** Samples asked, where it is known. */
  readonly count?: number
}

const validationOf = ({ step, values }: Point): Validation | undefined => {
  const accuracy = values['heldOut/accuracy']
  const count = values['heldOut/count'] ?? undefined
  if (typeof accuracy === 'number')
    return { step, value: accuracy, measure: 'accuracy', ...(count === undefined ? {} : { count }) }
  const reward = values['heldOut/reward']
  return typeof reward === 'number' ? { step, value: reward, measure: 'reward' } : undefined
}

/** Grows point by point in the order of the log; its size does not depend on how many there were. */
export class Digest {
  readonly first: Point[] = []
  readonly recent: Point[] = []
  readonly validations: Validation[] = []
  readonly names = new Set<string>()
  /** Records read; a step that was written twice counts twice. */
  records = 0

  get last(): Point | undefined {
    return this.recent.at(-1)
  }

  /** @param merges records of one step add up instead of replacing each other */
  add(point: Point, merges = false): void {
    this.records++
    for (const name of Object.keys(point.values)) this.names.add(name)
    const before = this.recent.find(({ step }) => step === point.step)
    const joined = merges && before ? { ...before, values: { ...before.values, ...point.values } } : point
    this.rewindTo(point.step)
    if (this.first.length < WINDOW) this.first.push(joined)
    this.recent.push(joined)
    if (this.recent.length > WINDOW) this.recent.shift()
    const validation = validationOf(joined)
    if (!validation) return
    this.validations.push(validation)
    if (this.validations.length > MOST_VALIDATIONS) this.thinValidations()
  }

  /** A step that was there already means that the run was taken up again from it. */
  private rewindTo(step: number): void {
    for (const list of [this.first, this.recent, this.validations])
      while ((list.at(-1)?.step ?? -1) >= step) list.pop()
  }

  /** Every second of the older half goes; the newest and the first stay. */
  private thinValidations(): void {
    const half = MOST_VALIDATIONS / 2
    const kept = this.validations.filter((_, i) => i >= half || i % 2 === 0)
    this.validations.splice(0, this.validations.length, ...kept)
  }
}
