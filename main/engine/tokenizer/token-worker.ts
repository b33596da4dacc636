/** The thread that reads one model's tokenizer and template. Started by token-counter.ts, which ends it when it is late. */
import { parentPort, workerData } from 'node:worker_threads'
import { Failure } from '#core/failure/failure.ts'
import type { PromptToCount } from '#core/token/counter.ts'
import { ChatTemplate } from './chat-template.ts'
import type { ModelFiles } from './model-files.ts'
import { ModelTokenizer } from './model-tokenizer.ts'
import { templateVariables } from './template-variables.ts'

export interface WorkerAsk {
  readonly id: number
  readonly prompts: readonly PromptToCount[]
}
/** A failure as data: classes do not cross threads. */
export interface WorkerFailure {
  readonly code: string
  readonly values: Failure['values']
  readonly detail: string
}
export type WorkerAnswer =
  | { readonly op: 'opened'; readonly vocabulary: number }
  | { readonly op: 'refused'; readonly failure: WorkerFailure }
  | { readonly op: 'counted'; readonly id: number; readonly tokens: readonly number[] }
  | { readonly op: 'failed'; readonly id: number; readonly failure: WorkerFailure }

const port = parentPort
if (!port) throw new Error('token-worker runs as a worker thread only')
const answer = (message: WorkerAnswer): void => port.postMessage(message)

const asFailure = (error: unknown): WorkerFailure =>
  error instanceof Failure
    ? { code: error.code, values: error.values, detail: error.detail }
    : { code: 'tokenizer.damaged', values: {}, detail: String(error) }

/** Without a template there is only the text of the messages. */
const plainText = ({ messages }: PromptToCount): string => messages.map(({ content }) => content).join('\n')

function open({ tokenizer, config, template }: ModelFiles): (prompt: PromptToCount) => number {
  const model = ModelTokenizer.read(tokenizer, config)
  const chat = template === undefined ? undefined : ChatTemplate.read(template)
  answer({ op: 'opened', vocabulary: model.size })
  return (prompt) =>
    model.count(chat?.render(templateVariables(prompt, model.named), new Date()) ?? plainText(prompt))
}

try {
  const count = open(workerData as ModelFiles)
  port.on('message', ({ id, prompts }: WorkerAsk) => {
    try {
      answer({ op: 'counted', id, tokens: prompts.map(count) })
    } catch (error) {
      answer({ op: 'failed', id, failure: asFailure(error) })
    }
  })
} catch (error) {
  answer({ op: 'refused', failure: asFailure(error) })
}
