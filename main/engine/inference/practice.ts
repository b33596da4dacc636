import type { DialogSetup } from '#core/dialog/dialog.ts'
import {
  type ChatChoice,
  type ChatReply,
  type ChatRequest,
  type Transport,
  TransportError,
} from '#core/endpoint/transport.ts'
import { USUAL_EXPANDER } from '#core/practice/expander.ts'
import { USUAL_JUDGE } from '#core/practice/judge.ts'
import { USUAL_POLICY } from '#core/practice/policy.ts'
import { callText, type ItemKey, practiceReply, readItemKey } from '#core/practice/reply.ts'
import { type PracticeManners, playsSamples, sampleReply } from '#core/practice/sample-reply.ts'
import type { Script } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import { type PracticeDialog, type PracticeSample, playedDialog, truthOf } from '#core/practice/truth.ts'
import { estimateTokens } from '#core/token/estimate.ts'
import type { Tool } from '#core/tool/tool.ts'

export const PRACTICE_MODEL = 'practice'

export interface PracticeDeps {
  /** The job's seed. */
  readonly seed: number
  /** Share of assistant turns with an altered vote, from 0 to 1. */
  readonly wrongVotes: number
  /** Share of turns with calls whose votes agree on a wrong answer, from 0 to 1. Default: none. */
  readonly wrongLabels?: number
  /** What was drawn for a dialog, and its tool set: at least the tools that it names. */
  setup(dialogKey: string): Promise<{ readonly setup: DialogSetup; readonly tools: readonly Tool[] }>
  /** The sample that the key of a judge, checker, expander or policy names; without this nobody plays them. */
  sample?(id: string): Promise<PracticeSample | undefined>
  /** Under what name they answer. Default: `practice`. */
  readonly model?: string
  /** How good they are; each has its usual manner. */
  readonly manners?: Partial<PracticeManners>
}

const USUAL: PracticeManners = { judge: USUAL_JUDGE, policy: USUAL_POLICY, expander: USUAL_EXPANDER }

/** Scripts kept at hand; a dialog asks for its own some fifty times in a row. */
const SCRIPTS_KEPT = 2048

const textOf = (request: ChatRequest): string =>
  request.messages
    .map(({ content, calls }) => [content, ...(calls ?? []).map(callText)].join('\n'))
    .join('\n')

const spoken = ({ text, thinking, calls }: ChatChoice): string =>
  [thinking ?? '', text, ...(calls ?? []).map((call) => call.name + call.arguments)].join('')

type Choices = readonly [ChatChoice, ...ChatChoice[]]

/** Remembers the latest results by key. */
function keepRecent<T, R>(make: (from: T) => R): (key: string, from: T) => R {
  const known = new Map<string, R>()
  return (key, from) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(from)
    if (known.size >= SCRIPTS_KEPT) known.delete(known.keys().next().value ?? '')
    known.set(key, made)
    return made
  }
}

/**
 * The roles without a model: scripted, seeded, inside this process. The request's item key says which turn of which
 * dialog, or which sample, is asked for; the answer follows from the seed, the key and what is asked.
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
      .then(({ setup, tools }) => scriptDialog(deps.seed, setup, tools, deps.wrongVotes, deps.wrongLabels))
    if (scripts.size >= SCRIPTS_KEPT) scripts.delete(scripts.keys().next().value ?? '')
    scripts.set(dialog, made)
    made.catch(() => scripts.delete(dialog))
    return made
  }

  const played = keepRecent((dialog: PracticeDialog) => playedDialog(dialog))
  const play = (dialog: PracticeDialog): Script =>
    played(`${dialog.seed} ${dialog.wrongVotes} ${dialog.wrongLabels} ${dialog.setup.key}`, dialog)

  const choicesFor = async (key: ItemKey, request: ChatRequest, asked: string): Promise<Choices> => {
    if (deps.sample && playsSamples(key.role)) {
      const found = await deps.sample(key.dialog)
      if (!found) throw new TransportError('item', 'endpoint.rejected', `no sample ${key.dialog}`)
      const manners = { ...USUAL, ...deps.manners }
      return sampleReply({ truth: truthOf(found, play), key, request, text: asked, seed: deps.seed }, manners)
    }
    const choice = practiceReply(await scriptOf(key.dialog), key, asked, request.thinking === true)
    if (!choice) throw new TransportError('job', 'endpoint.rejected', `no practice role plays ${key.role}`)
    return [choice]
  }

  const chat = async (request: ChatRequest, signal: AbortSignal): Promise<ChatReply> => {
    signal.throwIfAborted()
    const key = readItemKey(request.itemKey)
    if (!key) throw new TransportError('item', 'endpoint.rejected', 'practice roles need an item key')
    const asked = textOf(request)
    const choices = await choicesFor(key, request, asked)
    signal.throwIfAborted()
    const usage = {
      promptTokens: estimateTokens(asked),
      completionTokens: choices.reduce((sum, choice) => sum + estimateTokens(spoken(choice)), 0),
    }
    return { model: deps.model ?? PRACTICE_MODEL, choices, usage, queueMs: 0, serviceMs: 0, attempts: 1 }
  }

  return { name: 'practice roles', scripted: true, chat }
}
