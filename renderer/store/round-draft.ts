import { create } from 'zustand'
import type { Pilot } from '#core/job/job.ts'
import {
  type Player,
  type RoundSettings,
  roundSettingsSchema,
  type TrainOn,
} from '#core/round/round-settings.ts'

/** A round being set up, in the shape in which it is sent; the round's number follows from the board. */
export type RoundDraft = Omit<RoundSettings, 'round' | 'simulate'>

interface RoundDraftState {
  readonly draft: RoundDraft
  /** Dialogs to simulate, for a round that begins with new ones. */
  readonly dialogs: number
  /** Keys of endpoints by address; they live here only until the round starts, and nowhere on disk. */
  readonly keys: Readonly<Record<string, string>>
  put(change: Partial<RoundDraft>): void
  putPilot(pilot: Pilot | undefined): void
  putTrainOn(trainOn: TrainOn | undefined): void
  putDialogs(dialogs: number): void
  putKey(url: string, key: string): void
  forgetKeys(): void
  reset(): void
}

export const PRACTICE: Player = { kind: 'practice' }

const newDraft = (): RoundDraft => {
  const { round: _, ...draft } = roundSettingsSchema.parse({
    round: 1,
    roles: { policy: PRACTICE, judges: [PRACTICE], expander: PRACTICE, checker: PRACTICE },
  })
  return draft
}

const USUAL_DIALOGS = 60

/** The draft outlives its page, so that leaving it loses nothing. */
export const useRoundDraft = create<RoundDraftState>()((set) => ({
  draft: newDraft(),
  dialogs: USUAL_DIALOGS,
  keys: {},
  put: (change) => set(({ draft }) => ({ draft: { ...draft, ...change } })),
  putPilot: (pilot) =>
    set(({ draft }) => {
      const { pilot: _, ...others } = draft
      return { draft: pilot ? { ...others, pilot } : others }
    }),
  putTrainOn: (trainOn) =>
    set(({ draft }) => {
      const { trainOn: _, ...others } = draft
      return { draft: trainOn ? { ...others, trainOn } : others }
    }),
  putDialogs: (dialogs) => set({ dialogs }),
  putKey: (url, key) => set(({ keys }) => ({ keys: { ...keys, [url]: key } })),
  forgetKeys: () => set({ keys: {} }),
  reset: () => set({ draft: newDraft(), dialogs: USUAL_DIALOGS, keys: {} }),
}))
