/**
 * The pre-flight of a training on a host over a real sshd. Catches: a stage that passes without having looked, counts of
 * another tokenizer than the model's own, a host that is away shown as fine, a checkpoint of elsewhere taken for one that
 * is here.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Pushes } from '#core/contract/index.ts'
import type { Reader } from '#core/token/lengths-settings.ts'
import { type Flight, lightOf } from '#core/training/flight.ts'
import { hostTrainingSchema } from '#core/training/host-training.ts'
import { presetRecipe } from '#core/training/trl-recipe.ts'
import { workFolder } from '#engine/host/detached.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { draftFor } from '#tests/helpers/host-keeper.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { smallProject } from '#tests/helpers/small-project.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')
const NANO = join(RESOURCES, 'nano')
const problem = sshdProblem() ?? pythonProblem()
if (problem) console.warn(`The pre-flight over SSH is not tested here: ${problem}.`)

/** An environment's Python that answers as one with these packages would. */
function environment(file: string, facts: object): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `#!/bin/sh\ncat <<'FACTS'\n${JSON.stringify(facts)}\nFACTS\n`)
  chmodSync(file, 0o755)
}
const SOUND = { modules: { trl: '1.16.0', torch: '2.15.0' }, cuda: null, gpus: [], problem: null }

describe.skipIf(problem !== undefined)('a pre-flight', () => {
  let server: Sshd
  let temp: ReturnType<typeof tempFolder>
  let engine: Engine
  let host = ''
  let dataset = ''
  const flown = new Map<string, Flight[]>()
  const python = (): string => join(server.home, 'env/bin/python')

  beforeAll(async () => {
    server = await startSshd()
    environment(python(), SOUND)
    environment(join(server.home, 'bare/bin/python'), { ...SOUND, problem: "No module named 'trl'" })
    cpSync(NANO, join(server.home, 'models/nano 中'), { recursive: true })
    cpSync(NANO, join(server.home, 'models/half'), { recursive: true })
    writeFileSync(join(server.home, 'models/half/model.safetensors'), 'torn')
    temp = tempFolder()
    const heard = <P extends keyof Pushes>(name: P, payload: Pushes[P]): void => {
      if (name !== 'training.flown') return
      const flight = payload as Flight
      flown.set(flight.id, [...(flown.get(flight.id) ?? []), flight])
    }
    engine = createEngine({
      ...{ resourcesFolder: RESOURCES, sampleFolder: join(temp.path, 'sample'), workerFile: WORKER },
      ...{ appVersion: '0', startPolicy, now: () => new Date(), push: heard },
      hostsFolder: join(temp.path, 'hosts'),
      secrets: { get: async () => undefined, set: async () => undefined },
    })
    dataset = await smallProject(engine, join(temp.path, 'project'), 12)
    const draft = { ...draftFor(server), pricePerHour: 3.5 }
    const view = await engine.handlers['host.save']({ draft, secrets: {}, keep: 'run' })
    host = view.id
    const unknown = await (await engine.hosts.open(host)).run(['true']).catch((error) => error)
    await engine.hosts.trust(unknown.values.door, unknown.values.fingerprint, undefined)
  }, 60_000)
  afterAll(async () => {
    await engine.end()
    await server.remove()
    temp.remove()
  })

  const settingsOf = (more: object = {}) =>
    hostTrainingSchema.parse({
      ...{ dataset, host, python: python(), layout: 'small', device: 'cpu' },
      start: { kind: 'model', folder: '~/models/nano 中' },
      recipe: { ...presetRecipe('thisComputer'), steps: 8, prompts: 4, microBatch: 8 },
      ...more,
    })

  async function fly(more: object = {}): Promise<Flight> {
    const { id } = await engine.handlers['training.preflight']({ settings: settingsOf(more) })
    for (;;) {
      const last = flown.get(id)?.at(-1)
      if (last && last.state !== 'running') return last
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const codes = (flight: Flight, stage: string): string[] =>
    flight.lines.find((line) => line.stage === stage)?.findings.map(({ code }) => code) ?? []
  const findingOf = (flight: Flight, code: string) =>
    flight.lines.flatMap(({ findings }) => findings).find((one) => one.code === code)

  it('looks at all of it, stage by stage, and says what it would take', async () => {
    const flight = await fly()
    expect(flight.state).toBe('done')
    expect(lightOf(flight)).toBe('amber')
    expect(codes(flight, 'reach')).toEqual([
      'preflight.reached',
      'preflight.environmentSound',
      'preflight.modelWhole',
    ])
    expect(codes(flight, 'data')).toEqual(['preflight.notProbed', 'preflight.dataCounted'])
    expect(codes(flight, 'reward')).toEqual(['preflight.rewardSound'])
    expect(codes(flight, 'tokens')).toEqual(['preflight.tokensFit'])
    expect(codes(flight, 'memory')).toEqual(['preflight.noGpu', 'preflight.memoryFits'])
    expect(codes(flight, 'disk')).toEqual(['preflight.diskFits'])
    expect(flight.memory).toMatchObject({ fit: 'fits', error: 0.15 })
    // On a CPU, for the first time: nobody could say.
    expect(flight.estimate).toEqual({ on: 'none', measured: 0 })
    const seen = flown.get(flight.id) ?? []
    const firsts = flight.lines.map(({ stage }) =>
      seen.findIndex(({ lines }) => lines.some((line) => line.stage === stage && line.state === 'running')),
    )
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
  })

  it('counts as the small policy itself does, names what is too long, and leaves it out only as chosen', async () => {
    const reader: Reader = {
      ...{ kind: 'onHost', host, layout: 'small' },
      start: { kind: 'model', folder: 'models/nano 中' },
    }
    const lengths = async (policy: Reader) => {
      const { id } = await engine.handlers['lengths.start']({ dataset, policy })
      await engine.project().jobs.settled(id)
      return engine.handlers['lengths.of']({ dataset, policy, limit: 100 })
    }
    const there = await lengths(reader)
    const small = await lengths({ kind: 'small', checkpoint: 'base' })
    expect(there.way).toBe('exact')
    expect(there.lengths).toEqual(small.lengths)
    // Brought once, named by what they are.
    expect(readdirSync(join(temp.path, 'hosts/model-files'))).toHaveLength(1)

    const limit = there.lengths?.median ?? 0
    const recipe = { ...presetRecipe('thisComputer'), prompts: 2, maxPromptTokens: limit }
    const refused = await fly({ recipe })
    const long = findingOf(refused, 'preflight.tooLong')
    expect(long?.light).toBe('red')
    expect(long?.samples?.[0]).toBe(there.lengths?.longest[0]?.sample)
    const chosen = await fly({ recipe, leaveOutLong: true })
    expect(findingOf(chosen, 'preflight.longLeftOut')).toMatchObject({ light: 'amber', values: long?.values })
  })

  it.each([
    ['an environment that lacks TRL', { python: '~/bare/bin/python' }, 'preflight.environmentBroken'],
    ['a Python that is not there', { python: '/nowhere/python' }, 'preflight.environmentBroken'],
    ['half a model', { start: { kind: 'model', folder: 'models/half' } }, 'model.damaged'],
    ['no model', { start: { kind: 'model', folder: 'models/none' } }, 'model.damaged'],
    [
      'a checkpoint of a run that nobody knows',
      { start: { kind: 'checkpoint', run: '../x', step: 5 } },
      'training.checkpointNotFound',
    ],
    ['a GPU that is not there', { device: 'auto', gpu: 3 }, 'preflight.gpuAbsent'],
    ['a GPU where there is none', { device: 'cuda' }, 'preflight.gpuMissing'],
    ['a host that is gone', { host: 'nobody' }, 'host.gone'],
    ['a dataset that is gone', { dataset: 'nothing' }, 'dataset.notFound'],
    ['the layout of other models', { layout: 'release' }, 'preflight.layoutOdd'],
  ])('finds %s', async (_, more, code) => {
    const found = findingOf(await fly(more), code)
    expect(found?.light).toBe(code === 'preflight.layoutOdd' ? 'amber' : 'red')
  })

  it('what rests on a host that cannot be asked is not passed over in silence', async () => {
    const flight = await fly({ host: 'nobody' })
    for (const stage of ['tokens', 'memory', 'disk'])
      expect(codes(flight, stage)).toEqual(['preflight.afterReach'])
    expect(codes(flight, 'reward')).toEqual(['preflight.rewardSound'])
  })

  it('stopped, it says what it did not look at', async () => {
    const { id } = await engine.handlers['training.preflight']({ settings: settingsOf() })
    await engine.handlers['training.stopPreflight']({ id })
    const last = flown.get(id)?.at(-1)
    await new Promise((resolve) => setImmediate(resolve))
    const flight = flown.get(id)?.at(-1) ?? last
    expect(flight?.state).toBe('stopped')
    expect(flight?.lines.at(-1)?.state).toBe('skipped')
  })

  describe('with an earlier run', () => {
    let run = ''
    const there = (...more: string[]): string => join(server.home, workFolder(run), ...more)
    beforeEach(async () => {
      const start = { kind: 'model', folder: '~/models/nano 中' }
      const { id } = await engine.handlers['training.startOnHost']({
        settings: settingsOf({ start, python: '/nowhere/python' }),
      })
      await engine.project().jobs.settled(id)
      run = id
      cpSync(NANO, there('checkpoints/step-10'), { recursive: true })
      mkdirSync(there('checkpoints/step-20/merged'), { recursive: true })
      cpSync(NANO, there('checkpoints/step-20/merged'), { recursive: true })
      writeFileSync(there('checkpoints/step-20/adapter_config.json'), '{}')
      writeFileSync(there('checkpoints/step-20/complete.json'), '{}')
      // Half written: no checkpoint.
      mkdirSync(there('checkpoints/step-30'))
    })
    afterEach(async () => {
      await Promise.resolve(engine.handlers['job.cancel']({ id: run })).catch(() => undefined)
      rmSync(there(), { recursive: true, force: true })
    })

    it('offers its complete checkpoints, and starts from the whole model beside an adapter', async () => {
      const starts = await engine.handlers['training.starts']({ host })
      expect(starts.filter((one) => one.run === run).map(({ step, kind }) => [step, kind])).toEqual([
        [20, 'adapter'],
        [10, 'whole'],
      ])
      for (const step of [10, 20]) {
        const flight = await fly({ start: { kind: 'checkpoint', run, step } })
        expect(codes(flight, 'reach')).toContain('preflight.modelWhole')
      }
      const half = await fly({ start: { kind: 'checkpoint', run, step: 30 } })
      expect(codes(half, 'reach')).toEqual(['training.checkpointNotFound'])
      const away = await fly({ host: 'local', start: { kind: 'checkpoint', run, step: 10 } })
      expect(codes(away, 'reach')).toEqual(['training.checkpointElsewhere'])
    })

    it('estimates from what its steps took, and what the host costs', async () => {
      const lines = Array.from({ length: 20 }, (_, i) =>
        JSON.stringify({ step: i + 1, data: { 'time/rollout': 8, 'time/update': 2, 'time/step': 10 } }),
      )
      writeFileSync(
        join(engine.project().folder.folder, 'runs', run, 'metrics.jsonl'),
        `${lines.join('\n')}\n`,
      )
      const { estimate } = await fly()
      expect(estimate).toMatchObject({ on: 'runs', measured: 20 })
      const [low = 0, high = 0] = estimate?.step ?? []
      expect(low).toBeLessThan(10)
      expect(high).toBeGreaterThan(10)
      const [least = 0] = estimate?.total ?? []
      expect(estimate?.micros?.[0]).toBe(Math.round((least * 3.5e6) / 3600))
    })
  })

  it('a recipe goes into a file and comes back, and what is no recipe is told', async () => {
    const file = join(temp.path, 'my recipe.yaml')
    const recipe = { ...presetRecipe('smallGpuFull'), steps: 7 }
    await engine.handlers['training.writeRecipe']({ file, recipe })
    expect(await engine.handlers['training.readRecipe']({ file })).toEqual(recipe)
    const code = async (path: string): Promise<unknown> =>
      Promise.resolve(engine.handlers['training.readRecipe']({ file: path })).catch((error) => error.code)
    expect(await code(join(temp.path, 'none.yaml'))).toBe('file.notFound')
    writeFileSync(file, 'stepz: 3\n')
    expect(await code(file)).toBe('recipe.field')
    const nowhere = join(temp.path, 'no folder/r.yaml')
    await expect(engine.handlers['training.writeRecipe']({ file: nowhere, recipe })).rejects.toMatchObject({
      code: 'file.unwritable',
    })
  })

  it('a host that is away is red, in the words of its failure', async () => {
    await server.stop()
    const flight = await fly()
    const line = flight.lines.find(({ stage }) => stage === 'reach')
    expect(line?.light).toBe('red')
    expect(line?.findings[0]?.code).toMatch(/^host\./)
    await server.start()
  })
})
