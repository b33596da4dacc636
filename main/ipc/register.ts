/**
 * The one door from the window: who speaks is checked, then the name, the size, the shape; the answer never rejects.
 */
import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { CALL_CHANNEL } from '#core/contract/channels.ts'
import {
  answerCall,
  CALL_NAMES,
  type CallAnswer,
  type CallName,
  type Handlers,
} from '#core/contract/index.ts'
import { Failure, type SpokenFailure } from '#core/failure/failure.ts'
import { sayFailure, type WindowLanguage } from '#core/failure/words.ts'
import type { EngineLink } from '../engine-link.ts'
import { BUNDLE_ORIGIN } from '../protocol.ts'
import { exceeds } from './size.ts'

/** Calls that main answers itself; all others are the engine's. */
export type LocalCallName = Extract<
  CallName,
  | `app.${string}`
  | `settings.${string}`
  | `system.${string}`
  | `log.${string}`
  | `bundle.${string}`
  | 'project.recent'
  | 'project.forget'
  | 'project.placeFor'
>

/** Characters and values of one call's input, added up. */
const LARGEST_INPUT = 8 * 1024 * 1024

export interface Door {
  readonly local: Handlers<LocalCallName>
  readonly engine: Pick<EngineLink, 'ask'>
  language(): WindowLanguage
  /** Last touch before a call goes to the engine: what main knows and the engine does not. */
  complete(name: CallName, input: unknown): unknown
  /** Told of every call that was refused or failed. */
  failed(name: string, failure: SpokenFailure): void
}

export function registerDoor(ipcMain: Pick<IpcMain, 'handle'>, door: Door): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    answerDoor(door, isOurPage(event), name, input),
  )
}

/** Only the top frame of a page of ours may speak. */
function isOurPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === BUNDLE_ORIGIN
}

export async function answerDoor(
  door: Door,
  trusted: boolean,
  name: unknown,
  input: unknown,
): Promise<CallAnswer<unknown>> {
  const answer = await decide(door, trusted, name, input)
  if (!answer.ok) door.failed(String(name).slice(0, 100), answer.failure)
  return answer
}

async function decide(
  door: Door,
  trusted: boolean,
  name: unknown,
  input: unknown,
): Promise<CallAnswer<unknown>> {
  const language = door.language()
  const refuse = (failure: Failure): CallAnswer<never> => ({
    ok: false,
    failure: sayFailure(failure, language),
  })
  if (!trusted) return refuse(new Failure('call.untrusted'))
  if (!isCallName(name)) return refuse(new Failure('call.unknown', { call: String(name).slice(0, 100) }))
  if (exceeds(input, LARGEST_INPUT)) return refuse(new Failure('call.tooLarge', { call: name }))
  return isLocal(name, door.local)
    ? answerCall(door.local, name, input, language)
    : door.engine.ask(name, door.complete(name, input), language)
}

const isCallName = (name: unknown): name is CallName => CALL_NAMES.some((known) => known === name)

const isLocal = (name: CallName, local: Handlers<LocalCallName>): name is LocalCallName =>
  Object.hasOwn(local, name)
