/** What stands on a host: environments, models and work, asked of its kit. */
import type { Freed, HostEnvironments, HostModels } from '#core/contract/set-up-views.ts'
import { Failure } from '#core/failure/failure.ts'
import {
  environmentEventSchema,
  environmentOf,
  lockEventSchema,
  lockOf,
  roomEventSchema,
} from '#core/host/environment.ts'
import { type WorkEvent, workEventSchema } from '#core/host/found-work.ts'
import { HUB, modelEventSchema, modelOf, type OfferedModel } from '#core/host/host-model.ts'
import { freedSchema } from '#core/host/kit-event.ts'
import type { Host } from './host.ts'
import type { Kit } from './kit.ts'
import { eventsOf, kitAction } from './kit-action.ts'

/** A folder of many gigabytes takes a while to be removed. */
const REMOVE_MS = 10 * 60_000

export class Inventory {
  private readonly host: Host
  private readonly kit: Kit

  constructor(host: Host, kit: Kit) {
    this.host = host
    this.kit = kit
  }

  /** @throws Failure `host.*` */
  async environments(): Promise<HostEnvironments> {
    const events = await kitAction(this.host, this.kit, { script: 'install.py', config: { action: 'list' } })
    const locks = eventsOf(events, lockEventSchema).map(lockOf)
    const environments = eventsOf(events, environmentEventSchema).map((one) => environmentOf(one, locks))
    const [room] = eventsOf(events, roomEventSchema)
    return {
      environments: environments.sort((a, b) => Number(b.complete) - Number(a.complete)),
      locks,
      free: room?.free ?? 0,
      uv: room?.uv ?? false,
    }
  }

  async removeEnvironment(name: string): Promise<Freed> {
    return this.remove('install.py', { name })
  }

  /** @throws Failure `host.*` */
  async models(): Promise<HostModels> {
    const events = await kitAction(this.host, this.kit, { script: 'models.py', config: { action: 'list' } })
    const [room] = eventsOf(events, roomEventSchema)
    return { models: eventsOf(events, modelEventSchema).map(modelOf), free: room?.free ?? 0 }
  }

  async removeModel(name: string): Promise<Freed> {
    return this.remove('models.py', { name })
  }

  /**
   * What a hub says of a model, asked from the host.
   *
   * @param token goes to that hub alone
   * @throws Failure `host.*`, `hub.*`
   */
  async lookAtModel(
    name: string,
    { hub = HUB, revision, token }: { hub?: string; revision?: string; token?: string },
  ): Promise<OfferedModel> {
    const events = await kitAction(this.host, this.kit, {
      script: 'models.py',
      config: {
        ...{ action: 'look', name, hub },
        ...(revision === undefined ? {} : { revision }),
        ...(token === undefined ? {} : { token: 'stdin' }),
      },
      ...(token === undefined ? {} : { secret: token }),
    })
    const [told] = eventsOf(events, modelEventSchema)
    const [room] = eventsOf(events, roomEventSchema)
    if (!told || !room) throw new Failure('hub.odd', { hub }, JSON.stringify(events).slice(0, 2000))
    return {
      ...{ name, hub, bytes: told.bytes, complete: told.complete, free: room.free },
      revision: told.revision ?? '',
      licence: told.licence ?? null,
      gated: told.gated ?? false,
      files: told.files ?? 0,
    }
  }

  /** What stands in the jobs folder, the latest first. @throws Failure `host.*` */
  async work(): Promise<{ readonly work: readonly WorkEvent[]; readonly free: number }> {
    const events = await kitAction(this.host, this.kit, { script: 'work.py', config: { action: 'list' } })
    const work = eventsOf(events, workEventSchema).sort((a, b) => b.at.localeCompare(a.at))
    return { work, free: eventsOf(events, roomEventSchema)[0]?.free ?? 0 }
  }

  /** @throws Failure `host.*`, `work.running` */
  removeWork(id: string): Promise<Freed> {
    return this.remove('work.py', { id })
  }

  private async remove(
    script: 'install.py' | 'models.py' | 'work.py',
    what: Readonly<Record<string, string>>,
  ): Promise<Freed> {
    const config = { action: 'remove', ...what }
    const events = await kitAction(this.host, this.kit, { script, config, timeoutMs: REMOVE_MS })
    return { freed: Math.max(0, eventsOf(events, freedSchema)[0]?.bytes ?? 0) }
  }
}
