/** How the sample project's dialogs are drawn where the small policy is to learn from them. */
import type { CaseMix } from '../dialog/case-type.ts'
import { DEFAULT_SIMULATE, type PrepareSettings, type SimulateSettings } from '../dialog/settings.ts'

/** Needs that two million parameters can learn; the others ask for a long memory or for world knowledge. */
export const SMALL_MIX = {
  single: 62,
  parallel: 12,
  missingTool: 13,
  missingParameter: 13,
} as const satisfies CaseMix

/** The name of the sample project's tools that the small policy is trained with. */
export const SMALL_TOOL_SET = 'Small policy tools'

/** Messages of a dialog: room for one need. */
export const SMALL_TARGET = 4
export const SMALL_TOOLS: readonly [number, number] = [1, 3]

const range = {
  tools: [...SMALL_TOOLS] as [number, number],
  messages: [SMALL_TARGET, SMALL_TARGET] as [number, number],
}

/** One need a dialog, one to three flat tools, English: prompts of about a hundred tokens. */
export const SMALL_SIMULATE: Omit<SimulateSettings, 'toolSetId'> = {
  ...DEFAULT_SIMULATE,
  mix: SMALL_MIX,
  languages: { en: 1, zh: 0 },
  levels: { easy: 1, medium: 0, hard: 0 },
  ranges: { easy: range, medium: range, hard: range },
}

/** Calls, questions and refusals; no reports of results, which any text would match. */
export const SMALL_PREPARE: Pick<PrepareSettings, 'history' | 'textSamples' | 'openingTexts'> = {
  history: 8,
  textSamples: true,
  openingTexts: true,
}
