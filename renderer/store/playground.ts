import { create } from 'zustand'
import type { PlaygroundReply } from '#core/contract/playground.ts'
import type { Message, Sample } from '#core/sample/sample.ts'

export const SIDES = ['a', 'b'] as const
export type Side = (typeof SIDES)[number]

/** Who is talked to on one side. */
export interface PolicyChoice {
  /** `practice`, `endpoint`, `base`, `RUN:STEP`, or nobody. */
  readonly who: string | undefined
  readonly url: string
  readonly model: string
  /** Lives here until it was sent, and nowhere on disk. */
  readonly key: string
}

export interface PlaygroundTalk {
  readonly toolSet: string | undefined
  /** Undefined until somebody chose; then the first few are offered. */
  readonly names: readonly string[] | undefined
  /** The sample that the talk began as. */
  readonly sample: { readonly dataset: string; readonly sample: Sample } | undefined
  readonly messages: readonly Message[]
  readonly replies: Readonly<Partial<Record<Side, PlaygroundReply>>>
}

interface PlaygroundState extends PlaygroundTalk {
  readonly choices: Readonly<Record<Side, PolicyChoice>>
  readonly temperature: number
  put(change: Partial<PlaygroundTalk>): void
  choose(side: Side, change: Partial<PolicyChoice>): void
  setTemperature(temperature: number): void
  answer(side: Side, reply: PlaygroundReply): void
  /** Another project: its tools and samples are not there any more. */
  reset(): void
}

const NOBODY: PolicyChoice = { who: undefined, url: '', model: '', key: '' }
const QUIET: PlaygroundTalk = {
  toolSet: undefined,
  names: undefined,
  sample: undefined,
  messages: [],
  replies: {},
}

/** The talk outlives its page, so that leaving it loses nothing. */
export const usePlayground = create<PlaygroundState>()((set) => ({
  ...QUIET,
  choices: { a: NOBODY, b: NOBODY },
  temperature: 0,
  put: (change) => set(change),
  choose: (side, change) =>
    set(({ choices }) => ({ choices: { ...choices, [side]: { ...choices[side], ...change } } })),
  setTemperature: (temperature) => set({ temperature }),
  answer: (side, reply) => set(({ replies }) => ({ replies: { ...replies, [side]: reply } })),
  reset: () => set({ ...QUIET, choices: { a: NOBODY, b: NOBODY } }),
}))
