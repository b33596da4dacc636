/** The recipe of a training as switches: one a setting, called as the setting is (`--warm-up` for `warmUp`). */
import { type Recipe, type RecipeField, recipeSchema, recipeShape } from '#core/training/recipe.ts'
import { type Arguments, UsageError } from './arguments.ts'

const FIELDS = Object.keys(recipeShape) as RecipeField[]

const flagOf = (field: RecipeField): string =>
  field === 'klWeight' ? 'kl' : field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** For `readArguments`. */
export const RECIPE_OPTIONS: Readonly<Record<string, { readonly type: 'string' }>> = Object.fromEntries(
  FIELDS.map((field) => [flagOf(field), { type: 'string' }]),
)

/** The settings that were given. @throws UsageError for a value out of range */
export function recipeWish(given: Arguments): Partial<Recipe> {
  const wish = FIELDS.flatMap((field) => {
    const text = given.text(flagOf(field))
    if (text === undefined) return []
    return [[field, Number.isFinite(Number(text)) ? Number(text) : text] as const]
  })
  const decoded = recipeSchema.partial().safeParse(Object.fromEntries(wish))
  if (!decoded.success) {
    const [issue] = decoded.error.issues
    throw new UsageError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  // What was not given keeps its usual value, wherever that is written.
  return Object.fromEntries(wish.map(([field]) => [field, decoded.data[field]]))
}
