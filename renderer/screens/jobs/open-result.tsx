import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { datasetIdOf } from '#core/round/lineage.ts'
import { type Place, usePlace } from '../../store/place.ts'

type Result = 'simulate' | 'prepare' | 'round' | 'court' | 'probe' | 'expand' | 'judges' | 'filter' | 'train'

/** Where the results of a job stand, by its kind. */
function resultOf({ spec }: JobView): readonly [Result, Place] | undefined {
  const { id, kind, inputs } = spec
  switch (kind) {
    case 'simulate':
      return ['simulate', { page: 'simulate', job: id }]
    case 'prepare':
      return ['prepare', { page: 'data', tab: 'samples' }]
    case 'round':
    case 'compose':
      return ['round', { page: 'rounds' }]
    case 'probe':
      return ['probe', { page: 'rounds', view: 'probe' }]
    case 'judge':
      return ['court', { page: 'rounds', view: 'court' }]
    case 'expand':
      return ['expand', { page: 'rounds', view: 'expand' }]
    case 'train':
      return ['train', { page: 'train', run: id }]
    case 'fetch':
      return ['train', { page: 'train', run: inputs.checkpoint?.split(':')[0] ?? '', tab: 'about' }]
    case 'collect':
      return ['prepare', { page: 'data', tab: 'samples', dataset: datasetIdOf(id) }]
    case 'calibrate':
      return ['judges', { page: 'rounds', view: 'judges' }]
    case 'check':
    case 'filter':
      return ['filter', { page: 'data', filtering: true, ...(inputs.dataset && { dataset: inputs.dataset }) }]
    default:
      return undefined
  }
}

export function OpenResult({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const result = resultOf(job)
  if (!result) return null
  const [name, place] = result
  return (
    <Button variant="default" onClick={() => go(place)}>
      {t(`jobs.open.${name}`)}
    </Button>
  )
}
