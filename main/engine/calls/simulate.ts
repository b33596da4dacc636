import type { Handlers } from '#core/contract/contract.ts'
import { createDraw } from '#core/dialog/draw.ts'
import { requireConsent } from '../consent.ts'
import { keyName } from '../players.ts'
import { requirePrices } from '../prices.ts'
import { prepareWish, simulateWish } from '../stage-wishes.ts'
import type { EngineHost } from './engine-host.ts'

export const simulateCalls = (
  engine: EngineHost,
): Handlers<'simulate.preview' | 'simulate.start' | 'prepare.start'> => ({
  'simulate.preview': async (settings) => {
    const toolSet = await engine.project().toolSet(settings.toolSetId)
    return createDraw(settings, toolSet).preview
  },
  'simulate.start': async ({ settings, key }) => {
    await requireConsent(engine.deps, [settings.players])
    await requirePrices(engine, [settings.players], settings.budget)
    const project = engine.project()
    const toolSet = await project.toolSet(settings.toolSetId)
    // Nothing is stored for a job that cannot be drawn.
    createDraw(settings, toolSet)
    if (key !== undefined && settings.players.kind === 'endpoint') {
      await engine.deps.secrets.set(keyName(settings.players.url), key)
    }
    return project.start(simulateWish(settings, toolSet))
  },
  'prepare.start': async (settings) => {
    const project = engine.project()
    const sources = await Promise.all(settings.jobs.map((id) => project.jobs.get(id)))
    return project.start(prepareWish(settings, sources[0]?.spec.roles ?? {}))
  },
})
