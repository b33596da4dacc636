import { resolve } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { allowedMoves } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { Meter } from '#engine/job/meter.ts'
import { itemCounts, listJobs, readCounters } from '#engine/job/records.ts'
import { databaseOf, readProjectFile } from '#engine/project/folder.ts'
import { openReader } from '#engine/project/sqlite-store.ts'
import { readArguments, UsageError } from './arguments.ts'
import { jobAnswer } from './job-answer.ts'
import { withEngine } from './session.ts'

/** The project's jobs as recorded, even while another LoopTool has the project open. */
export async function statusVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, { project: { type: 'string' }, json: { type: 'boolean' } })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('status needs --project and no files')
  const jobs = (await jobsOf(resolve(project))).map(jobAnswer)
  if (given.flag('json')) return JSON.stringify({ jobs })
  return jobs.map((job) => `${job.kind} ${job.state} ${JSON.stringify(job.counts)}`).join('\n') || 'no jobs'
}

/** Reasons that keep a project from being opened, but not from being read. */
const READABLE: ReadonlySet<string> = new Set(['project.locked', 'project.unwritable'])

async function jobsOf(folder: string): Promise<JobView[]> {
  try {
    return await withEngine({ resumeJobs: false }, async ({ engine }) => {
      await engine.open(folder)
      return engine.handlers['job.list'](undefined)
    })
  } catch (error) {
    if (!(error instanceof Failure && READABLE.has(error.code))) throw error
    return readOnly(folder)
  }
}

async function readOnly(folder: string): Promise<JobView[]> {
  await readProjectFile(folder)
  const store = await openReader(
    new URL('../engine/project/store-worker.ts', import.meta.url),
    databaseOf(folder),
  )
  const views: JobView[] = []
  const jobs = await listJobs(store)
  const meter = new Meter()
  await meter.load(store, jobs)
  for (const { number, spec, state } of jobs) {
    const counters = { ...(await readCounters(store, number)), ...meter.stagesOf(spec.id) }
    const counts = itemCounts(state.planned, counters)
    views.push({ spec, state, counts, counters, active: 0, moves: allowedMoves(state, counts.failed) })
  }
  await store.close()
  return views
}
