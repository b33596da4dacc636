import { useDebouncedValue } from '@mantine/hooks'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SimulatePreview, ToolSetInfo } from '#core/contract/index.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { WizardFrame } from '../../parts/wizard-frame.tsx'
import { SIMULATE_STEPS, type SimulateDraft, useDrafts } from '../../store/drafts.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { drawProblem, stepProblem } from './check-draft.ts'
import { PlayersStep } from './players-step.tsx'
import { PreviewStep } from './preview-step.tsx'
import { ShapeStep } from './shape-step.tsx'
import { ToolsStep } from './tools-step.tsx'

/** The settings as they would be sent: what was typed for an endpoint becomes part of them. */
export function settingsOf(draft: SimulateDraft): SimulateDraft['settings'] {
  const { settings } = draft
  if (settings.players.kind === 'practice') return settings
  const { seats } = settings.players
  const named = { url: draft.url.trim(), model: draft.model.trim() }
  return { ...settings, players: { kind: 'endpoint', ...named, ...(seats ? { seats } : {}) } }
}

/** A simulation in four steps; nothing starts before the last, and leaving keeps what was typed. */
export function Wizard({ toolSets }: { readonly toolSets: readonly ToolSetInfo[] }) {
  const draft = useDrafts((state) => state.simulate)
  const put = useDrafts((state) => state.putSimulate)
  const putSettings = useDrafts((state) => state.putSettings)
  const go = usePlace((state) => state.go)
  const { t } = useTranslation()
  const first = toolSets[0]?.id ?? ''
  const known = toolSets.some((set) => set.id === draft.settings.toolSetId)
  useEffect(() => {
    if (!known) putSettings({ toolSetId: first })
  }, [known, first, putSettings])

  // What is drawn does not depend on who plays, so the estimate need not wait for an address.
  const drawn = JSON.stringify({ ...draft.settings, players: DEFAULT_SIMULATE.players })
  const [calm] = useDebouncedValue(drawn, 300)
  const settled = calm === drawn && known && drawProblem(draft) === undefined
  const preview = useCall('simulate.preview', settled ? (JSON.parse(calm) as SimulateSettings) : null)
  const start = useAct(async () => {
    const key = draft.settings.players.kind === 'endpoint' && draft.key !== '' ? { key: draft.key } : {}
    const { id } = await call('simulate.start', { settings: settingsOf(draft), ...key })
    put({ key: '', step: 'tools' })
    go({ page: 'simulate', job: id })
  })
  const problem = stepProblem(draft, draft.step)
  const why = problem && t(`simulate.problem.${problem}`)
  const Step = { tools: ToolsStep, shape: ShapeStep, players: PlayersStep, preview: PreviewStep }[draft.step]
  return (
    <WizardFrame
      steps={SIMULATE_STEPS.map((name) => ({ name, label: t(`simulate.step.${name}`) }))}
      at={draft.step}
      goTo={(step) => put({ step })}
      cost={<Estimate preview={preview.data} />}
      why={why}
      last={
        <ActionButton
          label={t('simulate.start', { count: draft.settings.count })}
          why={why ?? (preview.failure && t('simulate.problem.preview'))}
          busy={start.busy}
          onClick={() => void start.run()}
        />
      }
    >
      <Step toolSets={toolSets} preview={preview} />
      {start.failure && <FailureCard failure={start.failure} />}
    </WizardFrame>
  )
}

/** What pressing start would cost, on every step. */
function Estimate({ preview }: { readonly preview: SimulatePreview | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (!preview) return null
  return t('simulate.estimate', {
    dialogs: format.number(preview.dialogs),
    needs: format.number(preview.needs),
    low: format.number(preview.requests[0]),
    high: format.number(preview.requests[1]),
  })
}
