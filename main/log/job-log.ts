import type { JobView } from '#core/job/view.ts'
import { codeIn } from '#core/support/facts.ts'
import type { LogFile } from './log-file.ts'

/** Writes down each state that a job comes into: kind, id and codes, never a title or what somebody wrote. */
export function jobLog(log: LogFile): (job: JobView) => void {
  const last = new Map<string, string>()
  return ({ spec, state, counts }) => {
    const { name, pause, failure } = state
    if (last.get(spec.id) === name) return
    last.set(spec.id, name)
    const trouble = name === 'failed' || (name === 'paused' && pause?.reason !== 'user')
    const why = [pause?.reason, codeIn(pause?.detail ?? failure ?? '')].filter((part) => part !== undefined)
    const { planned, done, dropped, failed } = counts
    log.write(
      trouble ? 'warning' : 'info',
      `job ${spec.kind} ${spec.id.slice(0, 8)}: ${[name, ...why].join(' ')} (${done} done, ${dropped} dropped, ${failed} failed of ${planned})`,
    )
  }
}
