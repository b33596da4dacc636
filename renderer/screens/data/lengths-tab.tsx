import { Button, NumberInput, Select } from '@mantine/core'
import { IconRuler2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#core/contract/index.ts'
import type { Player } from '#core/round/round-settings.ts'
import { BASE } from '#core/training/recipe.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { useKept } from '../../bridge/use-kept.ts'
import { useCalmPush, usePush } from '../../bridge/use-push.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { Loading } from '../../parts/loading.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { LengthsReport } from './lengths-report.tsx'

/** Context of the small policy less a usual answer; that of the method's probe less its answer. */
const SMALL_LIMIT = 1024 - 96
const USUAL_LIMIT = 12_288 - 1024
const SMALL = 'small'
const CALM_MS = 500

type Datasets = CallOutput<'dataset.list'>

/** How long the prompts of a dataset are for a policy, against what it can read. */
export function LengthsTab({ wanted }: { readonly wanted: string | undefined }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const datasets = useCall('dataset.list', undefined)
  usePush('project.changed', datasets.reload)
  if (datasets.failure)
    return (
      <div className="page-body">
        <FailureCard failure={datasets.failure} />
      </div>
    )
  if (!datasets.data) return <Loading />
  const chosen = datasets.data.find(({ id }) => id === wanted) ?? datasets.data[0]
  if (!chosen)
    return (
      <EmptyState
        icon={<IconRuler2 size={40} stroke={1.3} />}
        title={t('lengths.empty')}
        text={t('lengths.emptyText')}
      >
        <Button onClick={() => go({ page: 'data', preparing: true })}>{t('data.prepare')}</Button>
      </EmptyState>
    )
  return <Lengths datasets={datasets.data} chosen={chosen} />
}

interface Props {
  readonly datasets: Datasets
  readonly chosen: Datasets[number]
}

function Lengths({ datasets, chosen }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const kept = useKept().filter(({ model }) => model !== '')
  const [who, setWho] = useState<string>()
  const [typed, setTyped] = useState<number>()
  const endpoint = kept.find(({ id }) => id === who)
  const policy: Player = endpoint
    ? { kind: 'endpoint', url: endpoint.url, model: endpoint.model }
    : { kind: 'small', checkpoint: BASE }
  const limit = typed ?? (endpoint ? USUAL_LIMIT : SMALL_LIMIT)
  const consent = useConsent(endpoint ? [endpoint.url] : [])
  const asked = { dataset: chosen.id, policy }
  const lengths = useCall('lengths.of', consent ? null : { ...asked, limit })
  useCalmPush('job.changed', ({ spec }) => spec.kind === 'lengths', CALM_MS, lengths.reload)
  const count = useAct(() => call('lengths.start', asked).then(lengths.reload))
  const { data } = lengths
  const counting = data?.job !== undefined && !['done', 'failed', 'cancelled'].includes(data.job.state)
  return (
    <div className="page-body stack wide length-report">
      <p className="soft prose">{t('lengths.lead')}</p>
      <div className="row wrap length-form">
        <Select
          label={t('data.dataset')}
          w={320}
          value={chosen.id}
          data={datasets.map(({ id, number, name, counts }) => ({
            value: id,
            label: t('data.datasetName', {
              ...{ number, name },
              train: format.number(counts.train),
              test: format.number(counts.test),
            }),
          }))}
          onChange={(id) => id !== null && go({ page: 'data', tab: 'lengths', dataset: id })}
        />
        <Select
          label={t('lengths.policy')}
          w={300}
          value={endpoint?.id ?? SMALL}
          data={[
            { value: SMALL, label: t('playground.base') },
            ...kept.map(({ id, name, model }) => ({ value: id, label: `${name} · ${model}` })),
          ]}
          onChange={(id) => {
            setWho(id ?? SMALL)
            setTyped(undefined)
          }}
        />
        <NumberInput
          label={t('lengths.limit')}
          w={220}
          min={1}
          max={100_000_000}
          allowDecimal={false}
          thousandSeparator=","
          value={limit}
          onChange={(value) => setTyped(Math.max(1, Math.round(Number(value)) || 1))}
        />
        <ActionButton
          label={t(data?.job ? 'lengths.again' : 'lengths.count')}
          why={counting ? t('lengths.counting') : undefined}
          busy={count.busy}
          variant={data?.lengths ? 'default' : 'filled'}
          onClick={() => void count.run()}
        />
      </div>
      {consent && <HostConsent {...consent} />}
      {lengths.failure && <FailureCard failure={lengths.failure} />}
      {count.failure && <FailureCard failure={count.failure} />}
      {data && <LengthsReport dataset={chosen.id} view={data} model={endpoint?.model} />}
    </div>
  )
}
