/** Rollouts of one step, read line by line: as a list of groups, or one group whole. */
import { Grouping, type Rollout, type RolloutGroup, readRolloutLine } from '#core/training/rollout.ts'
import { linesOfFile } from './lines.ts'

/** A group is some sixteen rollouts; more than this is no group to be looked at side by side. */
const MOST = 512

export async function groupsOf(file: string): Promise<RolloutGroup[]> {
  const grouping = new Grouping()
  for await (const line of linesOfFile(file)) {
    const rollout = readRolloutLine(line)
    if (rollout) grouping.add(rollout)
  }
  return grouping.list()
}

/** In the order of their numbers. A rollout that was written twice counts once, as it was written last. */
export async function rolloutsOf(file: string, group: string): Promise<Rollout[]> {
  const found = new Map<number, Rollout>()
  for await (const line of linesOfFile(file)) {
    const rollout = readRolloutLine(line)
    if (rollout?.group === group && found.size < MOST) found.set(rollout.index, rollout)
  }
  return [...found.values()].sort((a, b) => a.index - b.index)
}
