/**
 * Samples of the sample project, made as the app makes them: a project, its small tools, simulate and prepare. No
 * sample here is part of the small policy's pre-training: its tools are not.
 *
 *     node scripts/run.mjs scripts/nano/sample-project-set.ts OUT.jsonl [DIALOGS] [SEED]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pushes, PushName } from '#core/contract/index.ts'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import { SMALL_PREPARE, SMALL_SIMULATE } from '#core/nano/sample-settings.ts'
import type { Sample } from '#core/sample/sample.ts'
import { readSamples } from '#engine/dataset/read-samples.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'

const ROOT = join(import.meta.dirname, '..', '..')
export const SMALL_TOOLS_FILE = join(ROOT, 'resources', 'sample', 'small-tools.json')

/** The set that says how good a policy is: large enough for ±3 points, and of a seed that no project uses. */
export const HELD_OUT = { dialogs: 1000, seed: 20_260_704 }

/** Names of the sample project's tools, for pre-training to stay away from. */
export async function smallToolNames(): Promise<ReadonlySet<string>> {
  const { tools } = await importFiles([SMALL_TOOLS_FILE])
  return new Set(tools.map(({ name }) => name))
}

async function saveTools(engine: Engine): Promise<string> {
  const draft = await engine.handlers['toolSet.read']({ paths: [SMALL_TOOLS_FILE] })
  return (
    await engine.handlers['toolSet.save']({ draftId: draft.draftId, name: 'Small tools', leaveOut: [] })
  ).id
}

async function prepared(engine: Engine, dialogs: number, seed: number): Promise<Sample[]> {
  const toolSetId = await saveTools(engine)
  const settings = simulateSettingsSchema.parse({
    ...SMALL_SIMULATE,
    toolSetId,
    count: dialogs,
    seed,
    players: { kind: 'practice', wrongVotes: 0 },
  })
  const { jobs, folder } = engine.project()
  const simulated = await engine.handlers['simulate.start']({ settings })
  await jobs.settled(simulated.id)
  const { id } = await engine.handlers['prepare.start']({
    name: 'Held out',
    jobs: [simulated.id],
    testShare: 0,
    seed: 1,
    ...SMALL_PREPARE,
  })
  await jobs.settled(id)
  const dataset = (await engine.handlers['dataset.list'](undefined)).find(({ job }) => job === id)
  if (dataset === undefined) throw new Error('the prepare job made no dataset')
  return Array.fromAsync(readSamples(join(folder.folder, 'datasets', dataset.hash), 'all'))
}

/** Samples of so many dialogs; the same for the same seed. */
export async function sampleProjectSamples(dialogs: number, seed: number): Promise<Sample[]> {
  const folder = await mkdtemp(join(tmpdir(), 'looptool-small-'))
  const engine = createEngine({
    resourcesFolder: join(ROOT, 'resources'),
    sampleFolder: join(folder, 'sample'),
    workerFile: new URL('../../main/engine/project/store-worker.ts', import.meta.url),
    appVersion: '0',
    startPolicy,
    now: () => new Date(0),
    push: <P extends PushName>(_name: P, _payload: Pushes[P]) => undefined,
    secrets: { get: async () => undefined, set: async () => undefined },
  })
  try {
    await engine.handlers['project.create']({ name: 'Small', folder: join(folder, 'project') })
    return await prepared(engine, dialogs, seed)
  } finally {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.filename === process.argv[1]) {
  const [, , file, dialogs, seed] = process.argv
  if (file === undefined) throw new Error('say where to write: OUT.jsonl [DIALOGS] [SEED]')
  const samples = await sampleProjectSamples(
    Number(dialogs ?? HELD_OUT.dialogs),
    Number(seed ?? HELD_OUT.seed),
  )
  await writeFile(file, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''))
  process.stdout.write(`${samples.length} samples of ${file}, ${(await readFile(file)).length} bytes\n`)
}
