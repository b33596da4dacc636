/** What a crash left running is marked as such when the project is opened again. */
import { Failure } from '#core/failure/failure.ts'
import { isLive, type JobState } from '#core/job/fold.ts'
import type { JobEventBody, JobSpec, PauseReason } from '#core/job/job.ts'
import type { JobDesk } from './job-desk.ts'
import type { JobRecord } from './records.ts'
import { readClock } from './spending-records.ts'

/**
 * Marks what a crash left running.
 *
 * @param jobs latest first
 * @param stop cancels a job that nobody runs
 * @returns the jobs that are to go on
 */
export async function recoverJobs(
  desk: JobDesk,
  jobs: readonly JobRecord[],
  stop: (record: JobRecord) => Promise<JobState>,
): Promise<JobSpec[]> {
  const cancelled = new Set<string>()
  const left: JobSpec[] = []
  for (const record of [...jobs].reverse()) {
    const { parent = '', id } = record.spec
    let state = await recoverOne(desk, record)
    if (record.state.name === 'stopping') cancelled.add(id)
    // Its parent was being cancelled when the program ended: so is it.
    if (cancelled.has(parent) && state.name === 'queued') state = await stop({ ...record, state })
    if (state.name === 'queued') left.push(record.spec)
  }
  return left
}

async function recoverOne(desk: JobDesk, record: JobRecord): Promise<JobState> {
  if (!isLive(record.state)) return record.state
  try {
    return await sayInterrupted(desk, record)
  } catch (error) {
    // A full disk cannot take the event: the job is shown as paused for that, and resuming says it.
    if (error instanceof Failure && error.code === 'disk.full') return record.state
    throw error
  }
}

/**
 * Says that the program ended while the job ran; it counts as run until its last record. A stop that was asked for
 * before that is carried out now.
 */
export async function sayInterrupted(desk: JobDesk, record: JobRecord): Promise<JobState> {
  const ranMs = await readClock(desk.store, record.number)
  const state = await desk.say(record, { type: 'interrupted', ...(ranMs === undefined ? {} : { ranMs }) })
  return state.name === 'stopping' ? desk.say({ ...record, state }, cancelledWord(desk, record)) : state
}

/** Of a pause for these reasons the work has ended. */
const AT_REST: readonly (PauseReason | undefined)[] = ['user', 'budget']

/** The last word on a job that is cancelled while nobody follows it: its work may go on where it runs by itself. */
export function cancelledWord(
  desk: JobDesk,
  { spec, state }: Pick<JobRecord, 'spec' | 'state'>,
): JobEventBody {
  const kind = desk.kindOf(spec)
  const ended = state.starts === 0 || state.name === 'failed' || AT_REST.includes(state.pause?.reason)
  const left = !ended && kind.drive === 'detached' && kind.outlives?.(spec.settings) === true
  return { type: 'cancelled', ...(left ? { left } : {}) }
}
