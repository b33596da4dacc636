import { LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import type { SimulateDraft, SimulateStep } from '../../store/drafts.ts'

export type DraftProblem =
  | 'toolSet'
  | 'mix'
  | 'languages'
  | 'levels'
  | 'range'
  | 'count'
  | 'seed'
  | 'url'
  | 'model'

const positive = (shares: readonly (number | undefined)[]): boolean =>
  shares.some((share) => (share ?? 0) > 0)
const wholeWithin = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high
const rangeHolds = ([low, high]: readonly [number, number]): boolean =>
  wholeWithin(low, 1, 200) && wholeWithin(high, 1, 200) && low <= high

function toolsProblem({ settings }: SimulateDraft): DraftProblem | undefined {
  if (settings.toolSetId === '') return 'toolSet'
  return positive(Object.values(settings.mix)) ? undefined : 'mix'
}

function shapeProblem({ settings }: SimulateDraft): DraftProblem | undefined {
  const { count, seed, languages, levels, ranges } = settings
  if (!wholeWithin(count, 1, 1_000_000)) return 'count'
  if (!wholeWithin(seed, 0, 2147483647)) return 'seed'
  if (!positive(LANGUAGES.map((language) => languages[language]))) return 'languages'
  if (!positive(LEVELS.map((level) => levels[level]))) return 'levels'
  const hold = LEVELS.every((level) => rangeHolds(ranges[level].tools) && rangeHolds(ranges[level].messages))
  return hold ? undefined : 'range'
}

function playersProblem({ settings, url, model }: SimulateDraft): DraftProblem | undefined {
  if (settings.players.kind === 'practice') return undefined
  if (url.trim() === '') return 'url'
  return model.trim() === '' ? 'model' : undefined
}

/** What keeps dialogs from being drawn. */
export const drawProblem = (draft: SimulateDraft): DraftProblem | undefined =>
  toolsProblem(draft) ?? shapeProblem(draft)

/** The first problem of any step. */
export const draftProblem = (draft: SimulateDraft): DraftProblem | undefined =>
  drawProblem(draft) ?? playersProblem(draft)

const OF_STEP = { tools: toolsProblem, shape: shapeProblem, players: playersProblem, preview: draftProblem }

/** What keeps a step from being finished, or undefined. */
export const stepProblem = (draft: SimulateDraft, step: SimulateStep): DraftProblem | undefined =>
  OF_STEP[step](draft)
