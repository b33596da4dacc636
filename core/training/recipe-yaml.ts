/** A recipe as a YAML file that people keep beside their runs, each field with the flag it becomes. */
import { parse, stringify } from 'yaml'
import { Failure } from '../failure/failure.ts'
import { FLAGS, type TrlField, type TrlRecipe, trlRecipeSchema } from './trl-recipe.ts'

const MOST = 100_000

export function recipeYaml(recipe: TrlRecipe): string {
  const lines = stringify(recipe).trimEnd().split('\n')
  return `${lines
    .map((line) => {
      const flag = FLAGS[line.split(':')[0] as TrlField]
      return flag === undefined ? line : `${line} # ${flag}`
    })
    .join('\n')}\n`
}

/**
 * Fields that are left out have their usual values.
 *
 * @throws Failure `recipe.unreadable` where it is no YAML map, `recipe.field` for a field that is unknown or out of range
 */
export function readRecipeYaml(text: string): TrlRecipe {
  const read = trlRecipeSchema.safeParse(readYaml(text) ?? {})
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
  throw field === ''
    ? new Failure('recipe.unreadable', {}, issue?.message ?? '')
    : new Failure('recipe.field', { field }, issue?.message ?? '')
}

function readYaml(text: string): unknown {
  if (text.length > MOST) throw new Failure('recipe.unreadable', {}, `${text.length} characters`)
  try {
    return parse(text, { schema: 'core', maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    throw new Failure('recipe.unreadable', {}, String(error))
  }
}
