/** Calibrations of the project with their reports, made from what their items heard. */
import type { CalibrationView } from '#core/contract/round-views.ts'
import { isScripted } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { calibrationReport } from '#core/judge/calibration-report.ts'
import { calibrateSettingsSchema } from '#core/judge/settings.ts'
import { itemsOf } from '../project/item-records.ts'
import { caseFromSteps } from '../stage/judge/calibrate.ts'
import type { RoundHost } from './round-host.ts'

async function viewOf({ store }: RoundHost, job: JobView): Promise<CalibrationView> {
  const { votes, quorum } = calibrateSettingsSchema.parse(job.spec.settings)
  const heard = []
  for await (const { key, steps } of itemsOf(store, job.spec.id)) {
    const one = caseFromSteps(key, steps)
    if (one !== undefined) heard.push(one)
  }
  const spent = {
    requests: job.counters['usage.requests'] ?? 0,
    promptTokens: job.counters['usage.promptTokens'] ?? 0,
    completionTokens: job.counters['usage.completionTokens'] ?? 0,
  }
  return { job, report: calibrationReport(heard, { votes, quorum }, spent), scripted: isScripted(job.spec) }
}

/** Latest first. */
export async function readCalibrations(host: RoundHost): Promise<CalibrationView[]> {
  const jobs = (await host.jobs.list()).filter(({ spec }) => spec.kind === 'calibrate')
  return Promise.all(jobs.map((job) => viewOf(host, job)))
}
