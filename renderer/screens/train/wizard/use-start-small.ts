import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { stepsOf } from '#core/training/draft.ts'
import { readCheckpointName } from '#core/training/recipe.ts'
import { call } from '../../../bridge/looptool.ts'
import { useAct } from '../../../bridge/use-call.ts'
import { usePlace } from '../../../store/place.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'
import { firstProblem } from './check-training.ts'
import type { Ground } from './use-training.ts'

/** The last button of a training. */
export interface Beginning {
  readonly label: string
  readonly why: string | undefined
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  run(): void
}

/** Begins a training of the small policy, and leads to its run. */
export function useStartSmall(ground: Ground): Beginning {
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
  return {
    label: t('start.begin'),
    why: found && t(`start.why.${found.problem}`),
    busy: begin.busy,
    failure: begin.failure,
    run: () => void begin.run(),
  }
}
