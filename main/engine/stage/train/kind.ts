/** Train: the small policy's GRPO run as a detached job. It trains in a process of its own and is followed by its files. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { type HostTraining, hostTrainingSchema, isHostTraining } from '#core/training/host-training.ts'
import { BASE, type Start, type TrainSettings, trainSettingsSchema } from '#core/training/recipe.ts'
import { checkpointFolder, type Run } from '#core/training/run.ts'
import { nanoConfigSchema } from '../../inference/nano/config.ts'
import { decodeFromPolicy, heardFailure, type PolicyProcess } from '../../inference/small-policy/messages.ts'
import { TOKENIZER_FILE } from '../../inference/small-policy/policy.ts'
import { completeCheckpoints, EVENTS_FILE } from '../../inference/small-policy/run-files.ts'
import type { DetachedKind, DetachedWork, JobContext, WorkNews } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { checkpointPlace } from './checkpoint-place.ts'
import { type HostRunDeps, startOnHost } from './host-run.ts'
import { endOfRun, isLastWord, type LastWord } from './last-word.ts'
import { choosePrompts, type PromptSources } from './prompts.ts'
import { pruneCheckpoints } from './prune.ts'
import { claimRun, newLines, type RunMark, readRunNews } from './run-folder.ts'
import { StallWatch } from './stall-watch.ts'

export interface TrainDeps extends PromptSources, HostRunDeps {
  /** Holds every run's folder. */
  readonly runsFolder: string
  /** The policy that is shipped. */
  readonly baseFolder: string
  readonly kernels: string
  startPolicy(): PolicyProcess
}

/** A program that is closing waits so long for a checkpoint. */
const LEAVE_MS = 4000

/** The folder of a policy. @throws Failure `training.checkpointNotFound` */
export async function policyPlace(
  { runsFolder, baseFolder }: Pick<TrainDeps, 'runsFolder' | 'baseFolder'>,
  start: Start,
): Promise<string> {
  return start === BASE ? baseFolder : checkpointPlace(runsFolder, start)
}

async function readPolicyFacts(model: string): Promise<{ tokenizer: Tokenizer; context: number }> {
  try {
    const tokenizer = Tokenizer.read(await readFile(join(model, TOKENIZER_FILE), 'utf8'))
    const config = nanoConfigSchema.parse(JSON.parse(await readFile(join(model, 'config.json'), 'utf8')))
    return { tokenizer, context: config.max_position_embeddings }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('training.checkpointDamaged', { folder: model }, String(error))
  }
}

async function contentsOf(deps: TrainDeps, { spec, settings }: JobContext<TrainSettings>, model: string) {
  const chosen = await choosePrompts(deps, settings, await readPolicyFacts(model))
  const { samples, ...counts } = chosen
  const { mastered, hopeless, tooLong } = counts
  if (counts.train === 0) throw new Failure('training.noPrompts', { mastered, hopeless, tooLong })
  const { recipe, seed, dataset, round, start } = settings
  const run: Run = {
    format: 1,
    id: spec.id,
    trainer: 'nano',
    title: spec.title,
    dataset,
    ...(round === undefined ? {} : { round }),
    start: { checkpoint: start === BASE ? BASE : `runs/${start.run}/${checkpointFolder(start.step)}` },
    steps: recipe.steps,
    settings: { ...recipe, seed, samples: counts },
  }
  return { run, samples }
}

const markSchema = z.object({ events: z.number(), metrics: z.number(), step: z.number() })
const NO_MARK: RunMark = { events: 0, metrics: 0, step: 0 }

/** What stands of a run before an attempt. */
interface Before {
  readonly attempts: number
  /** Of the latest complete checkpoint; 0 before the first. */
  readonly step: number
}

async function standingOf(folder: string): Promise<Before> {
  let attempts = 0
  for await (const { lines } of newLines(join(folder, EVENTS_FILE), 0))
    for (const event of lines.map(readEventLine))
      if (event?.type === 'started') attempts = Math.max(attempts, event.attempt)
  return { attempts, step: (await completeCheckpoints(folder))[0] ?? 0 }
}

class TrainWork implements DetachedWork {
  readonly ended: Promise<void>
  private readonly folder: string
  private readonly steps: number
  private readonly process: PolicyProcess
  private readonly before: Before
  /** Removes checkpoints that nobody needs any more. */
  private readonly prune: () => Promise<void>
  private readonly stalls: StallWatch
  private failure: Failure | undefined
  private at: number
  private over = false
  /** What an earlier attempt said last is no news of this one. */
  private begun = false

  constructor(
    folder: string,
    steps: number,
    before: Before,
    process: PolicyProcess,
    prune: () => Promise<void>,
    stalls: StallWatch,
  ) {
    this.prune = prune
    this.stalls = stalls
    this.folder = folder
    this.steps = steps
    this.before = before
    this.at = before.step
    this.process = process
    process.onMessage((raw) => {
      const message = decodeFromPolicy(raw)
      if (message.type === 'failed') this.failure = heardFailure(message.failure)
    })
    this.ended = new Promise((resolve) => {
      process.onExit(() => {
        this.over = true
        resolve()
      })
    })
  }

  async news(raw: unknown): Promise<WorkNews> {
    const before = raw === undefined ? NO_MARK : markSchema.parse(raw)
    const { mark, events, at, tokens } = await readRunNews(this.folder, before)
    this.at = at ?? this.at
    // One that cannot be removed now is removed after the next; training does not stop for it.
    if (events.some(({ type }) => type === 'checkpoint')) await this.prune().catch(() => undefined)
    const end = await this.endOf(this.lastWord(events))
    const stall = await this.stalls.look()
    return {
      mark,
      done: Math.min(this.at, this.steps),
      total: this.steps,
      unit: 'steps',
      counters: {
        ...(tokens > 0 ? { 'usage.completionTokens': tokens } : {}),
        ...(mark.step > before.step ? { 'training.steps': mark.step - before.step } : {}),
      },
      ...(stall ? { stall } : {}),
      ...(end ? { end } : {}),
    }
  }

  stop(how: 'save' | 'now'): void {
    if (how === 'save') this.process.post({ type: 'stop', how })
    else this.process.kill()
  }

  async died(): Promise<Failure> {
    return this.failure ?? new Failure('training.died', { step: this.at })
  }

  /** It lives with the program: it keeps what it has and ends. */
  async leave(): Promise<void> {
    if (this.over) return
    this.process.post({ type: 'stop', how: 'save' })
    const timer = setTimeout(() => this.process.kill(), LEAVE_MS)
    await this.ended
    clearTimeout(timer)
  }

  private lastWord(events: readonly TrainingEvent[]): LastWord | undefined {
    let word: LastWord | undefined
    for (const event of events) {
      if (event.type === 'started' && event.attempt > this.before.attempts) this.begun = true
      if (this.begun && isLastWord(event)) word = event
    }
    return word
  }

  private async endOf(word: LastWord | undefined): Promise<WorkNews['end']> {
    // Its own message holds more than the file.
    if (word?.type === 'failed' && this.failure) return { as: 'failed', failure: this.failure }
    return word && endOfRun(this.folder, word)
  }
}

/**
 * The train stage.
 *
 * Counters: `training.steps`, `usage.completionTokens` (tokens of the answers that were drawn).
 */
export const trainKind = (deps: TrainDeps): DetachedKind<TrainSettings | HostTraining> => ({
  drive: 'detached',
  name: 'train',
  version: 1,
  decodeSettings: (raw) =>
    isHostTraining(raw) ? decodeWith(hostTrainingSchema, raw) : decodeWith(trainSettingsSchema, raw),
  outlives: isHostTraining,
  start: ({ settings, ...context }) =>
    'host' in settings
      ? startOnHost(deps, { ...context, settings })
      : startHere(deps, { ...context, settings }),
})

async function startHere(deps: TrainDeps, context: JobContext<TrainSettings>): Promise<DetachedWork> {
  const { spec, settings } = context
  const folder = join(deps.runsFolder, spec.id)
  const model = await policyPlace(deps, settings.start)
  await claimRun(folder, () => contentsOf(deps, context, model))
  const before = await standingOf(folder)
  const process = deps.startPolicy()
  const prune = async (): Promise<void> => pruneCheckpoints(folder, spec.id, await deps.named())
  const { validateEvery: measureEvery, steps } = settings.recipe
  const stalls = new StallWatch({ folder, now: deps.now, measureEvery })
  const work = new TrainWork(folder, steps, before, process, prune, stalls)
  const { workers } = settings
  process.post({
    type: 'train',
    ...{ folder, model, kernels: deps.kernels },
    ...(workers === undefined ? {} : { workers }),
  })
  return work
}
