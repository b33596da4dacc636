import { create } from 'zustand'
import type { Flight } from '#core/training/flight.ts'

interface FlightsState {
  /** The latest pre-flight, and the settings that it was asked about, as JSON. */
  readonly latest: { readonly id: string; readonly of: string } | undefined
  readonly heard: Readonly<Record<string, Flight>>
  /** Limits that it found were read and accepted. */
  readonly accepted: boolean
  note(id: string, of: string): void
  accept(accepted: boolean): void
  hear(flight: Flight): void
}

/** What pre-flights told; it outlives the page, and not the program. */
export const useFlights = create<FlightsState>()((set) => ({
  latest: undefined,
  heard: {},
  accepted: false,
  // Its first lines may have come before its id.
  note: (id, of) =>
    set(({ heard }) => ({
      latest: { id, of },
      accepted: false,
      heard: heard[id] ? { [id]: heard[id] } : {},
    })),
  accept: (accepted) => set({ accepted }),
  hear: (flight) => set(({ heard }) => ({ heard: { ...heard, [flight.id]: flight } })),
}))
