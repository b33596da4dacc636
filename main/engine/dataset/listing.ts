import type { Message, Sample } from '#core/sample/sample.ts'
import type { Answer } from '#core/tool-call/call.ts'
import type { Cell, Column } from './parquet.ts'
import { Spool } from './spool.ts'

const CUT = 300

/** Columns of samples.parquet: what a list shows and filters by, and the sample itself. */
export const LISTING_COLUMNS: readonly Column[] = [
  { name: 'ordinal', type: 'integer' },
  { name: 'split', type: 'text' },
  { name: 'id', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'language', type: 'text' },
  { name: 'messages', type: 'integer' },
  /** Names of the tools called; empty for a text answer. */
  { name: 'calls', type: 'texts' },
  /** Last user message and first answer, cut. */
  { name: 'prompt', type: 'text' },
  { name: 'answer', type: 'text' },
  /** Everything said, lower case. */
  { name: 'search', type: 'text' },
  /** Hashes, found again in tools.parquet. */
  { name: 'tools', type: 'texts' },
  /** The sample as JSON, without its tools. */
  { name: 'body', type: 'text' },
]

const answerText = (answer: Answer): string =>
  answer.kind === 'text'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${call.arguments}`).join('\n')

const messageText = (message: Message): string => {
  if (message.role === 'user') return message.text
  return message.role === 'assistant'
    ? answerText(message.answer)
    : message.results.map((result) => result.content).join('\n')
}

const cut = (text: string): string => text.slice(0, CUT).toWellFormed()

function cellsOf(sample: Sample, tools: readonly string[]): readonly Cell[] {
  const [first] = sample.accepted
  const lastUser = sample.messages.findLast((message) => message.role === 'user')
  const said = [...sample.messages.map(messageText), ...sample.accepted.map(answerText)].join('\n')
  return [
    sample.id,
    sample.kind,
    sample.language,
    sample.messages.length,
    first?.kind === 'calls' ? first.calls.map((call) => call.name.toWellFormed()) : [],
    cut(lastUser === undefined ? '' : messageText(lastUser)),
    cut(first === undefined ? '' : answerText(first)),
    said.toLowerCase().toWellFormed(),
    tools,
    JSON.stringify({ ...sample, tools: undefined }),
  ]
}

/** The rows of samples.parquet, waiting on disk for their split. */
export class Listing {
  private readonly spool: Spool

  constructor(file: string) {
    this.spool = new Spool(file)
  }

  add(sample: Sample, toolHashes: readonly string[]): void {
    this.spool.append(JSON.stringify(cellsOf(sample, toolHashes)))
  }

  row(ordinal: number, split: 'train' | 'test'): readonly Cell[] {
    // Written by `add` of this very object a moment ago.
    return [ordinal, split, ...(JSON.parse(this.spool.read(ordinal)) as Cell[])]
  }

  close(): void {
    this.spool.close()
  }
}
