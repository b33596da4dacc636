/** Which prompts a step trains on: a function of the seed and the step's number, so that a resumed run draws the same. */
import { permutation } from '../random/permutation.ts'

/**
 * How often a case type is drawn: `even`, as often as every other; `natural`, as often as the training set holds it;
 * `soft`, between the two: by the square root of its count.
 */
export const MIXES = ['even', 'soft', 'natural'] as const
export type Mix = (typeof MIXES)[number]

export interface BatchPlan {
  /** Case type of each sample, by its place in the training set. */
  readonly kinds: readonly string[]
  /** Prompts a step. */
  readonly size: number
  readonly mix: Mix
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

const WEIGHTS: Readonly<Record<Mix, (count: number) => number>> = {
  even: () => 1,
  soft: Math.sqrt,
  natural: (count) => count,
}

interface Turn {
  readonly list: number
  /** How many turns the list had before this one. */
  readonly place: number
}

/** Lists take turns by their weights: each turn goes to the list that is furthest behind its share; the first of equals. */
function turns(weights: readonly number[]): (turn: number) => Turn | undefined {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const had = weights.map(() => 0)
  const known: Turn[] = []
  return (turn) => {
    while (known.length <= turn) {
      const behind = weights.map((weight, list) => (weight * (known.length + 1)) / sum - (had[list] ?? 0))
      const list = behind.indexOf(Math.max(...behind))
      const place = had[list] ?? 0
      known.push({ list, place })
      had[list] = place + 1
    }
    return known[turn]
  }
}

export interface Batches {
  /** The batch of a step, from 1, as places in the training set. */
  of(step: number): number[]
  /**
   * What may take the place of a slot of a batch: as many samples of the same case type as are asked for, in an order of
   * their own. The same for the same step and slot.
   */
  spares(step: number, slot: number, count: number): number[]
}

/**
 * The batches of a training. Case types take turns by the mix; of each, every sample comes once before any comes twice.
 *
 * @returns undefined when there is nothing to draw from
 */
export function batches({ kinds, size, mix, seed }: BatchPlan): Batches | undefined {
  if (kinds.length === 0) return undefined
  const members = new Map<string, number[]>()
  kinds.forEach((kind, place) => {
    const known = members.get(kind)
    if (known) known.push(place)
    else members.set(kind, [place])
  })
  const names = [...members.keys()].sort()
  const orders = (...parts: readonly string[]): Order[] =>
    names.map((kind) => epochs(members.get(kind) ?? [], seed, kind, ...parts))
  const usual = orders()
  const others = orders('spare')
  const turnOf = turns(names.map((kind) => WEIGHTS[mix](members.get(kind)?.length ?? 0)))
  const turnAt = (step: number, slot: number) => turnOf((step - 1) * size + slot)
  return {
    of: (step) =>
      Array.from({ length: size }, (_, slot) => {
        const turn = turnAt(step, slot)
        return (turn && usual[turn.list]?.(turn.place)) ?? 0
      }),
    spares: (step, slot, count) => {
      const turn = turnAt(step, slot)
      return Array.from(
        { length: count },
        (_, i) => (turn && others[turn.list]?.(turn.place * count + i)) ?? 0,
      )
    },
  }
}
