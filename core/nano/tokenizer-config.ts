/** Qwen's layout as a Jinja template, for servers that are sent messages; the same text as `layOutChat` makes. */
const CHAT_TEMPLATE = `{%- for message in messages -%}
{{- '<|im_start|>' + ('user' if message.role == 'tool' else message.role) + '\\n' -}}
{%- set said = message.content | replace('<|', '< |') -%}
{{- '<tool_response>\\n' + said + '\\n</tool_response>' if message.role == 'tool' else said -}}
{{- '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}`

/**
 * The text of tokenizer_config.json, beside tokenizer.json: without it transformers, TRL and vLLM would take Qwen's
 * own tokenizer class, and know neither the end of an answer nor the layout of a chat.
 *
 * @param context tokens of prompt and answer together
 */
export const tokenizerConfig = (context: number): string =>
  `${JSON.stringify(
    {
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: context,
      eos_token: '<|im_end|>',
      pad_token: '<|endoftext|>',
      clean_up_tokenization_spaces: false,
      chat_template: CHAT_TEMPLATE,
    },
    null,
    2,
  )}\n`
