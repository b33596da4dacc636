/** What main and the engine's process say to each other. Plain data: structured clone carries it. */
import type { CallAnswer, CallName, Pushes, PushName } from '#core/contract/index.ts'
import type { WindowLanguage } from '#core/failure/words.ts'

export type ToEngine =
  | { type: 'start'; folders: EngineFolders }
  | { type: 'call'; id: number; name: CallName; input: unknown; language: WindowLanguage }
  | { type: 'secret'; id: number; ok: true; value?: string }
  | { type: 'secret'; id: number; ok: false }
  | PolicyNews
  | { type: 'close' }

/** Of a small policy's process: the port to it (sent along), or that it ended. */
export interface PolicyNews {
  readonly type: 'policy'
  readonly id: number
  readonly what: 'port' | 'exit'
}
/** Of the engine: a process for the small policy, under a number of its own. */
export interface PolicyWish {
  readonly type: 'policy'
  readonly id: number
  readonly act: 'start' | 'kill'
}

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
  /** A small policy of one's own in place of the shipped one. */
  readonly policy?: string
  /** The file of stored endpoints. */
  readonly endpoints: string
  /** The folder of the program's logs. */
  readonly logs: string
  /** The folder of what is kept of hosts and their keys. */
  readonly hosts: string
  readonly appVersion: string
}
