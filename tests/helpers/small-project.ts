/** A project whose samples the small policy can read: its tools, dialogs of practice roles, a dataset. */
import { fileURLToPath } from 'node:url'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { SMALL_PREPARE, SMALL_SIMULATE } from '#core/nano/sample-settings.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { WORKER } from './project.ts'

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url))

/** @param hostsFolder of kept hosts, whose keys were trusted */
export const engineWith = (policyFolder: string, sampleFolder: string, hostsFolder?: string): Engine =>
  createEngine({
    resourcesFolder: RESOURCES,
    policyFolder,
    sampleFolder,
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(),
    push: () => undefined,
    secrets: { get: async () => undefined, set: async () => undefined },
    ...(hostsFolder === undefined ? {} : { hostsFolder }),
  })

/** @returns the id of the dataset */
export async function smallProject(engine: Engine, folder: string, dialogs: number): Promise<string> {
  const { handlers } = engine
  await handlers['project.create']({ name: 'Small', folder })
  const draft = await handlers['toolSet.read']({ paths: [`${RESOURCES}/sample/small-tools.json`] })
  const toolSet = await handlers['toolSet.save']({ draftId: draft.draftId, name: 'Tools', leaveOut: [] })
  const settings = simulateSettingsSchema.parse({
    ...SMALL_SIMULATE,
    toolSetId: toolSet.id,
    count: dialogs,
    seed: 1,
    players: { kind: 'practice', wrongVotes: 0 },
  })
  const simulated = await handlers['simulate.start']({ settings })
  await engine.project().jobs.settled(simulated.id)
  const prepared = await handlers['prepare.start']({
    ...SMALL_PREPARE,
    ...{ name: 'Samples', jobs: [simulated.id], testShare: 0.2, seed: 1 },
  })
  await engine.project().jobs.settled(prepared.id)
  const [dataset] = await handlers['dataset.list'](undefined)
  if (!dataset) throw new Error('no dataset was made')
  return dataset.id
}
