/** Set up: an environment or a model is made, fetched or brought on a host, as a detached job. */
import { type SetUp, setUpSchema } from '#core/host/set-up.ts'
import { Detached } from '../../host/detached.ts'
import { fromFile } from '../../host/from-file.ts'
import type { Host } from '../../host/host.ts'
import type { Kit } from '../../host/kit.ts'
import type { DetachedKind, JobContext } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { broughtFor } from './bring.ts'
import { SetUpWork } from './set-up-work.ts'
import type { BringDeps, Toward } from './toward.ts'

export interface SetUpDeps extends BringDeps {
  /** @throws Failure `host.gone`, `host.notHere` */
  openHost(id: string): Promise<Host>
  readonly kit: Kit
  /** The project's name: others who look at the host see who set it up. */
  readonly project: string
  /** ISO 8601. */
  now(): string
  /** Milliseconds between two looks; a second unless named. */
  readonly lookEveryMs?: number
  /** How long a look is waited for before it is said how far it is; a second unless named. */
  readonly patienceMs?: number
}

const EVERY_MS = 1000
const PATIENCE_MS = 1000

/** The set-up of a host. What it makes stands on the host, for whoever trains there; the job is the project's. */
export const setUpKind = (deps: SetUpDeps): DetachedKind<SetUp> => ({
  drive: 'detached',
  name: 'setUp',
  version: 1,
  decodeSettings: (raw) => decodeWith(setUpSchema, raw),
  start: (context) => start(deps, context),
  outlives: () => true,
})

async function start(deps: SetUpDeps, { spec, settings }: JobContext<SetUp>): Promise<SetUpWork> {
  const host = await deps.openHost(settings.host)
  const detached = new Detached(host, deps.kit, spec.id)
  const toward: Toward = { host, kit: deps.kit, detached, job: spec.id }
  const brought = broughtFor(deps, toward, settings)
  return new SetUpWork({
    host,
    detached,
    from: fromFile(deps.project, spec.title),
    bring: brought.bring,
    clear: brought.clear,
    now: deps.now,
    everyMs: deps.lookEveryMs ?? EVERY_MS,
    patienceMs: deps.patienceMs ?? PATIENCE_MS,
  })
}
