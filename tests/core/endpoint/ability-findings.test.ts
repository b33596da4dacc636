/** Verdicts that a table of servers cannot reach one by one: limits named in any wording, parsers by family. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { namedLimit } from '#core/endpoint/ability-findings.ts'
import { flagsFor } from '#core/endpoint/server-flags.ts'

it.each([
  ["This model's maximum context length is 8192 tokens. However, you requested 11312 tokens", 8192],
  ['the request exceeds the available context size (4096 tokens), try increasing it', 4096],
  ['n_ctx: 2048, n_prompt: 11300', 2048],
  ['prompt is too long: 213,004 tokens > 200,000 maximum', undefined],
  ['max_model_len=32,768', 32768],
  ['something else', undefined],
])('%j names %s', (words, tokens) => {
  expect(namedLimit(words)).toBe(tokens)
})

it('never takes long over any server’s words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 5000 }), (words) => {
      const limit = namedLimit(`maximum ${words}`)
      expect(limit === undefined || limit >= 0).toBe(true)
    }),
  )
})

it.each([
  ['Qwen/Qwen3-8B', 'hermes'],
  ['meta-llama/Llama-3.1-8B-Instruct', 'llama3_json'],
  ['mistralai/Mistral-7B-Instruct-v0.3', 'mistral'],
  ['Qwen/Qwen3-Coder-30B', 'qwen3_coder'],
  ['NousResearch/Hermes-3', 'hermes'],
])('%s is served with the parser %s', (model, parser) => {
  expect(flagsFor(model).tools).toBe(`--enable-auto-tool-choice --tool-call-parser ${parser}`)
})
