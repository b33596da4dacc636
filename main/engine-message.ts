/** What main and the engine's process say to each other. Plain data: structured clone carries it. */
import type { CallAnswer, CallName, Pushes, PushName } from '#core/contract/index.ts'
import type { WindowLanguage } from '#core/failure/words.ts'

export type ToEngine =
  | { type: 'start'; folders: EngineFolders }
  | { type: 'call'; id: number; name: CallName; input: unknown; language: WindowLanguage }
  | { type: 'secret'; id: number; ok: true; value?: string }
  | { type: 'secret'; id: number; ok: false }
  | { type: 'close' }

export type FromEngine =
  | { type: 'ready' }
  | { type: 'answer'; id: number; answer: CallAnswer<unknown> }
  | { [N in PushName]: { type: 'push'; name: N; payload: Pushes[N] } }[PushName]
  | { type: 'secret'; id: number; act: SecretAct; name: string; value?: string }

/** `setRun`: kept in memory only. */
export type SecretAct = 'get' | 'set' | 'setRun' | 'forget' | 'place' | 'lasting'

export interface EngineFolders {
  /** Prompts, sample tools: read only. */
  readonly resources: string
  readonly sampleProject: string
  /** The file of stored endpoints. */
  readonly endpoints: string
  readonly appVersion: string
}
