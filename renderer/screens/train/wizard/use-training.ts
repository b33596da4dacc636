import type { CallOutput, HostView } from '#core/contract/index.ts'
import type { JobView } from '#core/job/view.ts'
import type { TrainDraft } from '#core/training/draft.ts'
import { type Asked, useCall } from '../../../bridge/use-call.ts'
import { useJobs } from '../../../store/jobs.ts'
import { useTrainDraft } from '../../../store/train-draft.ts'

type Dataset = CallOutput<'dataset.list'>[number]

/** What the project and the user hold that a training is made of, and what the draft comes to with it. */
export interface Ground {
  readonly draft: TrainDraft
  readonly datasets: Asked<CallOutput<'dataset.list'>>
  readonly hosts: Asked<CallOutput<'host.list'>>
  readonly policies: Asked<CallOutput<'playground.policies'>>
  readonly dataset: Dataset | undefined
  /** Of the dataset, done. */
  readonly probes: readonly JobView[]
  readonly probe: JobView | undefined
  /** The host that is chosen, where it is still kept. */
  readonly host: HostView | undefined
  /** As typed, or the dataset's own. */
  readonly title: string
}

export function useTraining(): Ground {
  const draft = useTrainDraft()
  const datasets = useCall('dataset.list', undefined)
  const hosts = useCall('host.list', undefined)
  const policies = useCall('playground.policies', undefined)
  const jobs = useJobs((state) => state.jobs) ?? []
  const dataset =
    datasets.data?.find(({ id }) => id === draft.dataset) ??
    // The latest that can tell whether it learns.
    datasets.data?.find(({ counts }) => counts.test > 0) ??
    datasets.data?.[0]
  const probes = jobs.filter(
    ({ spec, state }) =>
      spec.kind === 'probe' && state.name === 'done' && spec.inputs.dataset === dataset?.id,
  )
  return {
    ...{ draft, datasets, hosts, policies, dataset, probes },
    probe: probes.find(({ spec }) => spec.id === draft.probe),
    host: hosts.data?.hosts.find(({ id }) => id === draft.host),
    title: draft.title.trim() || (dataset ? `${dataset.name} ${dataset.number}` : ''),
  }
}
