import { useTranslation } from 'react-i18next'
import { Fold } from '../../../parts/fold.tsx'
import { PresetCards } from './preset-cards.tsx'
import { RecipeDifferences } from './recipe-differences.tsx'
import { RecipeFile } from './recipe-file.tsx'
import { SeedField } from './seed-field.tsx'
import { StepSize } from './step-size.tsx'
import { AlgorithmField, MethodField, MixField, RewardField } from './trl-choices.tsx'
import { TrlNumbers, TrlSwitches } from './trl-fields.tsx'

/** A recipe for TRL: a preset, the fields that matter, all others folded; beside it what differs from the preset. */
export function TrlRecipeForm() {
  return (
    <div className="stack wide">
      <PresetCards />
      <div className="recipe-columns">
        <div className="stack">
          <div className="recipe-fields">
            <AlgorithmField />
            <MethodField />
            <RewardField />
          </div>
          <TrlNumbers fields={['steps', 'prompts', 'group', 'microBatch', 'maxTokens', 'lr']} />
          <StepSize />
          <Advanced />
        </div>
        <aside className="stack recipe-aside">
          <RecipeDifferences />
          <RecipeFile />
        </aside>
      </div>
    </div>
  )
}

function Advanced() {
  const { t } = useTranslation()
  return (
    <Fold label={t('recipe.advanced')}>
      <div className="stack">
        <h3>{t('recipe.learning')}</h3>
        <TrlNumbers
          fields={['updates', 'warmUp', 'clipLow', 'clipHigh', 'klWeight', 'gradClip', 'rank', 'alpha']}
        />
        <h3>{t('recipe.answers')}</h3>
        <TrlNumbers fields={['temperature', 'maxPromptTokens', 'rolloutBatch']} />
        <div className="recipe-fields">
          <MixField />
          <SeedField />
        </div>
        <TrlSwitches fields={['dropCut', 'recompute']} />
        <h3>{t('recipe.saving')}</h3>
        <TrlNumbers fields={['checkpointEvery', 'keepLast', 'keepEvery', 'validateEvery', 'validateOn']} />
        <h3>{t('recipe.warm')}</h3>
        <TrlNumbers fields={['warmSteps', 'warmBelow', 'warmLr']} />
      </div>
    </Fold>
  )
}
