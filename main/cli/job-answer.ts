import { Failure } from '#core/failure/failure.ts'
import type { JobView } from '#core/job/view.ts'
import { sayEstimate } from './limits.ts'

/** A job as the command line prints it. */
export const jobAnswer = ({ spec, state, counts, counters }: JobView) => ({
  id: spec.id,
  kind: spec.kind,
  state: state.name,
  ...(state.pause ? { reason: state.pause.reason } : {}),
  ...(state.estimate ? { estimate: state.estimate } : {}),
  counts,
  counters,
})

/** What a job says that stands still behind its pilot, in place of an answer; undefined for all others. */
export const pilotAnswer = (view: JobView, json: boolean): string | undefined => {
  const { pause, estimate } = view.state
  if (pause?.reason !== 'pilot' || estimate === undefined) return undefined
  return json ? JSON.stringify(jobAnswer(view)) : sayEstimate(estimate)
}

/** @throws Failure `job.unfinished` unless the job is done and none of its items failed */
export function expectDone(view: JobView): void {
  if (view.state.name === 'done' && view.counts.failed === 0) return
  throw new Failure(
    'job.unfinished',
    { kind: view.spec.kind, state: view.state.name, failed: view.counts.failed },
    [view.state.pause?.reason, view.state.pause?.detail, view.state.failure].filter(Boolean).join(' '),
  )
}
