import { SmallRecipe } from './small-recipe.tsx'
import { TrlRecipeForm } from './trl-recipe.tsx'
import type { Ground } from './use-training.ts'

/** How it is trained; each trainer has settings of its own. */
export const RecipeStep = ({ draft }: Ground) =>
  draft.host === undefined ? <SmallRecipe /> : <TrlRecipeForm />
