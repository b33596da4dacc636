import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Recipe, recipeShape } from '#core/training/recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'

/** Settings of a recipe that are numbers. */
export type NumberField = {
  [K in keyof Recipe]: Recipe[K] extends number ? K : never
}[keyof Recipe]

const DECIMAL: ReadonlySet<NumberField> = new Set([
  'lr',
  'coolDown',
  'clipLow',
  'clipHigh',
  'klWeight',
  'temperature',
  'gradClip',
])

/** Numbers of the recipe, each with its real name in the settings beside its words. */
export function SmallFields({ fields }: { readonly fields: readonly NumberField[] }) {
  const { t } = useTranslation()
  const recipe = useTrainDraft((state) => state.recipe)
  const put = useTrainDraft((state) => state.putRecipe)
  return (
    <div className="recipe-fields">
      {fields.map((field) => (
        <NumberInput
          key={field}
          label={t(`recipe.field.${field}`)}
          description={<span className="code">{field}</span>}
          allowDecimal={DECIMAL.has(field)}
          allowNegative={false}
          {...(DECIMAL.has(field) ? { decimalScale: 8, step: recipe[field] / 2 || 0.1 } : {})}
          value={recipe[field]}
          error={!recipeShape[field].safeParse(recipe[field]).success}
          onChange={(value) => typeof value === 'number' && put({ [field]: value })}
        />
      ))}
    </div>
  )
}
