/**
 * The host kit trains the small policy with the real TRL on the CPU: killed at random moments and resumed it ends as an
 * undisturbed run does, to the last bit of weights, optimizer, rollouts and metrics.
 * Run: node scripts/run.mjs tests/real/host-kit/check.ts [--kills N] [--only warm|prompts] [--make]
 */
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALGORITHMS, presetRecipe, TRL_PRESETS, trlConfig, withAlgorithm } from '#core/training/trl-recipe.ts'
import { sampleProjectSamples } from '../../../scripts/nano/sample-project-set.ts'
import { findPython, LACKING, TRL_PYTHON } from '../environment.ts'
import { promptTokens } from './prompt-tokens.ts'
import {
  curve,
  eventsOf,
  killHard,
  makeRun,
  results,
  stepsWritten,
  type Trainer,
  train,
  untilEvent,
  untilStep,
  writeRows,
} from './runs.ts'

const ROOT = join(import.meta.dirname, '../../..')
const STEPS = 12
const SEED = 7

const problems: string[] = []
function expectThat(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? 'yes' : 'NO '}  ${what}`)
  if (!isTrue) problems.push(what)
}

/** Numbers from 0 to 1, the same every time. */
function* dice(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

const configOf = (work: string, more: object = {}): object => ({
  ...trlConfig({
    ...presetRecipe('thisComputer'),
    ...{ steps: STEPS, prompts: 2, group: 4, microBatch: 4, maxTokens: 24, updates: 2, warmUp: 2 },
    ...{ checkpointEvery: 3, keepLast: 2, validateEvery: 6, validateOn: 6 },
  }),
  ...{ model: join(work, 'small'), rows: join(work, 'rows.jsonl'), seed: SEED, device: 'cpu', threads: 1 },
  ...more,
})

const LORA = { lora: { r: 4, lora_alpha: 8 } }

async function undisturbed(trainer: Trainer, name: string, more: object = {}): Promise<string> {
  const folder = await makeRun(trainer, name, configOf(trainer.work, more) as never)
  const running = train(trainer, folder)
  const code = await running.ended
  expectThat(code === 0, `${name} ends with 0`)
  if (code !== 0) console.log(running.said().slice(-3000))
  return folder
}

/** Kills at random moments until the run has ended by itself; each attempt lives at least until its first word. */
async function killed(trainer: Trainer, name: string, kills: number, more: object = {}): Promise<string> {
  const folder = await makeRun(trainer, name, configOf(trainer.work, more) as never)
  const random = dice(SEED)
  for (let kill = 0; kill < kills; kill++) {
    const running = train(trainer, folder)
    const at = (stepsWritten(folder).at(-1) ?? 0) + Math.floor(random.next().value * 3)
    await untilStep(running, folder, Math.min(at, STEPS - 1))
    const wait = random.next().value * 700
    const end = await Promise.race([
      running.ended,
      new Promise((resolve) => setTimeout(resolve, wait, 'alive')),
    ])
    if (end !== 'alive') break
    killHard(running)
    await running.ended
  }
  expectThat((await train(trainer, folder).ended) === 0, `${name}: the last attempt ends with 0`)
  console.log(`${name}: steps as written ${stepsWritten(folder).join(' ')}`)
  return folder
}

/** Rollouts, weights and optimizer of a step that are not the same in both runs. */
async function differing(one: string, other: string, step: number, weights: string): Promise<string[]> {
  const [left, right] = [await results(one, step, weights), await results(other, step, weights)]
  return [...left].filter(([name, hash]) => right.get(name) !== hash).map(([name]) => name)
}

async function expectSame(one: string, other: string, weights: string, what: string): Promise<void> {
  const [a, b] = [curve(one), curve(other)]
  const steps = [...a.keys()].filter((step) => a.get(step) !== b.get(step))
  expectThat(b.size === STEPS + 1, `${what}: no step is missing and none stands twice (${b.size})`)
  expectThat(steps.length === 0, `${what}: every metric but times is equal (${steps.join(' ')})`)
  const differ = await differing(one, other, STEPS, weights)
  expectThat(differ.length === 0, `${what}: rollouts, weights and optimizer are equal (${differ.join(' ')})`)
}

async function stopped(trainer: Trainer): Promise<string> {
  const folder = await makeRun(trainer, 'stopped', configOf(trainer.work) as never)
  const running = train(trainer, folder)
  await untilStep(running, folder, 4)
  await writeFile(join(folder, 'stop'), 'save')
  expectThat((await running.ended) === 3, 'stop and save ends with 3')
  const last = eventsOf(folder).at(-1)
  expectThat(last?.type === 'stopped' && last.step < STEPS, 'the last event is stopped, before the last step')
  const second = train(trainer, folder)
  await untilStep(second, folder, 7)
  if (second.child.pid !== undefined) process.kill(second.child.pid, 'SIGTERM')
  expectThat((await second.ended) === 3, 'SIGTERM keeps everything too')
  expectThat((await train(trainer, folder).ended) === 0, 'it goes on to its end')
  return folder
}

async function onlyOne(trainer: Trainer): Promise<void> {
  const folder = await makeRun(trainer, 'twice', configOf(trainer.work) as never)
  const [first, second] = [train(trainer, folder), train(trainer, folder)]
  const code = await Promise.race([first.ended, second.ended])
  expectThat(code === 4, 'a second trainer of a run refuses')
  expectThat(/training\.running/.test(first.said() + second.said()), 'and says why')
  killHard(first)
  killHard(second)
  await Promise.all([first.ended, second.ended])
}

async function notFinite(trainer: Trainer): Promise<void> {
  const { trl } = configOf(trainer.work) as { trl: object }
  const more = { trl: { ...trl, learning_rate: 1e39, max_grad_norm: 0, num_iterations: 1, warmup_steps: 3 } }
  const folder = await makeRun(
    trainer,
    'not finite',
    configOf(trainer.work, { ...more, checkpointEvery: 1 }) as never,
  )
  const code = await train(trainer, folder).ended
  const last = eventsOf(folder).at(-1)
  expectThat(code === 4 && last?.type === 'failed' && last.code === 'training.notFinite', 'NaN is recognised')
  console.log(`checkpoints left: ${await readdir(join(folder, 'checkpoints')).catch(() => [])}`)
}

async function spoilt(trainer: Trainer): Promise<void> {
  const script = join(import.meta.dirname, 'poisoned.py')
  const spoil = async (name: string, steps: string) => {
    const folder = await makeRun(trainer, name, configOf(trainer.work) as never)
    const args = ['-B', script, trainer.kit, steps, join(folder, 'config.json')]
    const { status } = spawnSync(trainer.python, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
    return { folder, status }
  }
  const twice = await spoil('spoilt twice', '4,5')
  const told = [...curve(twice.folder)].filter(([, line]) => line.includes('update/skipped'))
  expectThat(
    twice.status === 0 && told.map(([step]) => step).join() === '4,5',
    'two bad gradients are left out, told',
  )
  const thrice = await spoil('spoilt thrice', '4,5,6')
  const last = eventsOf(thrice.folder).at(-1)
  expectThat(
    thrice.status === 4 && last?.type === 'failed' && last.code === 'training.notFinite',
    'three in a row end the training',
  )
}

/** In a mount namespace of its own: a disk that holds one checkpoint, not two, and is then made larger. */
async function smallDisk(trainer: Trainer, whole: string): Promise<void> {
  const folder = await makeRun(trainer, 'small disk', configOf(trainer.work) as never)
  const script = join(import.meta.dirname, 'on-small-disk.sh')
  const args = ['--mount', 'sh', script, trainer.python, join(trainer.kit, 'train_trl.py'), folder]
  const end = spawnSync('unshare', args, { encoding: 'utf8' })
  if (end.status !== 0) {
    console.log(`not tried: a disk of its own (${end.error?.message ?? end.stderr.slice(-200)})`)
    return
  }
  const [first, second] = end.stdout.trim().split('\n').slice(-2)
  expectThat(first === '4' && second === '0', `a full disk fails, a larger one goes on (${first}, ${second})`)
  const failed = eventsOf(folder).find((event) => event.type === 'failed')
  expectThat(failed?.type === 'failed' && failed.code === 'disk.full', 'and is told as a full disk')
  await expectSame(whole, folder, 'model.safetensors', 'a full disk')
}

/** A warm start asks and teaches a start that knows nothing; that start is made once, whatever happens meanwhile. */
async function warmStart(trainer: Trainer): Promise<void> {
  const model = join(trainer.work, 'cold')
  const made = spawnSync(trainer.python, [
    ...[join(import.meta.dirname, 'cold.py'), join(trainer.work, 'small'), model],
  ])
  if (made.status !== 0) console.log(String(made.stderr))
  const warm = { below: 0.02, ask: 16, steps: 40, rows: 8, learningRate: 1e-3 }
  const more = { model, warmStart: warm, steps: 4, validateEvery: 0 }
  const whole = await undisturbed(trainer, 'warm $(x) 模', more)
  const [asked, ...rest] = eventsOf(whole).filter(({ type }) => type === 'warmStart')
  const steps = eventsOf(whole).filter((event) => event.type === 'warmStep')
  const [first, last] = [steps[0]?.loss ?? 0, steps.at(-1)?.loss ?? 0]
  expectThat(asked?.type === 'warmStart' && asked.before === 0, 'a start that knows nothing is found out')
  expectThat(rest.length === 1 && steps.at(-1)?.step === warm.steps, 'its supervised steps are told')
  expectThat(last < first / 2, `and teach: loss ${first.toFixed(2)} to ${last.toFixed(2)}`)
  for (const how of ['killed', 'stopped'] as const) {
    // torch names what stands in a file otherwise where its path is no ASCII; so all of them are none.
    const folder = await makeRun(trainer, `warm 模 ${how}`, configOf(trainer.work, more) as never)
    const running = train(trainer, folder)
    await untilEvent(running, folder, 'warmStep')
    if (how === 'killed') killHard(running)
    else await writeFile(join(folder, 'stop'), 'save')
    const code = await running.ended
    if (how === 'stopped') expectThat(code === 3, 'a stop within it is heard')
    expectThat((await train(trainer, folder).ended) === 0, `${how} within it, it goes on to its end`)
    const differ = await differing(whole, folder, 4, 'model.safetensors')
    expectThat(differ.length === 0, `${how} within it, it ends with the same weights (${differ.join(' ')})`)
  }
  const able = await undisturbed(trainer, 'needs no warm start', {
    ...more,
    model: join(trainer.work, 'small'),
  })
  const told = eventsOf(able).filter(({ type }) => type === 'warmStart')
  const none = told[0]?.type === 'warmStart' && told[0].steps === 0 && told[0].before > 0
  expectThat(none && told.length === 1, 'a start that can do something is left as it is')
  const lora = await undisturbed(trainer, 'warm lora', { ...more, ...LORA })
  expectThat(
    eventsOf(lora).some((event) => event.type === 'warmStart' && event.after !== undefined),
    'adapters are warmed too',
  )
}

function flagsAreTaken(python: string): void {
  const recipes = TRL_PRESETS.flatMap((preset) =>
    ALGORITHMS.map((algorithm) => withAlgorithm(presetRecipe(preset), algorithm)),
  )
  const input = recipes.map((recipe) => `${JSON.stringify(trlConfig(recipe).trl)}\n`).join('')
  const end = spawnSync(python, [join(import.meta.dirname, 'flags.py')], { input, encoding: 'utf8' })
  const told = end.stdout.trim().split('\n')
  expectThat(
    told.length === recipes.length && told.every((line) => line === 'ok'),
    'TRL takes every recipe’s flags',
  )
  if (!told.every((line) => line === 'ok')) console.log(told.join('\n'), end.stderr.slice(-500))
}

async function promptsAreCounted(trainer: Trainer): Promise<void> {
  const samples = await sampleProjectSamples(60, 78)
  for (const { name, prompts, tokens, differ } of await promptTokens(trainer, samples))
    expectThat(
      differ === 0,
      `${name}: ${prompts} prompts of ${tokens} tokens are counted as the trainer counts them`,
    )
}

async function checkAll(trainer: Trainer, kills: number): Promise<void> {
  flagsAreTaken(trainer.python)
  await promptsAreCounted(trainer)
  const whole = await undisturbed(trainer, 'whole')
  await expectSame(whole, await killed(trainer, 'killed', kills), 'model.safetensors', `${kills} kills`)
  await expectSame(whole, await stopped(trainer), 'model.safetensors', 'stopped twice')
  const lora = await undisturbed(trainer, 'lora', LORA)
  const killedLora = await killed(trainer, 'killed lora', Math.ceil(kills / 4), LORA)
  await expectSame(lora, killedLora, 'adapter_model.safetensors', 'LoRA, killed')
  await smallDisk(trainer, whole)
  await onlyOne(trainer)
  await notFinite(trainer)
  await spoilt(trainer)
  await warmStart(trainer)
}

async function main(args: readonly string[]): Promise<number> {
  const found = findPython({ ...TRL_PYTHON, ...(args.includes('--make') ? { minutes: 10 } : {}) })
  if (found.why !== undefined) {
    console.log(`skipped: ${found.why}`)
    return LACKING
  }
  const work = await mkdtemp(join(tmpdir(), 'looptool-kit-'))
  try {
    await cp(join(ROOT, 'resources', 'host'), join(work, 'kit'), { recursive: true })
    await cp(join(ROOT, 'resources', 'nano'), join(work, 'small'), { recursive: true })
    await writeRows(join(work, 'rows.jsonl'))
    const at = args.indexOf('--kills')
    const trainer = { python: found.python, kit: join(work, 'kit'), work }
    const only = args[args.indexOf('--only') + 1 || args.length]
    if (only === 'warm') await warmStart(trainer)
    else if (only === 'prompts') await promptsAreCounted(trainer)
    else await checkAll(trainer, at < 0 ? 10 : Number(args[at + 1]))
    console.log(problems.length === 0 ? 'all as wanted' : problems.join('\n'))
    return problems.length === 0 ? 0 : 1
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
