/**
 * A program that makes two rounds whose model is trained on a host, until it is killed: `round-child.ts FOLDER`. FOLDER holds
 * the project, `resources` (its kit's trainer learns nothing, but copies real weights) and the kept hosts (one of them: `h`).
 * Called again it goes on. It prints a line whenever a job has gone on, and ends once both rounds are done. With a Python
 * behind FOLDER that one trains, and the model is the one in `resources`.
 */
import { join } from 'node:path'
import { roundSettingsSchema } from '#core/round/round-settings.ts'
import { presetRecipe } from '#core/training/trl-recipe.ts'
import { createEngine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { WORKER } from '#tests/helpers/project.ts'

const [folder = '', python] = process.argv.slice(2)
const engine = createEngine({
  ...{
    resourcesFolder: join(folder, 'resources'),
    sampleFolder: folder,
    workerFile: WORKER,
    appVersion: '0',
  },
  ...{ startPolicy, now: () => new Date(), hostsFolder: folder },
  push: (name) => void (name === 'job.changed' && process.stdout.write('.\n')),
  secrets: { get: async () => undefined, set: async () => undefined },
})
await engine.open(join(folder, 'project'))
const { jobs } = engine.project()
const practice = { kind: 'practice' } as const
for (const round of [1, 2]) {
  const known = (await jobs.list()).find(
    ({ spec }) => spec.kind === 'round' && spec.inputs.round === String(round),
  )
  const settings = roundSettingsSchema.parse({
    round,
    stages: ['compose', 'train', 'evaluate', 'probe', 'judge', 'expand'],
    roles: { policy: { kind: 'small' }, judges: [practice], expander: practice, checker: practice },
    trainOn: {
      ...{ host: 'h', python: python ?? '/usr/bin/python3', layout: 'small', device: 'cpu' },
      model: python === undefined ? 'models/nano' : join(folder, 'resources', 'nano'),
      recipe: {
        ...presetRecipe('thisComputer'),
        ...{ steps: 6, checkpointEvery: 2, validateEvery: 0 },
        ...(python === undefined
          ? {}
          : { prompts: 4, group: 4, microBatch: 16, validateEvery: 6, validateOn: 16 }),
      },
    },
    seed: 3,
  })
  const { id } = known?.spec ?? (await engine.handlers['round.start']({ settings }))
  const { state } = await jobs.settled(id)
  if (state.name !== 'done')
    throw new Error(`round ${round} ${state.name}: ${state.failure ?? state.pause?.detail}`)
}
await engine.end()
