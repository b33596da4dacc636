import { allowedMoves, foldEvent, isFinished, isLive, type JobState } from '#core/job/fold.ts'
import { type JobView, paceSince } from '#core/job/view.ts'
import type { Drive } from './drive.ts'
import { itemCounts, type JobRecord } from './records.ts'

/**
 * A job that no runner has cannot run, whatever its last event says: when the project was opened, a full disk did not
 * take the word that it was interrupted. It stands still until somebody resumes it.
 */
function standing(state: JobState, at: string): JobState {
  if (!isLive(state)) return state
  const interrupted = foldEvent(state, { type: 'interrupted', seq: state.seq + 1, at })
  return foldEvent(interrupted, { type: 'paused', reason: 'disk', detail: '', seq: state.seq + 2, at })
}

function pace(runner: Drive, waiting: number, startedAt: string, now: string): ReturnType<typeof paceSince> {
  const { inside, insideBefore, endedBefore, counters } = runner
  const ms = Date.parse(now) - Date.parse(startedAt)
  if (inside && insideBefore !== undefined)
    return paceSince(inside.done - insideBefore, ms, inside.total - inside.done)
  const { done, dropped, failed } = itemCounts(0, counters)
  return paceSince(done + dropped + failed - endedBefore, ms, waiting)
}

/** A job as the window and the command line show it: what is stored, or what its runner knows better. */
export function viewJob(
  record: JobRecord,
  runner: Drive | undefined,
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
    ...(runner?.away && !isFinished(state) ? { away: runner.away } : {}),
    ...(runner?.stall && isLive(state) ? { stall: runner.stall } : {}),
    ...(runner && state.startedAt !== undefined ? pace(runner, counts.waiting, state.startedAt, now) : {}),
  }
}
