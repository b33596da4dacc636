/** The engine as the command line holds it: one project, no window, keys from the environment only. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Pushes, PushName } from '#core/contract/index.ts'
import { budgetOf } from '#core/job/budget.ts'
import type { Budget } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { startPolicy } from './small-policy-child.ts'
import { endpointsFile, userDataFolder } from './user-data.ts'

/** The key of an endpoint; an argument would be seen in process lists. */
export const KEY_VARIABLE = 'LOOPTOOL_ENDPOINT_KEY'

/** The password of a host, or the passphrase of its key. */
const HOST_VARIABLE = 'LOOPTOOL_HOST_SECRET'

/** The token of a model hub. */
const HUB_VARIABLE = 'LOOPTOOL_HUB_TOKEN'

/** Nobody must be sent what is another's. */
const secretVariable = (name: string): string =>
  name.startsWith('host ') ? HOST_VARIABLE : name.startsWith('hub ') ? HUB_VARIABLE : KEY_VARIABLE

/** A small policy of one's own (a folder that `npm run nano:make` or a training has written). */
const POLICY_VARIABLE = 'LOOPTOOL_POLICY'

export const RESOURCES = join(import.meta.dirname, '..', '..', 'resources')

export interface Session {
  readonly engine: Engine
  /** Resolves with the job's view once it stands still, telling its progress on standard error. */
  settle(id: string): Promise<JobView>
}

export interface SessionWish {
  /** Jobs of an earlier run go on when the project is opened. */
  readonly resumeJobs: boolean
  readonly sampleFolder?: string
}

const progressLine = ({ spec, counts, state }: JobView): string =>
  `${spec.kind} ${state.name}: ${counts.planned} planned = ${counts.waiting} waiting + ${counts.done} done + ${counts.dropped} dropped + ${counts.failed} failed`

/** Runs `work` with an engine, and closes the engine whatever happens. */
export async function withEngine<T>(wish: SessionWish, work: (session: Session) => Promise<T>): Promise<T> {
  const shown = new Map<string, string>()
  const show = (view: JobView): void => {
    const line = progressLine(view)
    if (shown.get(view.spec.id) !== line) process.stderr.write(`${line}\n`)
    shown.set(view.spec.id, line)
  }
  const policyFolder = process.env[POLICY_VARIABLE]
  const engine = createEngine({
    resourcesFolder: RESOURCES,
    sampleFolder: wish.sampleFolder ?? join(homedir(), 'LoopTool', 'Sample project'),
    workerFile: new URL('../engine/project/store-worker.ts', import.meta.url),
    appVersion: packageJson.version,
    startPolicy,
    ...(policyFolder ? { policyFolder } : {}),
    now: () => new Date(),
    push: <P extends PushName>(name: P, payload: Pushes[P]) => {
      if (name === 'job.changed' && process.stderr.isTTY) show(payload as JobView)
    },
    secrets: { get: async (name) => process.env[secretVariable(name)], set: async () => undefined },
    resumeJobs: wish.resumeJobs,
    endpointsFile: endpointsFile(),
    hostsFolder: userDataFolder(),
  })
  const settle = async (id: string): Promise<JobView> => {
    const view = await engine.project().jobs.settled(id)
    show(view)
    return view
  }
  const stop = (): void => {
    void engine.end().finally(() => process.exit(1))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await work({ engine, settle })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await engine.end()
  }
}

/** Opens the project in a folder, making it when there is none. */
export async function openOrCreate(engine: Engine, path: string): Promise<void> {
  const folder = resolve(path)
  if (existsSync(join(folder, 'project.json'))) await engine.open(folder)
  else await engine.handlers['project.create']({ name: basename(folder), folder })
}

/** What an earlier run left unfinished: it only waits to be gone on with; at a cap, with a higher one. */
export function isLeft({ state }: JobView, budget: Budget): boolean {
  const { name, pause } = state
  if (name === 'queued' || name === 'running') return true
  const raised = pause?.reason === 'budget' && Object.keys(budget).length > 0
  return pause?.reason === 'disk' || pause?.reason === 'pilot' || raised
}

/**
 * The job of a kind that an earlier run left unfinished, or a new one: a killed verb goes on when it is called again.
 *
 * @param budget caps for the job from here on; none: its own stand
 */
export async function goOnOrStart(
  engine: Engine,
  kind: string,
  start: () => Promise<{ id: string }>,
  budget: Budget = {},
): Promise<string> {
  const left = (await engine.handlers['job.list'](undefined)).find(
    (job) => job.spec.kind === kind && isLeft(job, budget),
  )
  if (!left) return (await start()).id
  process.stderr.write(`going on with the unfinished ${kind} job; its own settings stand\n`)
  if (left.state.name === 'paused') await goOn(engine, left, budget)
  return left.spec.id
}

/** @param budget caps from here on, beside those that stand */
export async function goOn(engine: Engine, { spec, state }: JobView, budget: Budget): Promise<void> {
  const raised = { ...budgetOf({ spec, state }), ...budget }
  const caps = Object.keys(budget).length === 0 ? {} : { budget: raised }
  await engine.handlers['job.resume']({ id: spec.id, ...caps })
}
