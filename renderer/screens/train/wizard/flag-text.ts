import { FLAGS, type TrlField, type TrlRecipe, trlConfig } from '#core/training/trl-recipe.ts'

/** What a field becomes, with its value where that is not the field's own. */
export function flagText(field: TrlField, recipe: TrlRecipe): string | undefined {
  const flags = FLAGS[field]?.split(', ')
  if (field !== 'algorithm' && field !== 'prompts') return flags?.join(', ')
  const { trl } = trlConfig(recipe)
  const { prompts, group, microBatch } = recipe
  const isUneven = field === 'prompts' && (prompts * group) % microBatch !== 0
  return flags
    ?.map((flag) => `${flag}=${isUneven ? `${prompts * group}/${microBatch}` : trl[flag]}`)
    .join(' ')
}
