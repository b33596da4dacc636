import { create } from 'zustand'
import type { Settings } from '#core/contract/index.ts'

interface SettingsState {
  /** Undefined until main has told them. */
  readonly settings: Settings | undefined
  put(settings: Settings): void
}

export const useSettings = create<SettingsState>()((set) => ({
  settings: undefined,
  put: (settings) => set({ settings }),
}))
