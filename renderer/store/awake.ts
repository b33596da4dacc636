import { create } from 'zustand'

interface AwakeState {
  /** The computer is kept from falling asleep now. */
  readonly awake: boolean
  put(awake: boolean): void
}

export const useAwake = create<AwakeState>()((set) => ({ awake: false, put: (awake) => set({ awake }) }))
