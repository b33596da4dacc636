import { useTranslation } from 'react-i18next'
import type { TrainDraft } from '#core/training/draft.ts'
import { useFormat } from '../../../words/format.ts'

/** How many answers will be drawn, which is what costs. */
export function Cost({ draft }: { readonly draft: TrainDraft }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { steps, prompts, group } = draft.host === undefined ? draft.recipe : draft.trl
  const updates = draft.host === undefined ? 1 : draft.trl.updates
  const drawings = Math.ceil(steps / updates)
  const values = {
    rollouts: format.number(drawings * prompts * group),
    steps: format.number(steps),
    drawings: format.number(drawings),
    prompts: format.number(prompts),
    group: format.number(group),
    updates: format.number(updates),
  }
  return t(updates === 1 ? 'start.cost.rollouts' : 'start.cost.shared', values)
}
