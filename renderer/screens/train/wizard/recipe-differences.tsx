import { useTranslation } from 'react-i18next'
import { type Difference, differences, presetRecipe } from '#core/training/trl-recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

/** What was changed of the preset, each field with its way back. */
export function RecipeDifferences() {
  const { t } = useTranslation()
  const { preset, trl, putTrl } = useTrainDraft()
  const found = differences(presetRecipe(preset), trl)
  const label = t('recipe.differences', { preset: t(`recipe.preset.${preset}.name`) })
  return (
    <section className="card stack tight" aria-label={label}>
      <h3>{label}</h3>
      {found.length === 0 && <p className="small soft">{t('recipe.same')}</p>}
      <ul className="bare">
        {found.map((one) => (
          <Row key={one.field} {...one} undo={() => putTrl({ [one.field]: one.from })} />
        ))}
      </ul>
      {found.length > 1 && (
        <button type="button" className="link small" onClick={() => putTrl(presetRecipe(preset))}>
          {t('recipe.undoAll')}
        </button>
      )}
    </section>
  )
}

function Row({ field, from, to, undo }: Difference & { undo(): void }) {
  const { t } = useTranslation()
  const say = useValueWords()
  const name = t(`recipe.field.${field}`)
  return (
    <li className="difference-row">
      <span>{name}</span>
      <span className="num small">
        <del className="soft">{say(from)}</del> → <strong>{say(to)}</strong>
      </span>
      <button
        type="button"
        className="link small"
        aria-label={t('recipe.undoOne', { field: name })}
        onClick={undo}
      >
        {t('recipe.undo')}
      </button>
    </li>
  )
}

const CHOICES = {
  lora: 'recipe.methods.lora',
  full: 'recipe.methods.full',
  grpo: 'recipe.algorithms.grpo',
  drGrpo: 'recipe.algorithms.drGrpo',
  dapo: 'recipe.algorithms.dapo',
  gspo: 'recipe.algorithms.gspo',
  strict: 'recipe.rewards.strict',
  partial: 'recipe.rewards.partial',
  even: 'recipe.mixes.even',
  soft: 'recipe.mixes.soft',
  natural: 'recipe.mixes.natural',
} as const satisfies Readonly<Record<Extract<Difference['to'], string>, string>>

/** A setting's value as the form shows it. */
function useValueWords(): (value: Difference['to']) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (value) => {
    if (typeof value === 'boolean') return t(value ? 'shared.yes' : 'shared.no')
    if (typeof value === 'string') return t(CHOICES[value])
    return Number.isInteger(value) ? format.number(value) : String(value)
  }
}
