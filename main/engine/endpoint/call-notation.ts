/** An endpoint whose model writes calls in its own family's notation: its answers come in ours. */
import type { ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import { type CallFormat, inHermes } from '#core/tool-call/call-format.ts'
import type { Endpoint } from './client.ts'

/** Only raw text is put into our notation; calls that the server parsed stand apart from it already. */
export function inOurNotation(endpoint: Endpoint, format: CallFormat): Endpoint {
  return {
    name: endpoint.name,
    scripted: endpoint.scripted,
    stats: () => endpoint.stats(),
    models: (signal) => endpoint.models(signal),
    close: () => endpoint.close(),
    async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
      const reply = await endpoint.chat(request, signal)
      const [first, ...others] = reply.choices.map((choice) => ({
        ...choice,
        text: inHermes(format, choice.text),
      }))
      return first === undefined ? reply : { ...reply, choices: [first, ...others] }
    },
  }
}
