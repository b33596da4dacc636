import { create } from 'zustand'
import { type FirstRun, type FirstRunStep, leaveStep, stepFrom } from '#core/guide/first-run.ts'

interface FirstRunState {
  /** Undefined until the settings have told. */
  readonly state: FirstRun | undefined
  /** What was kept at the last start; later the window itself knows best. */
  hear(state: FirstRun): void
  put(change: Partial<FirstRun>): void
  /** On to the next step. @param answered false: this one was passed over */
  leave(answered: boolean): void
  back(): void
  goTo(step: FirstRunStep): void
}

export const useFirstRun = create<FirstRunState>()((set) => {
  const change = (by: (state: FirstRun) => Partial<FirstRun>): void =>
    set(({ state }) => (state ? { state: { ...state, ...by(state) } } : {}))
  return {
    state: undefined,
    hear: (heard) => set(({ state }) => ({ state: state ?? heard })),
    put: (wanted) => change(() => wanted),
    leave: (answered) => change((state) => leaveStep(state, answered)),
    back: () => change(({ step }) => ({ step: stepFrom(step, -1) })),
    goTo: (step) => change(() => ({ step })),
  }
})
