import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useTrainDraft } from '../../../store/train-draft.ts'

/** From which all that is drawn follows, whoever trains. */
export function SeedField() {
  const { t } = useTranslation()
  const seed = useTrainDraft((state) => state.seed)
  const put = useTrainDraft((state) => state.put)
  return (
    <NumberInput
      label={t('recipe.seed')}
      description={<span className="code">seed</span>}
      min={0}
      max={2147483647}
      allowDecimal={false}
      value={seed}
      onChange={(value) => put({ seed: Number(value) || 0 })}
    />
  )
}
