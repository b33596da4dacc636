import { useTranslation } from 'react-i18next'
import { withAlgorithm } from '#core/training/trl-recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { Choice } from './choice.tsx'
import { Flag } from './trl-fields.tsx'

export function MethodField() {
  const { t } = useTranslation()
  const method = useTrainDraft((state) => state.trl.method)
  const put = useTrainDraft((state) => state.putTrl)
  return (
    <Choice
      label={t('recipe.field.method')}
      value={method}
      words={{ lora: t('recipe.methods.lora'), full: t('recipe.methods.full') }}
      flag={<Flag field="method" />}
      choose={(next) => put({ method: next })}
    />
  )
}

/** With it goes the clip of its paper. */
export function AlgorithmField() {
  const { t } = useTranslation()
  const trl = useTrainDraft((state) => state.trl)
  const put = useTrainDraft((state) => state.putTrl)
  return (
    <div className="whole-row stack tight">
      <Choice
        label={t('recipe.field.algorithm')}
        value={trl.algorithm}
        words={{
          grpo: t('recipe.algorithms.grpo'),
          drGrpo: t('recipe.algorithms.drGrpo'),
          dapo: t('recipe.algorithms.dapo'),
          gspo: t('recipe.algorithms.gspo'),
        }}
        flag={<Flag field="algorithm" />}
        choose={(algorithm) => put(withAlgorithm(trl, algorithm))}
      />
      <p className="small soft prose">{t(`recipe.algorithmText.${trl.algorithm}`)}</p>
    </div>
  )
}

export function RewardField() {
  const { t } = useTranslation()
  const reward = useTrainDraft((state) => state.trl.reward)
  const put = useTrainDraft((state) => state.putTrl)
  return (
    <Choice
      label={t('recipe.field.reward')}
      value={reward}
      words={{ strict: t('recipe.rewards.strict'), partial: t('recipe.rewards.partial') }}
      flag={<Flag field="reward" />}
      choose={(next) => put({ reward: next })}
    />
  )
}

export function MixField() {
  const { t } = useTranslation()
  const mix = useTrainDraft((state) => state.trl.mix)
  const put = useTrainDraft((state) => state.putTrl)
  return (
    <Choice
      label={t('recipe.field.mix')}
      value={mix}
      words={{
        even: t('recipe.mixes.even'),
        soft: t('recipe.mixes.soft'),
        natural: t('recipe.mixes.natural'),
      }}
      flag={<Flag field="mix" />}
      choose={(next) => put({ mix: next })}
    />
  )
}
