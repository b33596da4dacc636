import { randomUUID } from 'node:crypto'
import type { Handlers } from '#core/contract/contract.ts'
import { createDraw } from '#core/dialog/draw.ts'
import type { PrepareSettings, SimulateSettings } from '#core/dialog/settings.ts'
import { DIALOG_ROLES } from '#core/endpoint/role.ts'
import type { JobSpec } from '#core/job/job.ts'
import { keyName } from '../players.ts'
import type { EngineHost } from './engine-host.ts'

const newSpec = (
  engine: EngineHost,
  kind: string,
  title: string,
  seed: number,
): Pick<
  JobSpec,
  'id' | 'kind' | 'kindVersion' | 'title' | 'seed' | 'appVersion' | 'createdAt' | 'budget'
> => ({
  id: randomUUID(),
  kind,
  kindVersion: 1,
  title,
  seed,
  budget: {},
  appVersion: engine.deps.appVersion,
  createdAt: engine.deps.now().toISOString(),
})

async function simulateSpec(engine: EngineHost, settings: SimulateSettings): Promise<JobSpec> {
  const project = engine.project()
  const toolSet = await project.toolSet(settings.toolSetId)
  const { players, budget } = settings
  const player =
    players.kind === 'practice'
      ? { endpoint: 'practice', model: 'practice', scripted: true }
      : { endpoint: players.url, model: players.model, scripted: false }
  return {
    ...newSpec(engine, 'simulate', `${settings.count} × ${toolSet.name}`, settings.seed),
    inputs: { toolSet: toolSet.id, toolSetHash: toolSet.hash },
    prompts: await project.promptHashes(),
    roles: Object.fromEntries(DIALOG_ROLES.map((role) => [role, player])),
    settings,
    budget: {
      ...(budget.tokens === undefined ? {} : { tokens: budget.tokens }),
      ...(budget.seconds === undefined ? {} : { seconds: budget.seconds }),
    },
    concurrency: settings.concurrency,
  }
}

async function prepareSpec(engine: EngineHost, settings: PrepareSettings): Promise<JobSpec> {
  const project = engine.project()
  const sources = await Promise.all(settings.jobs.map((id) => project.jobs.get(id)))
  return {
    ...newSpec(engine, 'prepare', settings.name, settings.seed),
    inputs: Object.fromEntries(settings.jobs.map((id, i) => [`dialogs.${i}`, id])),
    prompts: await project.promptHashes(),
    // Whose words the samples hold: a scripted player stays named as such all the way.
    roles: sources[0]?.spec.roles ?? {},
    settings,
    concurrency: 1,
  }
}

export const simulateCalls = (
  engine: EngineHost,
): Handlers<'simulate.preview' | 'simulate.start' | 'prepare.start'> => ({
  'simulate.preview': async (settings) => {
    const toolSet = await engine.project().toolSet(settings.toolSetId)
    return createDraw(settings, toolSet).preview
  },
  'simulate.start': async ({ settings, key }) => {
    const spec = await simulateSpec(engine, settings)
    // Nothing is stored for a job that cannot be drawn.
    createDraw(settings, await engine.project().toolSet(settings.toolSetId))
    if (key !== undefined && settings.players.kind === 'endpoint') {
      await engine.deps.secrets.set(keyName(settings.players.url), key)
    }
    await engine.project().jobs.start(spec)
    return { id: spec.id }
  },
  'prepare.start': async (settings) => {
    const spec = await prepareSpec(engine, settings)
    await engine.project().jobs.start(spec)
    return { id: spec.id }
  },
})
