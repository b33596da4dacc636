import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dividingBatch } from '#core/training/trl-recipe.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { useFormat } from '../../../words/format.ts'

/** What prompts, answers and passes come to; where they do not divide, a number that does. */
export function StepSize() {
  const { t } = useTranslation()
  const format = useFormat()
  const { prompts, group, microBatch } = useTrainDraft((state) => state.trl)
  const put = useTrainDraft((state) => state.putTrl)
  const answers = prompts * group
  const values = { answers: format.number(answers), microBatch: format.number(microBatch) }
  if (answers % microBatch === 0)
    return (
      <p className="small soft num">
        {t('recipe.perStep', { ...values, passes: format.number(answers / microBatch) })}
      </p>
    )
  const better = dividingBatch(answers, microBatch)
  return (
    <p className="row wrap ink-failed" role="status">
      ✕ {t('recipe.uneven', values)}
      <Button size="compact-xs" variant="default" onClick={() => put({ microBatch: better })}>
        {t('recipe.take', { microBatch: format.number(better) })}
      </Button>
    </p>
  )
}
