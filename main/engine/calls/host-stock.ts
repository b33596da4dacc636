import type { Handlers } from '#core/contract/contract.ts'
import type { HubToken } from '#core/contract/set-up-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { type FoundWork, type WorkEvent, workStateOf } from '#core/host/found-work.ts'
import { HUB } from '#core/host/host-model.ts'
import { tokenName } from '#core/host/set-up.ts'
import { isFinished } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { checkpointsNamedIn } from '#core/training/kept-checkpoints.ts'
import { Detached } from '../host/detached.ts'
import { Inventory } from '../host/inventory.ts'
import type { KeptHosts } from '../kept-hosts.ts'
import { setUpWish } from '../stage-wishes.ts'
import type { EngineHost } from './engine-host.ts'

/** What stands on a host; the other calls about hosts are about the way there. */
export type StockCall =
  | `host.${'environments' | 'removeEnvironment' | 'models' | 'removeModel' | 'lookModel'}`
  | `host.${'hubToken' | 'keepToken' | 'work' | 'stopWork' | 'removeWork' | 'followWork'}`

/** What is made there, is made by a job of the open project. */
export const setUpCalls = (engine: EngineHost, hosts: KeptHosts): Handlers<'setUp.start'> => ({
  'setUp.start': async ({ settings }) => {
    // A host that is gone is said now, not by a job that fails.
    await hosts.open(settings.host)
    return engine.project().start(setUpWish(settings))
  },
})

/** Environments, models and work are the host's: these calls need no open project. */
export function hostStockCalls(engine: EngineHost, hosts: KeptHosts): Handlers<StockCall> {
  const { deps } = engine
  /** A person waits: what could not be reached is tried at once. */
  const on = async (id: string): Promise<Inventory> => {
    hosts.wake()
    return new Inventory(await hosts.open(id), hosts.kit)
  }
  const tokenOf = async (hub = HUB): Promise<HubToken> => ({
    hub,
    place: (await deps.keyring?.place(tokenName(hub))) ?? 'none',
  })
  const jobs = async (): Promise<readonly JobView[]> => (await engine.projectIfOpen?.jobs.list()) ?? []

  return {
    'host.environments': async ({ id }) => (await on(id)).environments(),
    'host.removeEnvironment': async ({ id, name }) => (await on(id)).removeEnvironment(name),
    'host.models': async ({ id }) => (await on(id)).models(),
    'host.removeModel': async ({ id, model }) => (await on(id)).removeModel(model),
    'host.lookModel': async ({ id, model, hub = HUB, revision }) => {
      const token = await deps.secrets.get(tokenName(hub))
      return (await on(id)).lookAtModel(model, {
        hub,
        ...(revision === undefined ? {} : { revision }),
        ...(token === undefined ? {} : { token }),
      })
    },
    'host.hubToken': ({ hub }) => tokenOf(hub),
    'host.keepToken': async ({ hub = HUB, token, keep }) => {
      if (token === undefined) await deps.keyring?.forget(tokenName(hub))
      else await deps.secrets.set(tokenName(hub), token, keep === 'run')
      return tokenOf(hub)
    },
    'host.work': async ({ id }) => {
      const mine = new Set((await jobs()).map(({ spec }) => spec.id))
      const { work, free } = await (await on(id)).work()
      return { work: work.map((one) => found(one, mine)), free }
    },
    'host.stopWork': async ({ id, work }) => {
      if ((await jobs()).some((job) => job.spec.id === work && !isFinished(job.state)))
        throw new Failure('work.isJob')
      hosts.wake()
      await new Detached(await hosts.open(id), hosts.kit, work).end()
    },
    'host.followWork': async ({ id, work }) => {
      const project = engine.project()
      if (project.readOnly !== undefined) throw new Failure('project.readOnly')
      // What a job of the project follows already needs nobody else.
      if ((await jobs()).some(({ spec }) => spec.id === work)) return { run: work }
      hosts.wake()
      return { run: await project.followed.follow(id, work) }
    },
    'host.removeWork': async ({ id, work }) => {
      const all = await jobs()
      const job = all.find(({ spec }) => spec.id === work)
      if (job && !isFinished(job.state)) throw new Failure('work.isJob')
      const named = checkpointsNamedIn([all, (await engine.projectIfOpen?.playground.policies()) ?? []])
      if (named.some(({ run }) => run === work) || all.some(({ spec }) => namesFolder(spec.settings, work)))
        throw new Failure('work.named')
      return (await on(id)).removeWork(work)
    },
  }
}

function found({ type: _, word, rebooted, state, ...work }: WorkEvent, mine: ReadonlySet<string>): FoundWork {
  return { ...work, state: workStateOf({ state, code: work.code, rebooted, word }), mine: mine.has(work.id) }
}

/** Whether settings name something in the folder of a work on a host, such as a checkpoint to start from. */
const namesFolder = (settings: unknown, work: string): boolean =>
  (JSON.stringify(settings) ?? '').includes(`/jobs/${work}/`)
