/** Recipes as files that people keep where they like. */
import { readFile, stat } from 'node:fs/promises'
import { Failure } from '#core/failure/failure.ts'
import { readRecipeYaml, recipeYaml } from '#core/training/recipe-yaml.ts'
import type { TrlRecipe } from '#core/training/trl-recipe.ts'
import { writeWhole } from './inference/small-policy/run-files.ts'

/** Larger than any recipe; what is larger is some other file. */
const LARGEST = 1 << 20

const whyOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** @throws Failure `file.notFound`, `file.unreadable`, `recipe.unreadable`, `recipe.field` */
export async function readRecipeFile(file: string): Promise<TrlRecipe> {
  const text = await stat(file)
    .then(async ({ size }) => (size > LARGEST ? undefined : await readFile(file, 'utf8')))
    .catch((error: unknown) => {
      const why = whyOf(error)
      throw why === 'ENOENT'
        ? new Failure('file.notFound', { file })
        : new Failure('file.unreadable', { file, why })
    })
  if (text === undefined) throw new Failure('recipe.unreadable', {}, file)
  return readRecipeYaml(text)
}

/** @throws Failure `file.unwritable` */
export async function writeRecipeFile(file: string, recipe: TrlRecipe): Promise<void> {
  await writeWhole(file, recipeYaml(recipe)).catch((error: unknown) => {
    throw new Failure('file.unwritable', { file, why: whyOf(error) })
  })
}
