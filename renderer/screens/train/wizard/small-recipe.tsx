import { useTranslation } from 'react-i18next'
import { Fold } from '../../../parts/fold.tsx'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { Choice } from './choice.tsx'
import { SeedField } from './seed-field.tsx'
import { SmallFields } from './small-fields.tsx'

/** The small policy's recipe: four numbers that matter, and all others folded. */
export function SmallRecipe() {
  const { t } = useTranslation()
  return (
    <div className="stack wide form-wide">
      <SmallFields fields={['steps', 'prompts', 'group', 'lr']} />
      <Fold label={t('recipe.advanced')}>
        <div className="stack">
          <SmallFields
            fields={[
              ...(['warmUp', 'coolDown', 'redraws', 'clipLow', 'clipHigh', 'klWeight'] as const),
              ...(['temperature', 'maxTokens', 'gradClip'] as const),
              ...(['checkpointEvery', 'validateEvery', 'validateOn'] as const),
            ]}
          />
          <Choices />
        </div>
      </Fold>
    </div>
  )
}

function Choices() {
  const { t } = useTranslation()
  const { recipe, putRecipe } = useTrainDraft()
  return (
    <div className="recipe-fields">
      <Choice
        label={t('recipe.field.reward')}
        value={recipe.reward}
        words={{ strict: t('recipe.rewards.strict'), partial: t('recipe.rewards.partial') }}
        flag={<span className="code">reward</span>}
        choose={(reward) => putRecipe({ reward })}
      />
      <Choice
        label={t('recipe.field.advantage')}
        value={recipe.advantage}
        words={{ scaled: t('recipe.advantages.scaled'), centred: t('recipe.advantages.centred') }}
        flag={<span className="code">advantage</span>}
        choose={(advantage) => putRecipe({ advantage })}
      />
      <Choice
        label={t('recipe.field.aggregation')}
        value={recipe.aggregation}
        words={{
          token: t('recipe.aggregations.token'),
          sequence: t('recipe.aggregations.sequence'),
          constant: t('recipe.aggregations.constant'),
        }}
        flag={<span className="code">aggregation</span>}
        choose={(aggregation) => putRecipe({ aggregation })}
      />
      <Choice
        label={t('recipe.field.mix')}
        value={recipe.mix}
        words={{
          even: t('recipe.mixes.even'),
          soft: t('recipe.mixes.soft'),
          natural: t('recipe.mixes.natural'),
        }}
        flag={<span className="code">mix</span>}
        choose={(mix) => putRecipe({ mix })}
      />
      <SeedField />
    </div>
  )
}
