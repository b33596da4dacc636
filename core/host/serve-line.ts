/** The line that serves a model with vLLM on its machine, reachable from that machine only. */
import { shellLine } from './quote.ts'

export const SERVE_PORT = 8000

/**
 * @param folder of the whole model, in full
 * @param name what the model answers to
 */
export const serveLine = (folder: string, name: string): string =>
  shellLine([
    ...['vllm', 'serve', folder, '--served-model-name', name],
    ...['--host', '127.0.0.1', '--port', String(SERVE_PORT)],
    ...['--enable-auto-tool-choice', '--tool-call-parser', 'hermes'],
  ])
