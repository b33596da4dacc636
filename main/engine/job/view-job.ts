import { allowedMoves, foldEvent, isFinished, isLive, type JobState } from '#core/job/fold.ts'
import { type JobView, paceSince } from '#core/job/view.ts'
import { itemCounts, type JobRecord } from './records.ts'
import type { Runner } from './runner.ts'

/** A job that no runner has cannot run, whatever its last event says. */
const standing = (state: JobState, at: string): JobState =>
  isLive(state) ? foldEvent(state, { type: 'interrupted', seq: state.seq + 1, at }) : state

function pace(runner: Runner, waiting: number, startedAt: string, now: string): ReturnType<typeof paceSince> {
  const { done, dropped, failed } = itemCounts(0, runner.counters)
  return paceSince(
    done + dropped + failed - runner.endedBefore,
    Date.parse(now) - Date.parse(startedAt),
    waiting,
  )
}

/** A job as the window and the command line show it: what is stored, or what its runner knows better. */
export function viewJob(
  record: JobRecord,
  runner: Runner | undefined,
  counters: Readonly<Record<string, number>>,
  now: string,
): JobView {
  const state = runner?.state ?? standing(record.state, now)
  const counts = itemCounts(state.planned, counters)
  const newsAt = runner?.newsAt ?? record.newsAt
  return {
    spec: record.spec,
    state,
    counts,
    active: runner?.active ?? 0,
    counters: { ...counters },
    moves: allowedMoves(state, counts.failed),
    ...(newsAt === undefined ? {} : { lastNewsAt: newsAt }),
    ...(runner?.inside && !isFinished(state) ? { inside: runner.inside } : {}),
    ...(runner && state.startedAt !== undefined ? pace(runner, counts.waiting, state.startedAt, now) : {}),
  }
}
