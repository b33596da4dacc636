import type { TrainStep } from '#core/training/draft.ts'
import { recipeSchema } from '#core/training/recipe.ts'
import { trlRecipeSchema } from '#core/training/trl-recipe.ts'
import type { Ground } from './use-training.ts'

export type TrainingProblem =
  | 'needData'
  | 'needBase'
  | 'datasetDue'
  | 'titleDue'
  | 'rangeDue'
  | 'hostGone'
  | 'pythonDue'
  | 'modelDue'
  | 'startDue'
  | 'startGone'

type Rules = readonly (readonly [broken: boolean, problem: TrainingProblem])[]

function rulesOf(ground: Ground): Readonly<Record<TrainStep, Rules>> {
  const { draft, datasets, policies, dataset, title } = ground
  const onHost = draft.host !== undefined
  const gone = policies.data?.some(({ name }) => name === draft.start) === false
  const due = (onHost ? draft.checkpoint : draft.start) === ''
  return {
    where: onHost
      ? [
          [ground.hosts.data !== undefined && ground.host === undefined, 'hostGone'],
          [draft.python.trim() === '', 'pythonDue'],
          [draft.model.trim() === '', 'modelDue'],
        ]
      : [[policies.data?.length === 0, 'needBase']],
    data: [
      [datasets.data?.length === 0, 'needData'],
      [!dataset, 'datasetDue'],
      [title === '', 'titleDue'],
    ],
    start: [
      [due, 'startDue'],
      [!onHost && gone, 'startGone'],
    ],
    recipe: [
      [
        !(onHost ? trlRecipeSchema.safeParse(draft.trl) : recipeSchema.safeParse(draft.recipe)).success,
        'rangeDue',
      ],
    ],
    check: [],
  }
}

/** What keeps a step from being finished, or undefined. */
export const stepProblem = (ground: Ground, step: TrainStep): TrainingProblem | undefined =>
  rulesOf(ground)[step].find(([broken]) => broken)?.[1]

/** The first problem of some steps, with its step. */
export function firstProblem(
  ground: Ground,
  steps: readonly TrainStep[],
): { readonly step: TrainStep; readonly problem: TrainingProblem } | undefined {
  for (const step of steps) {
    const problem = stepProblem(ground, step)
    if (problem) return { step, problem }
  }
  return undefined
}
