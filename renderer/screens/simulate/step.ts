import type { ToolSetInfo } from '#core/contract/index.ts'
import type { SimulatePreview } from '#core/contract/views.ts'
import type { Asked } from '../../bridge/use-call.ts'

/** What every step of the wizard is handed. */
export interface StepProps {
  readonly toolSets: readonly ToolSetInfo[]
  readonly preview: Asked<SimulatePreview>
}
