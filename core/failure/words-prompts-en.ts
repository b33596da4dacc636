import type { Words } from './word-table.ts'

/** Tokenizers, chat templates and a project's own prompts. */
export const EN_PROMPTS: Words = {
  'tokenizer.notFound': {
    message: 'There is no tokenizer.json in {{folder}}.',
    hint: 'Choose the folder that holds the model’s tokenizer.json (and, beside it, its chat template).',
  },
  'tokenizer.damaged': {
    message: 'The model’s tokenizer files cannot be read.',
    hint: 'The details say which part is wrong. Take tokenizer.json and tokenizer_config.json anew from where the model came.',
  },
  'tokenizer.tooLarge': {
    message: '{{file}} has {{mb}} MB: that is no tokenizer file.',
    hint: 'Choose the folder of the model’s tokenizer, not one with other files of these names.',
  },
  'tokenizer.unsupported': {
    message: 'This tokenizer has a part that LoopTool would count wrongly: {{part}}.',
    hint: 'Let the server count instead (vLLM offers it), or go on with an estimate.',
  },
  'tokenizer.tooSlow': {
    message: 'The tokenizer was not read in time.',
    hint: 'Close other programs and try again, or let the server count.',
  },
  'tokenizer.noServer': {
    message: 'The server at {{host}} does not count tokens: it has no /tokenize.',
    hint: 'Choose the folder with the model’s tokenizer.json instead. vLLM offers /tokenize; most other servers do not.',
  },
  'tokenizer.serverRefused': {
    message: 'The server at {{host}} refused to count tokens (status {{status}}).',
    hint: 'The details hold its words. Check the model’s name and the key, or choose the folder with tokenizer.json instead.',
  },
  'template.broken': {
    message: 'The model’s chat template cannot be run.',
    hint: 'The details say where it fails. Use the chat_template.jinja that the model’s makers ship.',
  },
  'template.refused': {
    message: 'The model’s chat template refuses this dialog: “{{reason}}”.',
    hint: 'The model was not made for such dialogs. Choose another template, or samples that it takes.',
  },
  'template.tooSlow': {
    message: 'The model’s chat template did not end within {{seconds}} s and was stopped.',
    hint: 'A loop in it may never end. Use the chat_template.jinja that the model’s makers ship.',
  },
  'prompt.unknown': {
    message: 'There is no prompt named {{id}}.',
    hint: 'Choose a prompt from the list.',
  },
  'prompt.damaged': {
    message: 'This project’s own version of {{id}} cannot be used: {{why}}.',
    hint: 'Open Prompts: put it right there, or say that the shipped version is to be used.',
  },
  'prompt.stale': {
    message: 'Prompt {{id}} was changed meanwhile by somebody else.',
    hint: 'Look at the version on disk before you save over it.',
  },
}
