/** Which prompts a step trains on: a function of the seed and the step's number, so that a resumed run draws the same. */
import { permutation } from '../random/permutation.ts'

export interface BatchPlan {
  /** Case type of each sample, by its place in the training set. */
  readonly kinds: readonly string[]
  /** Prompts a step. */
  readonly size: number
  /** Every step holds the case types in equal shares. */
  readonly balance: boolean
  readonly seed: number
}

type Order = (place: number) => number

/** The samples of a list in epochs: each once, in a new order every time, then again. */
function epochs(members: readonly number[], ...parts: readonly (string | number)[]): Order {
  const orders = new Map<number, Order>()
  return (place) => {
    const epoch = Math.floor(place / members.length)
    let order = orders.get(epoch)
    if (!order) {
      orders.clear()
      order = permutation(members.length, ...parts, epoch)
      orders.set(epoch, order)
    }
    return members[order(place % members.length)] ?? 0
  }
}

/**
 * The batch of any step, from 1, as places in the training set. Balanced, the case types take turns; within each, and
 * without balance in all, every sample comes once before any comes twice.
 *
 * @returns undefined when there is nothing to draw from
 */
export function batches({ kinds, size, balance, seed }: BatchPlan): ((step: number) => number[]) | undefined {
  if (kinds.length === 0) return undefined
  const members = new Map<string, number[]>()
  kinds.forEach((kind, place) => {
    const key = balance ? kind : ''
    members.set(key, [...(members.get(key) ?? []), place])
  })
  const lists = [...members.keys()].sort().map((kind) => epochs(members.get(kind) ?? [], seed, kind))
  return (step) =>
    Array.from({ length: size }, (_, slot) => {
      const turn = (step - 1) * size + slot
      return lists[turn % lists.length]?.(Math.floor(turn / lists.length)) ?? 0
    })
}
