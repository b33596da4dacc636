/** Sets up a host from the command line, as jobs of a project; ended before that, a verb that is called again goes on. */
import { resolve } from 'node:path'
import type { CallInput } from '#core/contract/index.ts'
import { type SetUp, setUpSchema } from '#core/host/set-up.ts'
import { isFinished } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import type { Engine } from '#engine/index.ts'
import { type Arguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer } from './job-answer.ts'
import { openOrCreate, type Session, withEngine } from './session.ts'

type Settings = CallInput<'setUp.start'>['settings']

interface Wish {
  readonly given: Arguments
  readonly host: string
  readonly what: string | undefined
}

/** What each verb asks for. @throws UsageError */
const WISHES: Readonly<Record<string, (wish: Wish) => Settings>> = {
  install: ({ given, host }) => ({
    ...{ make: 'environment', host, lock: given.text('lock') ?? 'small', carry: given.flag('carry') },
    ...texts(given, ['index', 'python']),
  }),
  fetch: ({ given, host, what }) => ({
    ...{ make: 'model', host, model: needed(what, 'host fetch needs the name of a model') },
    ...texts(given, ['hub', 'revision']),
  }),
  upload: ({ given, host, what }) => {
    const folder = resolve(needed(what, 'host upload needs a folder of this computer'))
    return { make: 'uploadedModel', host, folder, model: given.text('as') ?? lastName(folder) }
  },
  adopt: ({ given, host, what }) => {
    const python = given.text('python')
    if (python !== undefined)
      return { make: 'ownEnvironment', host, lock: given.text('lock') ?? 'small', python }
    const path = needed(what, 'host adopt needs a folder of the host, or --python PATH')
    return { make: 'ownModel', host, path, model: given.text('as') ?? lastName(path) }
  },
}

export const SET_UP_VERBS = Object.keys(WISHES)

const needed = (value: string | undefined, why: string): string => {
  if (value === undefined) throw new UsageError(why)
  return value
}
const lastName = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? path
function texts(given: Arguments, names: readonly string[]): Readonly<Record<string, string>> {
  const read: Record<string, string> = {}
  for (const name of names) {
    const value = given.text(name)
    if (value !== undefined) read[name] = value
  }
  return read
}

/** @param host id of a kept host */
export async function setUpHost(verb: string, wish: Wish): Promise<string> {
  const { given } = wish
  const project = given.text('project')
  if (project === undefined)
    throw new UsageError(`host ${verb} needs --project: the making is a job, and a job is kept by a project`)
  const read = setUpSchema.safeParse(WISHES[verb]?.(wish))
  if (!read.success)
    throw new UsageError(
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const settings = read.data
  return withEngine({ resumeJobs: true }, async (session) => {
    await openOrCreate(session.engine, resolve(project))
    const view = await finished(session, settings)
    expectDone(view)
    return given.flag('json') ? JSON.stringify(jobAnswer(view)) : view.spec.id
  })
}

/** Goes on with the same set-up where an earlier call left one. */
async function finished({ engine, settle }: Session, settings: SetUp): Promise<JobView> {
  const left = (await engine.handlers['job.list'](undefined)).find(
    (job) => isSame(job, settings) && !isFinished(job.state),
  )
  const id = left?.spec.id ?? (await engine.handlers['setUp.start']({ settings })).id
  if (left?.state.name === 'paused' || left?.state.name === 'failed')
    await engine.handlers['job.resume']({ id })
  const tell = setInterval(() => void progress(engine, id).catch(() => undefined), 2000)
  try {
    return await settle(id)
  } finally {
    clearInterval(tell)
  }
}

const isSame = ({ spec }: JobView, settings: SetUp): boolean =>
  spec.kind === 'setUp' &&
  JSON.stringify(setUpSchema.safeParse(spec.settings).data) === JSON.stringify(settings)

async function progress(engine: Engine, id: string): Promise<void> {
  const view = await engine.handlers['job.get']({ id })
  const { inside } = view
  if (!inside) return
  const share = inside.total > 0 ? ` ${Math.floor((100 * inside.done) / inside.total)} %` : ''
  process.stderr.write(`${inside.phase ?? view.state.name}${share}\n`)
}
