import type { DialogSetup } from '#core/dialog/dialog.ts'
import {
  type ChatChoice,
  type ChatReply,
  type ChatRequest,
  type Transport,
  TransportError,
} from '#core/endpoint/transport.ts'
import { callText, practiceReply, readItemKey } from '#core/practice/reply.ts'
import type { Script } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { Tool } from '#core/tool/tool.ts'

export const PRACTICE_MODEL = 'practice'

export interface PracticeDeps {
  /** The job's seed. */
  readonly seed: number
  /** Share of assistant turns with an altered vote, from 0 to 1. */
  readonly wrongVotes: number
  /** What was drawn for a dialog, and the tools that it names. */
  setup(dialogKey: string): Promise<{ readonly setup: DialogSetup; readonly tools: readonly Tool[] }>
}

/** Scripts kept at hand; a dialog asks for its own some fifty times in a row. */
const SCRIPTS_KEPT = 2048

const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/g

/** Tokens of a text, estimated: four Latin letters or one Chinese sign each. */
export function estimateTokens(text: string): number {
  const signs = text.match(CJK)?.length ?? 0
  return signs + Math.ceil((text.length - signs) / 4)
}

const textOf = (request: ChatRequest): string =>
  request.messages
    .map(({ content, calls }) => [content, ...(calls ?? []).map(callText)].join('\n'))
    .join('\n')

const spoken = ({ text, thinking, calls }: ChatChoice): string =>
  [thinking ?? '', text, ...(calls ?? []).map((call) => call.name + call.arguments)].join('')

/**
 * Planner, user, assistant and tool without a model: scripted, seeded, inside this process. The request's item key
 * says which turn is asked for; the answer follows from the seed and the key alone.
 *
 * @throws TransportError from `chat`: scope `job` for a role that is not played here, `item` for a key it cannot read
 */
export function createPractice(deps: PracticeDeps): Transport {
  const scripts = new Map<string, Promise<Script>>()

  const scriptOf = (dialog: string): Promise<Script> => {
    const known = scripts.get(dialog)
    if (known) return known
    const made = deps
      .setup(dialog)
      .then(({ setup, tools }) => scriptDialog(deps.seed, setup, tools, deps.wrongVotes))
    if (scripts.size >= SCRIPTS_KEPT) scripts.delete(scripts.keys().next().value ?? '')
    scripts.set(dialog, made)
    made.catch(() => scripts.delete(dialog))
    return made
  }

  const chat = async (request: ChatRequest, signal: AbortSignal): Promise<ChatReply> => {
    signal.throwIfAborted()
    const key = readItemKey(request.itemKey)
    if (!key) throw new TransportError('item', 'endpoint.rejected', 'practice roles need an item key')
    const script = await scriptOf(key.dialog)
    signal.throwIfAborted()
    const asked = textOf(request)
    const choice = practiceReply(script, key, asked, request.thinking === true)
    if (!choice) throw new TransportError('job', 'endpoint.rejected', `no practice role plays ${key.role}`)
    const usage = { promptTokens: estimateTokens(asked), completionTokens: estimateTokens(spoken(choice)) }
    return { model: PRACTICE_MODEL, choices: [choice], usage, queueMs: 0, serviceMs: 0, attempts: 1 }
  }

  return { name: 'practice roles', scripted: true, chat }
}
