import { create } from 'zustand'
import type { ImportDraft } from '#core/contract/index.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import type { Pilot } from '#core/job/job.ts'

export const SIMULATE_STEPS = ['tools', 'shape', 'players', 'preview'] as const
export type SimulateStep = (typeof SIMULATE_STEPS)[number]

/** A simulation being set up. The key lives here only until the run starts, and nowhere on disk. */
export interface SimulateDraft {
  readonly step: SimulateStep
  readonly settings: SimulateSettings
  readonly url: string
  readonly model: string
  readonly key: string
}

/** An import under way: what was read and what is to stay out. */
export interface ToolImport {
  readonly draft: ImportDraft
  readonly leaveOut: ReadonlySet<string>
  readonly name: string
}

interface DraftsState {
  readonly simulate: SimulateDraft
  readonly toolImport: ToolImport | undefined
  putSimulate(change: Partial<SimulateDraft>): void
  putSettings(change: Partial<SimulateSettings>): void
  putPilot(pilot: Pilot | undefined): void
  putImport(toolImport: ToolImport | undefined): void
  reset(): void
}

const NEW_SIMULATE: SimulateDraft = {
  step: 'tools',
  settings: { ...DEFAULT_SIMULATE, toolSetId: '' },
  url: '',
  model: '',
  key: '',
}

/** Drafts outlive their page, so that leaving one loses nothing. */
export const useDrafts = create<DraftsState>()((set) => ({
  simulate: NEW_SIMULATE,
  toolImport: undefined,
  putSimulate: (change) => set(({ simulate }) => ({ simulate: { ...simulate, ...change } })),
  putSettings: (change) =>
    set(({ simulate }) => ({ simulate: { ...simulate, settings: { ...simulate.settings, ...change } } })),
  putPilot: (pilot) =>
    set(({ simulate }) => {
      const { pilot: _, ...settings } = simulate.settings
      return { simulate: { ...simulate, settings: { ...settings, ...(pilot ? { pilot } : {}) } } }
    }),
  putImport: (toolImport) => set({ toolImport }),
  reset: () => set({ simulate: NEW_SIMULATE, toolImport: undefined }),
}))
