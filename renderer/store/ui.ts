import { create } from 'zustand'

interface UiState {
  /** Width of the inspector, in px. */
  readonly inspectorWidth: number
  /** What floats over the page, if anything. */
  readonly overlay: 'palette' | 'shortcuts' | null
  /** The tour's stop, while there is one. */
  readonly tour: number | null
  setInspectorWidth(px: number): void
  show(overlay: UiState['overlay']): void
  tourTo(stop: number | null): void
}

export const useUi = create<UiState>()((set) => ({
  inspectorWidth: 400,
  overlay: null,
  tour: null,
  setInspectorWidth: (px) => set({ inspectorWidth: Math.round(Math.min(900, Math.max(320, px))) }),
  show: (overlay) => set({ overlay }),
  tourTo: (tour) => set({ tour }),
}))
