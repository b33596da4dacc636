/** The project's held-out samples: split off once, at the start, and never trained on. */
import { Random } from '../random/random.ts'
import type { Parent, Sample } from '../sample/sample.ts'

type Placed = Pick<Sample, 'id' | 'parents'>

const groupOfParent = (parent: Parent): string => {
  if (parent.from === 'dialog') return `dialog ${parent.job} ${parent.dialog}`
  return parent.from === 'file' ? `file ${parent.file} ${parent.record}` : `sample ${parent.sample}`
}

/**
 * What a sample shares with its neighbours: the dialog or the record that it was cut from. Neighbours show each
 * other's labels in their history, so a group stands on one side of the split as a whole.
 */
export const groupOf = ({ id, parents }: Placed): string => {
  const origin = parents.find((parent) => parent.from !== 'sample') ?? parents[0]
  return origin === undefined ? `sample ${id}` : groupOfParent(origin)
}

export interface HeldOut {
  readonly ids: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
}

/**
 * Draws whole groups by seed until the next would exceed the share of samples; at least one group, and never all.
 * The draw depends on the seed and the samples' ids, not on their order nor on what the job was called.
 *
 * @param share from 0 (nothing) to below 1
 */
export function heldOutOf(
  samples: Iterable<Placed>,
  { share, seed }: { readonly share: number; readonly seed: number },
): HeldOut {
  const members = new Map<string, { ids: string[]; least: string }>()
  let count = 0
  for (const sample of samples) {
    const group = groupOf(sample)
    const known = members.get(group)
    if (!known) members.set(group, { ids: [sample.id], least: sample.id })
    else {
      known.ids.push(sample.id)
      if (sample.id < known.least) known.least = sample.id
    }
    count++
  }
  const drawn = [...members]
    .map(([group, { ids, least }]) => ({
      group,
      ids,
      rank: new Random(seed, 'held out', least).next(),
      least,
    }))
    .sort((a, b) => a.rank - b.rank || (a.least < b.least ? -1 : 1))
  const ids = new Set<string>()
  const groups = new Set<string>()
  if (share <= 0 || drawn.length < 2) return { ids, groups }
  // The first in the order stays for training, whatever the share.
  for (const { group, ids: own } of drawn.slice(1)) {
    if (groups.size > 0 && ids.size + own.length > count * share) break
    groups.add(group)
    for (const id of own) ids.add(id)
  }
  return { ids, groups }
}
