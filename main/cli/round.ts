import { resolve } from 'node:path'
import type { Board } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobView } from '#core/job/view.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import { roundSettingsSchema, type TrainOn } from '#core/round/round-settings.ts'
import type { Engine } from '#engine/index.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer, pilotAnswer } from './job-answer.ts'
import { LIMIT_OPTIONS, limitsOf } from './limits.ts'
import { PRACTICE, playerOf, playersOf } from './player.ts'
import { goOn, withEngine } from './session.ts'
import { TRAIN_ON_OPTIONS, trainOnOf } from './train-on.ts'

const stageNamed = (name: string): RoundStage => {
  const found = ROUND_STAGES.find((stage) => stage === name)
  if (found === undefined)
    throw new UsageError(`there is no stage ${name}; known: ${ROUND_STAGES.join(', ')}`)
  return found
}

interface Wish {
  readonly stages: readonly RoundStage[] | undefined
  readonly redo: { readonly round: number; readonly stage: RoundStage } | undefined
  readonly roles: ReturnType<typeof rolesOf>
  readonly seed: number
  readonly limits: ReturnType<typeof limitsOf>
  readonly trainOn: TrainOn | undefined
}

function rolesOf(given: Arguments) {
  const judges = playersOf(given, 'judges') ?? [playerOf(given, 'judge') ?? PRACTICE]
  const [first = PRACTICE] = judges
  return {
    policy: playerOf(given, 'policy') ?? PRACTICE,
    judges,
    expander: playerOf(given, 'expander') ?? first,
    checker: playerOf(given, 'checker') ?? first,
  }
}

function redoOf(text: string | undefined): Wish['redo'] {
  if (text === undefined) return undefined
  const [, round, stage] = /^(\d{1,4}):(\w+)$/.exec(text) ?? []
  if (round === undefined || stage === undefined || Number(round) < 1)
    throw new UsageError(`--redo takes ROUND:STAGE, such as 1:judge, not ${text}`)
  return { round: Number(round), stage: stageNamed(stage) }
}

const wishOf = async (given: Arguments): Promise<Wish> => ({
  stages: given.text('stages')?.split(',').map(stageNamed),
  redo: redoOf(given.text('redo')),
  roles: rolesOf(given),
  seed: given.whole('seed', 0, 2147483647) ?? 1,
  limits: limitsOf(given),
  trainOn: await trainOnOf(given),
})

/** The next round; or what the latest one still lacks, where its stages were run one by one. */
function placeOf({ columns, cells, next }: Board, wish: Wish) {
  const last = columns.at(-1)
  const stages = wish.stages ?? roundSettingsSchema.shape.stages.parse(undefined)
  if (last?.job !== undefined || last === undefined) return { round: next.round, stages }
  const there = cells.filter(({ round }) => round === last.round).map(({ stage }) => stage)
  const lacks = stages.filter((stage) => !there.includes(stage))
  return there.includes('expand') || lacks.length === 0
    ? { round: next.round, stages }
    : { round: last.round, stages: lacks }
}

/** The round that an earlier call left unfinished, or a new one. A killed verb goes on when it is called again. */
async function roundJob(engine: Engine, wish: Wish): Promise<string> {
  const { handlers } = engine
  const left = (await handlers['job.list'](undefined)).find(
    ({ spec, state }) => spec.kind === 'round' && !['done', 'cancelled'].includes(state.name),
  )
  if (left !== undefined && wish.redo === undefined) {
    process.stderr.write('going on with the unfinished round; its own settings stand\n')
    if (left.moves.includes('resume')) await goOn(engine, left, wish.limits.budget)
    return left.spec.id
  }
  if (wish.redo !== undefined) return (await handlers['round.redo'](wish.redo)).id
  const place = placeOf(await handlers['round.board'](undefined), wish)
  const { roles, seed, limits, trainOn } = wish
  const { budget: stop, ...pilot } = limits
  const settings = roundSettingsSchema.parse({
    ...place,
    roles,
    seed,
    stop,
    ...pilot,
    ...(trainOn && { trainOn }),
  })
  return (await handlers['round.start']({ settings })).id
}

/** What a round's parent did, and where the project stands with it. */
async function answerOf(engine: Engine, parent: JobView) {
  const board = await engine.handlers['round.board'](undefined)
  const column = board.columns.find(({ job }) => job === parent.spec.id)
  if (column === undefined) throw new Failure('round.notFound', { round: parent.spec.inputs.round ?? '' })
  const dataset = (await engine.handlers['dataset.list'](undefined)).find(({ id }) => id === column.dataset)
  if (dataset === undefined || dataset.counts.train === 0) throw new Failure('dataset.empty')
  const cells = board.cells.filter(({ round }) => round === column.round)
  const jobs = await Promise.all(
    cells.flatMap(({ job }) => (job === undefined ? [] : [engine.handlers['job.get']({ id: job })])),
  )
  const { round, heldOut } = column
  return {
    round,
    job: parent.spec.id,
    dataset,
    ...(heldOut && { heldOut }),
    cells,
    jobs: jobs.map(jobAnswer),
  }
}

/** What a stage says behind whose pilot the round stands still; undefined for all others. */
async function stageAnswer(engine: Engine, parent: JobView, json: boolean): Promise<string | undefined> {
  if (parent.state.pause?.reason !== 'pilot') return undefined
  const stage = (await engine.handlers['job.list'](undefined)).find(
    ({ spec, state }) => spec.parent === parent.spec.id && state.pause?.reason === 'pilot',
  )
  return stage && pilotAnswer(stage, json)
}

/** One round: its set is composed from what was prepared and what the round before found, then probed, judged, expanded. */
export async function roundVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    ...{ project: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
    ...{ stages: { type: 'string' }, redo: { type: 'string' }, judges: { type: 'string' } },
    ...{ policy: { type: 'string' }, 'policy-model': { type: 'string' } },
    ...{ judge: { type: 'string' }, 'judge-model': { type: 'string' } },
    ...{ expander: { type: 'string' }, checker: { type: 'string' } },
    ...LIMIT_OPTIONS,
    ...TRAIN_ON_OPTIONS,
  })
  const project = given.text('project')
  if (project === undefined || given.files.length > 0)
    throw new UsageError('round needs --project and no files')
  const wish = await wishOf(given)
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const parent = await settle(await roundJob(engine, wish))
    const piloted = await stageAnswer(engine, parent, given.flag('json'))
    if (piloted !== undefined) return piloted
    expectDone(parent)
    const answer = await answerOf(engine, parent)
    const { round, dataset, heldOut } = answer
    if (given.flag('json')) return JSON.stringify(answer)
    const accuracy = heldOut === undefined ? '' : `; held out ${heldOut.right} of ${heldOut.total} right`
    return `round ${round}: ${dataset.counts.train} train, ${dataset.counts.test} held out${accuracy}`
  })
}
