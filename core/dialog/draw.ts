import { Failure } from '../failure/failure.ts'
import { permutation } from '../random/permutation.ts'
import { Random } from '../random/random.ts'
import type { ToolSet } from '../tool/tool.ts'
import { CASE_TYPES, type CaseType, LANGUAGES, LEVELS, type Level } from './case-type.ts'
import type { DialogSetup } from './dialog.ts'
import { drawTools, indexTools } from './draw-tools.ts'
import { type PossibleTypes, possibleWith, requirementsOf } from './possible.ts'
import { apportion, placeIn } from './quota.ts'
import type { SimulateSettings } from './settings.ts'
import { STYLES } from './style.ts'

/** Messages beyond the target after which a dialog that has not ended is dropped. */
export const OVERRUN = 8

/** What a job would make, before it is started. */
export interface DrawPreview extends Pick<PossibleTypes, 'impossible'> {
  readonly dialogs: number
  readonly needs: number
  readonly byType: Readonly<Partial<Record<CaseType, number>>>
  /** Model requests, as an interval; repairs and answers asked for again are not in it. */
  readonly requests: readonly [number, number]
}

/** Everything a job will draw, found at once for any dialog of it. */
export interface Draw {
  readonly preview: DrawPreview
  /** @param ordinal from 0 to count − 1 */
  setup(ordinal: number): DialogSetup
}

/** `d000001` for ordinal 0. */
export const dialogKey = (ordinal: number): string => `d${String(ordinal + 1).padStart(6, '0')}`

/** The reverse of `dialogKey`; undefined for any other text. */
export function ordinalOf(key: string): number | undefined {
  const found = /^d(\d{6,})$/.exec(key)
  const ordinal = Number(found?.[1]) - 1
  return found && ordinal >= 0 && dialogKey(ordinal) === key ? ordinal : undefined
}

/** Every key of a job, in order. */
export function* planKeys(settings: Pick<SimulateSettings, 'count'>): Generator<string> {
  for (let ordinal = 0; ordinal < settings.count; ordinal++) yield dialogKey(ordinal)
}

/** Needs in a plan: one for four messages (LoopTool §2: 5–9 for 20–36). */
export const needsFor = (target: number): number => Math.max(1, Math.floor(target / 4))

const DAY = 86_400_000
const FIRST_DAY = Date.UTC(2020, 0, 1) / DAY
const LAST_DAY = Date.UTC(2026, 11, 31) / DAY
const WEEKDAYS = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday']

function drawDate(random: Random): string {
  const day = random.int(FIRST_DAY, LAST_DAY)
  return `${new Date(day * DAY).toISOString().slice(0, 10)}, ${WEEKDAYS[day % 7]}`
}

/** The dialogs of one level: target lengths go round in a fixed shuffled order, so that sums are known in advance. */
interface LevelPlan {
  readonly level: Level
  readonly dialogs: number
  readonly targets: readonly number[]
  /** Needs of the first i targets of a turn round. */
  readonly needsBefore: readonly number[]
}

function planLevel(settings: SimulateSettings, level: Level, dialogs: number): LevelPlan {
  const [low, high] = settings.ranges[level].messages
  const even: number[] = []
  for (let target = low + (low % 2); target <= high; target += 2) even.push(target)
  const targets = new Random(settings.seed, 'targets', level).shuffle(even.length > 0 ? even : [high + 1])
  const needsBefore = [0]
  for (const target of targets) needsBefore.push((needsBefore.at(-1) ?? 0) + needsFor(target))
  return { level, dialogs, targets, needsBefore }
}

function needsBefore(plan: LevelPlan, rank: number): number {
  const round = plan.targets.length
  const perRound = plan.needsBefore[round] ?? 0
  return Math.floor(rank / round) * perRound + (plan.needsBefore[rank % round] ?? 0)
}

function targetsSum(plan: LevelPlan): number {
  let sum = 0
  for (const [i, target] of plan.targets.entries()) {
    sum += target * Math.ceil(Math.max(0, plan.dialogs - i) / plan.targets.length)
  }
  return sum
}

/**
 * A reference far back needs something to refer to, so such a need does not open a dialog that has others. It is not
 * put last either: the last need of a plan is the one that a dialog is most often too short for.
 */
function inOrder(types: readonly CaseType[]): CaseType[] {
  const later = types.findIndex((type) => type !== 'longContext')
  if (later <= 0) return [...types]
  return [...types.slice(later, later + 1), ...types.slice(0, later), ...types.slice(later + 1)]
}

const positive = (shares: readonly number[]): boolean => shares.some((share) => share > 0)

function wantedMix(settings: SimulateSettings, possible: readonly CaseType[]): number[] {
  const mix = CASE_TYPES.map((type) => (possible.includes(type) ? (settings.mix[type] ?? 0) : 0))
  const why = !positive(mix)
    ? 'no case type of the mix can be made with these tools'
    : !positive(LANGUAGES.map((language) => settings.languages[language]))
      ? 'no language has a share'
      : !positive(LEVELS.map((level) => settings.levels[level]))
        ? 'no difficulty level has a share'
        : undefined
  if (why) throw new Failure('job.settings', { why })
  return mix
}

/**
 * Lays out a whole job. Languages, levels, lengths and the needs' case types are quotas over the job, dealt in a
 * random order: each count is within one of what was asked, whatever the seed. Everything else of a dialog is drawn
 * from (seed, key).
 *
 * @throws Failure `job.settings` when nothing can be drawn
 */
export function createDraw(settings: SimulateSettings, toolSet: Pick<ToolSet, 'tools'>): Draw {
  const { seed, count } = settings
  const index = indexTools(toolSet.tools)
  const { possible, impossible } = possibleWith(index.offered)
  const mix = wantedMix(settings, possible)
  const languages = apportion(
    count,
    LANGUAGES.map((language) => settings.languages[language]),
  )
  const dialogsByLevel = apportion(
    count,
    LEVELS.map((level) => settings.levels[level]),
  )
  const levels = LEVELS.map((level, i) => planLevel(settings, level, dialogsByLevel[i] ?? 0))
  const needs = levels.reduce((sum, plan) => sum + needsBefore(plan, plan.dialogs), 0)
  const types = apportion(needs, mix)
  const languagePlace = permutation(count, seed, 'languages')
  const levelPlace = permutation(count, seed, 'levels')
  const needPlace = permutation(needs, seed, 'needs')
  const typeOf = (need: number): CaseType => CASE_TYPES[placeIn(types, needPlace(need)).part] ?? 'single'

  const setup = (ordinal: number): DialogSetup => {
    if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= count)
      throw new RangeError(`ordinal ${ordinal}`)
    const key = dialogKey(ordinal)
    const random = new Random(seed, key, 'setup')
    const { part, rank } = placeIn(dialogsByLevel, levelPlace(ordinal))
    const plan = levels[part] as LevelPlan
    const target = plan.targets[rank % plan.targets.length] ?? 2
    const first = levels
      .slice(0, part)
      .reduce((sum, l) => sum + needsBefore(l, l.dialogs), needsBefore(plan, rank))
    const dialogTypes = inOrder(Array.from({ length: needsFor(target) }, (_, i) => typeOf(first + i)))
    const [low, high] = settings.ranges[plan.level].tools
    return {
      key,
      language: LANGUAGES[placeIn(languages, languagePlace(ordinal)).part] ?? 'en',
      level: plan.level,
      date: drawDate(random),
      style: random.pick(STYLES),
      tools: drawTools(index, random.int(low, high), requirementsOf(dialogTypes), random),
      needs: dialogTypes,
      target,
    }
  }
  const messages = levels.reduce((sum, plan) => sum + targetsSum(plan), 0)
  return { preview: preview(count, needs, types, messages, impossible), setup }
}

function preview(
  dialogs: number,
  needs: number,
  types: readonly number[],
  messages: number,
  impossible: PossibleTypes['impossible'],
): DrawPreview {
  const byType: Partial<Record<CaseType, number>> = {}
  for (const [i, type] of CASE_TYPES.entries()) if (types[i]) byType[type] = types[i]
  // Every second message is the assistant's and asked twice; at most, every one is asked three times and each
  // dialog runs to its hard end.
  const fewest = dialogs + messages * 1.5
  const most = dialogs + (messages + OVERRUN * dialogs) * 2
  return { dialogs, needs, byType, requests: [Math.round(fewest), Math.round(most)], impossible }
}

/** One dialog's setup; for many, keep a `createDraw`. @throws Failure `job.settings` */
export const drawSetup = (
  settings: SimulateSettings,
  toolSet: Pick<ToolSet, 'tools'>,
  ordinal: number,
): DialogSetup => createDraw(settings, toolSet).setup(ordinal)

/** What a job would draw, for the wizard's last page. @throws Failure `job.settings` */
export const previewSimulate = (settings: SimulateSettings, toolSet: Pick<ToolSet, 'tools'>): DrawPreview =>
  createDraw(settings, toolSet).preview
