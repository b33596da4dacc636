import type { Handlers } from '#core/contract/contract.ts'
import { expectReachable } from '#core/judge/vote.ts'
import { rolePlayer } from '#core/round/role-players.ts'
import type { Player } from '#core/round/round-settings.ts'
import { requireConsent } from '../consent.ts'
import { keepKeys } from '../players.ts'
import { requirePrices } from '../prices.ts'
import { findDataset } from '../project/dataset-records.ts'
import { readCalibrations } from '../round/calibrations.ts'
import { courtPage, readAccuracy, readCase } from '../round/court.ts'
import { removedPage } from '../round/removed.ts'
import { sayWord, takeWordBack } from '../round/words.ts'
import { calibrateWish, checkWish, filterWish } from '../stage-wishes.ts'
import type { EngineHost } from './engine-host.ts'

type CourtCall = Extract<
  keyof Handlers,
  `court.${string}` | `calibrate.${string}` | `check.${string}` | `filter.${string}`
>

const played = (players: readonly Player[]) => players.map(rolePlayer)

/** What a job over a dataset is called. @throws Failure `dataset.notFound` */
const nameOf = async (engine: EngineHost, dataset: string): Promise<string> =>
  (await findDataset(engine.project().folder.store, dataset)).name

export const courtCalls = (engine: EngineHost): Handlers<CourtCall> => ({
  'court.page': (query) => courtPage(engine.project().host, query),
  'court.case': (query) => readCase(engine.project().host, query),
  'court.overrule': (word) => sayWord(engine.project().host, word),
  'court.undo': (query) => takeWordBack(engine.project().host, query),
  'court.accuracy': ({ job }) => readAccuracy(engine.project().host, job),
  'calibrate.start': async ({ settings, judges, keys, limits }) => {
    expectReachable(settings)
    await requireConsent(engine.deps, judges)
    await requirePrices(engine, judges, limits.budget)
    await keepKeys(engine.deps.secrets, keys)
    const roles = { judge: played(judges) }
    return engine.project().start({
      ...calibrateWish(await nameOf(engine, settings.dataset), { ...settings, judges: judges.length }, roles),
      ...limits,
    })
  },
  'calibrate.list': () => readCalibrations(engine.project().host),
  'check.start': async ({ settings, checker, keys, limits }) => {
    await requireConsent(engine.deps, [checker])
    await requirePrices(engine, [checker], limits.budget)
    await keepKeys(engine.deps.secrets, keys)
    return engine.project().start({
      ...checkWish(await nameOf(engine, settings.dataset), settings, { checker: played([checker]) }, 1),
      ...limits,
    })
  },
  'filter.start': async (settings) => {
    const project = engine.project()
    const roles =
      settings.checkJob === undefined ? {} : (await project.jobs.get(settings.checkJob)).spec.roles
    return project.start(filterWish(settings, roles))
  },
  'filter.removed': (query) => removedPage(engine.project().host, query),
})
