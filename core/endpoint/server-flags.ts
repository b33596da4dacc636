/** Words for a server's command line that make it fit. */
export interface ServerFlags {
  /** Of vLLM: calls become calls. */
  readonly tools: string
  /** Of vLLM: thinking is kept apart. */
  readonly thinking: string
}

/** Parsers of vLLM by family of models; the first that fits counts. */
const TOOL_PARSERS: readonly (readonly [family: RegExp, parser: string])[] = [
  [/qwen3[-_.]?coder/i, 'qwen3_coder'],
  [/llama[-_.]?4/i, 'llama4_pythonic'],
  [/llama[-_.]?3/i, 'llama3_json'],
  [/mistral|mixtral|ministral|magistral/i, 'mistral'],
  [/deepseek[-_.]?v3/i, 'deepseek_v3'],
  [/granite/i, 'granite'],
  [/gpt[-_.]?oss/i, 'openai'],
]
const THINKING_PARSERS: readonly (readonly [family: RegExp, parser: string])[] = [
  [/deepseek/i, 'deepseek_r1'],
  [/granite/i, 'granite'],
  [/magistral/i, 'mistral'],
]
const parserOf = (model: string, parsers: typeof TOOL_PARSERS, usual: string): string =>
  parsers.find(([family]) => family.test(model))?.[1] ?? usual

export const flagsFor = (model: string): ServerFlags => ({
  tools: `--enable-auto-tool-choice --tool-call-parser ${parserOf(model, TOOL_PARSERS, 'hermes')}`,
  thinking: `--reasoning-parser ${parserOf(model, THINKING_PARSERS, 'qwen3')}`,
})

/** How the usual servers are told to read so many tokens. */
export const contextFlags = (tokens: number): { readonly vllm: string; readonly all: string } => ({
  vllm: `--max-model-len ${tokens}`,
  all: `--max-model-len ${tokens} (vLLM), -c ${tokens} (llama-server), OLLAMA_CONTEXT_LENGTH=${tokens} (Ollama)`,
})
