import { useTranslation } from 'react-i18next'
import { stepsOf } from '#core/training/draft.ts'
import { readCheckpointName } from '#core/training/recipe.ts'
import { call } from '../../../bridge/looptool.ts'
import { useAct } from '../../../bridge/use-call.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { FailureCard } from '../../../parts/failure-card.tsx'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { firstProblem } from './check-training.ts'
import type { Ground } from './use-training.ts'

/** Begins a training of the small policy, and leads to its run. */
export function StartSmall(ground: Ground) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const put = useTrainDraft((state) => state.put)
  const { draft, dataset, probe, title } = ground
  const begin = useAct(async () => {
    const start = readCheckpointName(draft.start)
    if (!dataset || start === undefined) return
    const { id } = await call('training.start', {
      title,
      settings: {
        ...{ dataset: dataset.id, start, recipe: draft.recipe, seed: draft.seed },
        ...(probe ? { probe: probe.spec.id } : {}),
      },
    })
    put({ title: '', step: 'where' })
    go({ page: 'train', run: id })
  })
  const found = firstProblem(ground, stepsOf(draft))
  return (
    <>
      {begin.failure && <FailureCard failure={begin.failure} />}
      <ActionButton
        label={t('start.begin')}
        why={found && t(`start.why.${found.problem}`)}
        busy={begin.busy}
        onClick={() => void begin.run()}
      />
    </>
  )
}
