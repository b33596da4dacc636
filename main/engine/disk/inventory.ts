import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Inventory, RunInventory, Stored } from '#core/disk/clean-up.ts'
import { isFinished } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { checkpointsNamedIn } from '#core/training/kept-checkpoints.ts'
import type { OpenProject } from '../open-project.ts'
import { listBackups } from '../project/folder.ts'
import { bytesOf } from '../project/part-sizes.ts'
import { readEvents, runNames } from '../training/run-folder.ts'

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Everything directly in these folders, but what `leave` says. */
async function storedIn(
  project: string,
  below: string,
  wanted: (name: string) => boolean = () => true,
): Promise<Stored[]> {
  const found: Stored[] = []
  for (const name of (await namesIn(join(project, below))).filter(wanted)) {
    const path = below === '' ? name : `${below}/${name}`
    found.push({ path, bytes: await bytesOf(join(project, path)) })
  }
  return found
}

async function runInventory(project: string, id: string, jobs: readonly JobView[]): Promise<RunInventory> {
  const below = `runs/${id}/checkpoints`
  const steps = await storedIn(project, below, (name) => /^step-\d+$/.test(name))
  const heldOut = new Map<number, number>()
  for (const event of await readEvents(join(project, 'runs', id)))
    if (event.type === 'validation' && event.total > 0) heldOut.set(event.step, event.right / event.total)
  const job = jobs.find(({ spec }) => spec.id === id)
  return {
    id,
    heldOut,
    unfinished: job !== undefined && !isFinished(job.state),
    checkpoints: steps.map(({ path, bytes }) => ({
      ...{ path, bytes, step: Number(/\d+$/.exec(path)?.[0]) },
      complete: existsSync(join(project, path, 'complete.json')),
    })),
  }
}

/** A file or folder that is made first and then renamed: its work was cut off, since no job is at work. */
const UNFINISHED = /\.(new|part|looptool-part|restored)$/
const unfinishedDataset = (name: string): boolean => name.startsWith('.')
const removedCheckpoint = (name: string): boolean => !/^step-\d+$/.test(name)

async function leftovers(project: string, runs: readonly string[]): Promise<Stored[]> {
  const folders = ['', 'backups', 'exports', 'prompts', 'runs']
  const cutOff = await Promise.all(
    folders.map((below) => storedIn(project, below, (name) => UNFINISHED.test(name))),
  )
  const removed = await Promise.all(
    runs.map((id) => storedIn(project, `runs/${id}/checkpoints`, removedCheckpoint)),
  )
  return [...cutOff.flat(), ...(await storedIn(project, 'datasets', unfinishedDataset)), ...removed.flat()]
}

/** What lies in an open project's folder. Meant for when no job is at work. */
export async function takeInventory(project: OpenProject): Promise<Inventory> {
  const { folder } = project.folder
  const jobs = await project.jobs.list()
  const runs = await runNames(join(folder, 'runs'))
  const backups = await listBackups(folder)
  return {
    runs: await Promise.all(runs.map((id) => runInventory(folder, id, jobs))),
    named: checkpointsNamedIn([jobs, project.playground.policies()]),
    exports: await storedIn(folder, 'exports', (name) => !UNFINISHED.test(name)),
    backups: backups.map(({ file, bytes }) => ({ path: `backups/${file}`, bytes })),
    leftovers: await leftovers(folder, runs),
  }
}
