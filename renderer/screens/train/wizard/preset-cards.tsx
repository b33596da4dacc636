import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { differences, presetRecipe, TRL_PRESETS } from '#core/training/trl-recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'

/** Recipes to begin with, each with what it is for. */
export function PresetCards() {
  const { t } = useTranslation()
  const { preset, before, choosePreset, takeBack } = useTrainDraft()
  const choose = (name: string) => {
    const next = TRL_PRESETS.find((one) => one === name)
    if (next) choosePreset(next)
  }
  return (
    <section className="stack tight">
      <h3>{t('recipe.presets')}</h3>
      <Radio.Group value={preset} onChange={choose} aria-label={t('recipe.presets')}>
        <div className="preset-cards">
          {TRL_PRESETS.map((name) => (
            <div key={name} className={name === preset ? 'card option chosen' : 'card option'}>
              <Radio
                value={name}
                label={t(`recipe.preset.${name}.name`)}
                description={t(`recipe.preset.${name}.text`)}
              />
            </div>
          ))}
        </div>
      </Radio.Group>
      {before && (
        <p className="small row wrap" role="status">
          {t('recipe.dropped', {
            count: differences(presetRecipe(before.preset), before.trl).length,
            preset: t(`recipe.preset.${before.preset}.name`),
          })}
          <button type="button" className="link" onClick={takeBack}>
            {t('recipe.takeBack')}
          </button>
        </p>
      )}
    </section>
  )
}
