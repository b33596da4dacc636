import { NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type TrlField, type TrlRecipe, trlRecipeSchema } from '#core/training/trl-recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { flagText } from './flag-text.ts'

type FieldOf<T> = { [K in TrlField]: TrlRecipe[K] extends T ? K : never }[TrlField]
type NumberField = FieldOf<number>
type SwitchField = FieldOf<boolean>

const DECIMAL: ReadonlySet<NumberField> = new Set([
  ...(['lr', 'warmLr', 'warmBelow', 'clipLow', 'clipHigh', 'klWeight', 'temperature', 'gradClip'] as const),
])
/** Of the adapters only. */
const ADAPTER: ReadonlySet<NumberField> = new Set(['rank', 'alpha'])

/** The setting's real name: TRL's flag, or what the host kit's trainer calls it where TRL has none. */
export function Flag({ field }: { readonly field: TrlField }) {
  const { t } = useTranslation()
  const recipe = useTrainDraft((state) => state.trl)
  const flag = flagText(field, recipe)
  return (
    <>
      <span className="code anywhere">{flag ?? field}</span>
      {flag === undefined && ` · ${t('recipe.kit')}`}
    </>
  )
}

/** Numbers of the recipe, each with its real flag beside our words. */
export function TrlNumbers({ fields }: { readonly fields: readonly NumberField[] }) {
  const { t } = useTranslation()
  const recipe = useTrainDraft((state) => state.trl)
  const put = useTrainDraft((state) => state.putTrl)
  return (
    <div className="recipe-fields">
      {fields
        .filter((field) => recipe.method === 'lora' || !ADAPTER.has(field))
        .map((field) => (
          <NumberInput
            key={field}
            label={t(`recipe.field.${field}`)}
            description={<Flag field={field} />}
            allowDecimal={DECIMAL.has(field)}
            allowNegative={false}
            {...(DECIMAL.has(field) ? { decimalScale: 8, step: recipe[field] / 2 || 0.1 } : {})}
            value={recipe[field]}
            error={!trlRecipeSchema.shape[field].safeParse(recipe[field]).success}
            onChange={(value) => typeof value === 'number' && put({ [field]: value })}
          />
        ))}
    </div>
  )
}

/** Settings that are on or off. */
export function TrlSwitches({ fields }: { readonly fields: readonly SwitchField[] }) {
  const { t } = useTranslation()
  const recipe = useTrainDraft((state) => state.trl)
  const put = useTrainDraft((state) => state.putTrl)
  return fields.map((field) => (
    <Switch
      key={field}
      label={t(`recipe.field.${field}`)}
      description={<Flag field={field} />}
      checked={recipe[field]}
      onChange={(event) => put({ [field]: event.currentTarget.checked })}
    />
  ))
}
