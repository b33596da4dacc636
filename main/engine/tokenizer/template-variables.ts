import type { ChatMessage } from '#core/endpoint/transport.ts'
import { type ExactJson, type ExactObject, tryReadJson } from '#core/json/exact.ts'
import type { PromptToCount } from '#core/token/counter.ts'

const object = (entries: Readonly<Record<string, ExactJson | undefined>>): ExactObject =>
  new Map(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

/** Servers read a call's arguments before the template sees them; what is no JSON stays text. */
const argumentsOf = (text: string): ExactJson => tryReadJson(text) ?? text

const messageOf = ({ role, content, calls, callId }: ChatMessage): ExactJson =>
  object({
    role,
    content,
    tool_calls: calls?.map((call) =>
      object({
        id: call.id,
        type: 'function',
        function: object({ name: call.name, arguments: argumentsOf(call.arguments) }),
      }),
    ),
    tool_call_id: callId,
  })

/**
 * A prompt as transformers hands it to a template, open for the answer.
 * @param named `bos_token` and its like
 */
export const templateVariables = (
  { messages, tools, thinking }: PromptToCount,
  named: Readonly<Record<string, string>>,
): ExactObject =>
  object({
    ...named,
    messages: messages.map(messageOf),
    tools:
      tools?.map(({ name, description, parameters }) =>
        object({
          type: 'function',
          function: object({ name, description, parameters: tryReadJson(parameters) ?? new Map() }),
        }),
      ) ?? null,
    documents: null,
    add_generation_prompt: true,
    enable_thinking: thinking,
  })
