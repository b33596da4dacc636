import { describe, expect, it } from 'vitest'
import { readRefusal, refusedField, serverWords } from '#core/endpoint/refusal.ts'

const says = (message: string, code?: string): string =>
  JSON.stringify({ error: { message, type: 'invalid_request_error', ...(code ? { code } : {}) } })

describe('what an error status means', () => {
  it.each([
    [
      'vLLM: too long',
      400,
      JSON.stringify({
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
      }),
      'item',
      'endpoint.context',
    ],
    ['OpenAI: too long', 400, says('Too much.', 'context_length_exceeded'), 'item', 'endpoint.context'],
    [
      'llama.cpp: too long',
      400,
      says('the request exceeds the available context size, try increasing it'),
      'item',
      'endpoint.context',
    ],
    ['too long as 500', 500, says('input is too long: prompt is too long'), 'item', 'endpoint.context'],
    ['a field it does not like', 400, says('temperature must be at most 2'), 'item', 'endpoint.rejected'],
    [
      'content refused',
      400,
      says('The content was filtered.', 'content_filter'),
      'item',
      'endpoint.rejected',
    ],
    [
      'vLLM without tool parser',
      400,
      says('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
      'job',
      'endpoint.rejected',
    ],
    [
      'Ollama without tools',
      400,
      says('registry.ollama.ai/library/gemma does not support tools'),
      'job',
      'endpoint.rejected',
    ],
    [
      'a model that is not there, as 400',
      400,
      says('The model `x` does not exist.'),
      'job',
      'endpoint.model',
    ],
    [
      'a model that is not there',
      404,
      says('The model `x` does not exist.', 'model_not_found'),
      'job',
      'endpoint.model',
    ],
    ['Ollama: model', 404, says('model "x" not found, try pulling it first'), 'job', 'endpoint.model'],
    ['a path that is not there', 404, '{"detail":"Not Found"}', 'job', 'endpoint.notFound'],
    ['another method wanted', 405, '', 'job', 'endpoint.notFound'],
    ['no key', 401, says('Missing bearer'), 'job', 'endpoint.auth'],
    ['forbidden', 403, '', 'job', 'endpoint.auth'],
    ['payment', 402, '', 'job', 'endpoint.rejected'],
    ['too busy', 429, says('Slow down'), 'retry', 'endpoint.overloaded'],
    [
      'no credit left',
      429,
      says('You exceeded your current quota', 'insufficient_quota'),
      'job',
      'endpoint.overloaded',
    ],
    ['timeout at the server', 408, '', 'retry', 'endpoint.timeout'],
    ['body too large', 413, '', 'item', 'endpoint.tooLarge'],
    ['a fault', 500, 'oops', 'retry', 'endpoint.serverError'],
    ['a bad gateway', 502, '<html><h1>Bad Gateway</h1></html>', 'retry', 'endpoint.serverError'],
    ['unavailable', 503, '', 'retry', 'endpoint.overloaded'],
    ['gateway timeout', 504, '', 'retry', 'endpoint.serverError'],
    ['overloaded', 529, '', 'retry', 'endpoint.overloaded'],
    ['a redirect', 307, '', 'job', 'endpoint.redirect'],
  ] as const)('%s (%i)', (_, status, body, next, code) => {
    expect(readRefusal(status, body)).toMatchObject({ next, code })
  })

  it('only load halves the concurrency', () => {
    expect([429, 503, 529, 500, 502].map((status) => readRefusal(status, '').overloaded)).toEqual([
      true,
      true,
      true,
      undefined,
      undefined,
    ])
  })
})

describe('the server’s words', () => {
  it.each([
    ['{"error":{"message":"a  b","code":"c"}}', 'a b (c)'],
    ['{"error":"plain"}', 'plain'],
    ['{"message":"m"}', 'm'],
    ['{"detail":"d"}', 'd'],
    ['<html><style>x{}</style><body><h1>Bad</h1> Gateway</body>', 'Bad Gateway'],
    ['', ''],
    ['{"error":{"message":7}}', '{"error":{"message":7}}'],
  ])('%s → %s', (body, words) => expect(serverWords(body)).toBe(words))

  it('are cut', () => expect(serverWords('x'.repeat(10_000)).length).toBe(500))
})

describe('a field that a server will not take', () => {
  const sent = ['model', 'seed', 'top_k', 'chat_template_kwargs', 'max_tokens', 'response_format']
  it.each([
    ['Unrecognized request argument supplied: top_k', 'top_k'],
    ['Unknown name "seed": Cannot find field.', 'seed'],
    ["property 'chat_template_kwargs' is unsupported", 'chat_template_kwargs'],
    ["Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 'max_tokens'],
    ['This model does not support structured outputs', 'response_format'],
    ['presence_penalty is not supported', undefined],
    ['the seeds are wrong', undefined],
    ['temperature must be at most 2', undefined],
    ['max_tokens must be positive', undefined],
  ])('%s → %s', (words, field) => expect(refusedField(words, sent)).toBe(field))
})
