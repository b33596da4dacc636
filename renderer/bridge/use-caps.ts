import { useEffect } from 'react'
import { budgetOf, type CapOwner, readReached, spentBy } from '#core/job/budget.ts'
import { type HeldCaps, leastRoom } from '#core/job/caps.ts'
import type { Budget } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from './looptool.ts'
import { type Act, useAct, useCall } from './use-call.ts'
import { useCalmPush } from './use-push.ts'

const CALM_MS = 1000

export interface CapsOfJob {
  /** The job's own first, then those of its round, then the project's. */
  readonly all: readonly HeldCaps[]
  /** Those that hold the job now. */
  readonly held: HeldCaps | undefined
  /** What all of them leave. */
  readonly room: Budget
  /** Other caps for whoever they are, and the job goes on. */
  readonly raise: Act<[owner: CapOwner, budget: Budget]>
}

/**
 * All caps over a job, with what counts against them.
 *
 * @param parent the round that it is a stage of
 */
export function useCaps(job: JobView, parent: JobView | undefined): CapsOfJob {
  const project = useCall('budget.project', undefined)
  useCalmPush('job.changed', () => true, CALM_MS, project.reload)
  useEffect(() => project.reload(), [job.state.seq, project.reload])
  const now = new Date().toISOString()
  const capsOf = (owner: CapOwner, view: JobView): HeldCaps => ({
    ...{ owner, budget: budgetOf(view), spent: spentBy(view, now) },
  })
  const all: HeldCaps[] = [
    capsOf(job.spec.kind === 'round' ? 'round' : 'job', job),
    ...(parent ? [capsOf('round', parent)] : []),
    ...(project.data ? [{ owner: 'project' as const, ...project.data }] : []),
  ]
  const { pause } = job.state
  const reached = pause?.reason === 'budget' ? readReached(pause.detail) : undefined
  const raise = useAct(async (owner: CapOwner, budget: Budget) => {
    const { id } = job.spec
    if (owner !== 'project') return call('job.resume', { id, budget })
    await call('budget.setProject', budget)
    project.reload()
    return call('job.resume', { id })
  })
  return {
    all,
    held: reached && all.find(({ owner }) => owner === reached.owner),
    room: leastRoom(all),
    raise,
  }
}
