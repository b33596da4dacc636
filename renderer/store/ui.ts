import { create } from 'zustand'

interface UiState {
  /** Width of the inspector, in px. */
  readonly inspectorWidth: number
  /** What floats over the page, if anything. */
  readonly overlay: 'palette' | 'shortcuts' | null
  setInspectorWidth(px: number): void
  show(overlay: UiState['overlay']): void
}

export const useUi = create<UiState>()((set) => ({
  inspectorWidth: 400,
  overlay: null,
  setInspectorWidth: (px) => set({ inspectorWidth: Math.round(Math.min(900, Math.max(320, px))) }),
  show: (overlay) => set({ overlay }),
}))
