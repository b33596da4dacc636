import { Checkbox, NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ToolSetInfo } from '#core/contract/views.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import { MATCH_MODES } from '#core/tool-call/score-request.ts'
import { useDrafts } from '../../store/drafts.ts'
import { useRoundDraft } from '../../store/round-draft.ts'
import { TrainOnFields } from './train-on.tsx'

/** Which stages run; they follow one another in this order. */
export function StagesSection(props: {
  readonly stages: readonly RoundStage[]
  /** What this program can run. */
  readonly offered: readonly RoundStage[]
  /** What the round has had already. */
  readonly there: readonly RoundStage[]
  readonly toolSets: readonly ToolSetInfo[] | undefined
}) {
  const { t } = useTranslation()
  const { put } = useRoundDraft()
  const { stages, offered, there } = props
  const toggle = (stage: RoundStage, on: boolean) => {
    // New dialogs are of use only as samples.
    const changed: readonly RoundStage[] =
      stage === 'simulate' || stage === 'prepare' ? ['simulate', 'prepare'] : [stage]
    put({
      stages: ROUND_STAGES.filter((one) => (changed.includes(one) ? on : stages.includes(one))),
    })
  }
  return (
    <section className="card stack">
      <h2>{t('rounds.section.stages')}</h2>
      <ol className="stage-list">
        {offered.map((stage) => (
          <li key={stage}>
            <Checkbox
              label={t(`rounds.stage.${stage}`)}
              description={t(`rounds.stageText.${stage}`)}
              checked={stages.includes(stage) || there.includes(stage)}
              disabled={there.includes(stage)}
              onChange={(event) => toggle(stage, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ol>
      {stages.includes('train') && <TrainOnFields />}
      {stages.includes('simulate') && <Dialogs toolSets={props.toolSets} />}
      <ProbeFields />
    </section>
  )
}

function Dialogs({ toolSets }: { readonly toolSets: readonly ToolSetInfo[] | undefined }) {
  const { t } = useTranslation()
  const { dialogs, putDialogs } = useRoundDraft()
  const chosen = useDrafts((state) => state.simulate.settings.toolSetId)
  const putSettings = useDrafts((state) => state.putSettings)
  return (
    <div className="row wrap top">
      <Select
        size="xs"
        w={220}
        label={t('simulate.toolSet')}
        value={chosen || toolSets?.[0]?.id || null}
        data={(toolSets ?? []).map(({ id, name, version }) => ({
          value: id,
          label: `${name} · ${t('tools.version', { number: version })}`,
        }))}
        onChange={(toolSetId) => toolSetId !== null && putSettings({ toolSetId })}
      />
      <NumberInput
        size="xs"
        w={120}
        label={t('simulate.count')}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        thousandSeparator=","
        value={dialogs}
        onChange={(value) => putDialogs(Number(value) || 0)}
      />
      <p className="soft small grow">{t('rounds.dialogsText')}</p>
    </div>
  )
}

/** How the policy is asked, and what counts as an answer that matches. */
function ProbeFields() {
  const { t } = useTranslation()
  const { draft, put } = useRoundDraft()
  const { probe } = draft
  return (
    <div className="row wrap top">
      <Select
        size="xs"
        w={140}
        label={t('rounds.match')}
        value={probe.match}
        data={MATCH_MODES.map((mode) => ({ value: mode, label: t(`rounds.matchMode.${mode}`) }))}
        onChange={(mode) => {
          const match = MATCH_MODES.find((one) => one === mode)
          if (match) put({ probe: { ...probe, match } })
        }}
      />
      <NumberInput
        size="xs"
        w={150}
        label={t('rounds.answers')}
        min={1}
        max={64}
        clampBehavior="strict"
        allowDecimal={false}
        value={probe.samples}
        onChange={(value) => put({ probe: { ...probe, samples: Number(value) || 1 } })}
      />
      <NumberInput
        size="xs"
        w={150}
        label={t('rounds.borderlineShare')}
        suffix=" %"
        min={0}
        max={100}
        clampBehavior="strict"
        value={Math.round(probe.threshold * 1000) / 10}
        onChange={(value) => put({ probe: { ...probe, threshold: (Number(value) || 0) / 100 } })}
      />
    </div>
  )
}
