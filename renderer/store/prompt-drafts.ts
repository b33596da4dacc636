import { create } from 'zustand'

interface PromptDraftsState {
  /** Typed texts that are not saved, by prompt id. */
  readonly bodies: Readonly<Record<string, string>>
  put(id: string, body: string): void
  drop(id: string): void
  reset(): void
}

/** What is typed into a prompt outlives the page. */
export const usePromptDrafts = create<PromptDraftsState>()((set) => ({
  bodies: {},
  put: (id, body) => set(({ bodies }) => ({ bodies: { ...bodies, [id]: body } })),
  drop: (id) =>
    set(({ bodies }) => ({
      bodies: Object.fromEntries(Object.entries(bodies).filter(([other]) => other !== id)),
    })),
  reset: () => set({ bodies: {} }),
}))
