import { Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DEFAULT_RULES, FILTER_RULES, type FilterRule } from '#core/filter/rules.ts'
import type { JobView } from '#core/job/view.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'

/** Which rules take samples out, and whether a check's votes do too; what stays becomes a dataset of its own. */
export function FilterCard({
  dataset,
  checks,
}: {
  readonly dataset: Dataset
  readonly checks: readonly JobView[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [rules, setRules] = useState<readonly FilterRule[]>(DEFAULT_RULES)
  const [check, setCheck] = useState<string>()
  const [name, setName] = useState<string>(t('rounds.filter.nameUsual', { name: dataset.name }))
  const done = checks.filter((job) => job.state.name === 'done')
  const act = useAct(() =>
    call('filter.start', {
      dataset: dataset.id,
      name: name.trim(),
      rules: [...rules],
      ...(check === undefined ? {} : { checkJob: check }),
    }),
  )
  const why =
    name.trim() === ''
      ? t('home.nameDue')
      : rules.length === 0 && check === undefined
        ? t('rounds.filter.noRule')
        : undefined
  return (
    <section className="card stack">
      <h2>{t('rounds.filter.rules')}</h2>
      <Checkbox.Group
        aria-label={t('rounds.filter.rules')}
        value={[...rules]}
        onChange={(chosen) => setRules(FILTER_RULES.filter((rule) => chosen.includes(rule)))}
      >
        <div className="rule-grid">
          {FILTER_RULES.map((rule) => (
            <Checkbox key={rule} size="xs" value={rule} label={t(`rounds.filter.rule.${rule}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className="row wrap top">
        <Select
          size="xs"
          w={260}
          clearable
          clearButtonProps={{ 'aria-label': t('shared.clear') }}
          label={t('rounds.filter.byCheck')}
          placeholder={done.length === 0 ? t('rounds.filter.noCheck') : t('shared.none')}
          disabled={done.length === 0}
          value={check ?? null}
          data={done.map(({ spec }) => ({
            value: spec.id,
            label: `${spec.title} · ${format.time(spec.createdAt)}`,
          }))}
          onChange={(id) => setCheck(id ?? undefined)}
        />
        <TextInput
          size="xs"
          w={260}
          label={t('data.name')}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      {act.failure && <FailureCard failure={act.failure} />}
      <div>
        <ActionButton
          label={t('rounds.filter.start', { count: dataset.counts.train + dataset.counts.test })}
          why={why}
          busy={act.busy}
          onClick={() => void act.run()}
        />
      </div>
    </section>
  )
}
