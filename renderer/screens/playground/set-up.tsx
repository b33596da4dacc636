import { Button, MultiSelect, Select, Slider } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SmallPolicyRow } from '#core/contract/playground.ts'
import type { ToolSetInfo } from '#core/contract/views.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { usePlayground } from '../../store/playground.ts'
import { useFormat } from '../../words/format.ts'
import { PolicyPicker } from './policy-picker.tsx'

/** Tools that are offered before anybody chose: as many as the small policy reads. */
const AT_FIRST = 3

/** The policy as shipped beside the latest checkpoint, until somebody chooses otherwise. */
function useFirstPolicies(policies: readonly SmallPolicyRow[] | undefined): void {
  const choose = usePlayground((state) => state.choose)
  useEffect(() => {
    const { choices } = usePlayground.getState()
    if (!policies || choices.a.who !== undefined || choices.b.who !== undefined) return
    const base = policies.find(({ run }) => !run)
    const latest = policies.find(({ run }) => run)
    if (base) choose('a', { who: base.name })
    if (latest) choose('b', { who: latest.name })
  }, [policies, choose])
}

/** Who is talked to, with which tools, from where. */
export function SetUp({ toolSets }: { readonly toolSets: readonly ToolSetInfo[] }) {
  const { t } = useTranslation()
  const policies = useCall('playground.policies', undefined)
  useFirstPolicies(policies.data)
  const { sample, put, temperature, setTemperature } = usePlayground()
  return (
    <aside className="set-up" aria-label={t('playground.title')}>
      {policies.failure && <FailureCard failure={policies.failure} />}
      <PolicyPicker side="a" label={t('playground.policyA')} policies={policies.data ?? []} />
      <PolicyPicker side="b" label={t('playground.policyB')} policies={policies.data ?? []} />
      <div className="stack tight">
        <span className="small num">{t('playground.temperature', { value: temperature })}</span>
        <Slider
          size="sm"
          min={0}
          max={1.5}
          step={0.1}
          thumbLabel={t('playground.temperature', { value: temperature })}
          value={temperature}
          onChange={setTemperature}
        />
      </div>
      {sample ? (
        <div className="stack tight">
          <span className="small soft">
            {t('playground.sampleTools', { count: sample.sample.tools.length })}
          </span>
          <Button
            size="xs"
            variant="default"
            onClick={() => put({ sample: undefined, messages: [], replies: {} })}
          >
            {t('playground.anew')}
          </Button>
        </div>
      ) : (
        <ToolPicker toolSets={toolSets} />
      )}
      <SamplePicker />
    </aside>
  )
}

function ToolPicker({ toolSets }: { readonly toolSets: readonly ToolSetInfo[] }) {
  const { t } = useTranslation()
  const { toolSet: wanted, names, put } = usePlayground()
  const toolSet = toolSets.find(({ id }) => id === wanted) ?? toolSets[0]
  const rows = useCall('toolSet.rows', toolSet ? { id: toolSet.id, limit: 500 } : null)
  useEffect(() => {
    if (names === undefined && toolSet && rows.data)
      put({ names: rows.data.rows.slice(0, AT_FIRST).map(({ name }) => name), toolSet: toolSet.id })
  }, [names, toolSet, rows.data, put])
  return (
    <>
      <Select
        size="xs"
        label={t('playground.toolSet')}
        value={toolSet?.id ?? null}
        data={toolSets.map(({ id, name, version }) => ({
          value: id,
          label: `${name} · ${t('tools.version', { number: version })}`,
        }))}
        onChange={(id) => put({ toolSet: id ?? undefined, names: undefined })}
      />
      <MultiSelect
        size="xs"
        label={t('playground.tools')}
        description={t('playground.toolsHint')}
        searchable
        maxValues={64}
        limit={50}
        data={(rows.data?.rows ?? []).map(({ name }) => name)}
        value={[...(names ?? [])]}
        onChange={(next) => put({ names: next, toolSet: toolSet?.id })}
      />
      {rows.failure && <FailureCard failure={rows.failure} />}
    </>
  )
}

/** A sample brings its tools, its talk and its right answer. */
function SamplePicker() {
  const { t } = useTranslation()
  const format = useFormat()
  const put = usePlayground((state) => state.put)
  const chosen = usePlayground((state) => state.sample?.dataset)
  const datasets = useCall('dataset.list', undefined)
  const dataset = datasets.data?.find(({ id }) => id === chosen) ?? datasets.data?.[0]
  const take = useAct(async (id: string) => {
    const page = await call('sample.page', { dataset: id, limit: 200 })
    const row = page.rows[Math.floor(Math.random() * page.rows.length)]
    if (!row) return
    const { sample } = await call('sample.get', { dataset: id, id: row.id })
    put({ sample: { dataset: id, sample }, messages: sample.messages, replies: {} })
  })
  return (
    <div className="stack tight">
      {dataset && (
        <span className="small soft num">
          {dataset.name} {dataset.number} · {format.number(dataset.counts.train + dataset.counts.test)}
        </span>
      )}
      <ActionButton
        size="xs"
        variant="default"
        label={t('playground.takeSample')}
        why={dataset || datasets.loading ? undefined : t('playground.noDataset')}
        busy={take.busy}
        onClick={() => dataset && void take.run(dataset.id)}
      />
      {take.failure && <FailureCard failure={take.failure} />}
      {datasets.failure && <FailureCard failure={datasets.failure} />}
    </div>
  )
}
