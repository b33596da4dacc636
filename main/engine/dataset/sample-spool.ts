import { createHash, hash } from 'node:crypto'
import { renderAnswer, renderInput, renderInstruction } from '#core/sample/render-release.ts'
import type { Message, Sample } from '#core/sample/sample.ts'
import { toolHash } from '#core/sample/sample-id.ts'
import { acceptedJson, toolsJson, type VerlPlace, type VerlRow, verlRow } from '#core/sample/verl-row.ts'
import type { Tool } from '#core/tool/tool.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { Spool } from './spool.ts'

const CUT = 300

/** What is kept of a sample until all are there: its record and the renderings of its own part. */
export interface SpooledSample {
  readonly id: string
  readonly kind: Sample['kind']
  readonly language: Sample['language']
  readonly date: string
  /** Hashes of its tools. */
  readonly tools: readonly string[]
  readonly messages: number
  /** Names of the tools called; empty for a text answer. */
  readonly calls: readonly string[]
  /** Last user message and first answer, cut for lists. */
  readonly prompt: string
  readonly answer: string
  /** Everything said, lower case. */
  readonly search: string
  readonly input: string
  readonly output: string
  readonly accepted: string
  /** The sample as JSON, hashes in place of its tools. */
  readonly body: string
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex')

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

function spooled(sample: Sample, tools: readonly string[]): SpooledSample {
  const [first] = sample.accepted
  const lastUser = sample.messages.findLast((message) => message.role === 'user')
  return {
    id: sample.id,
    kind: sample.kind,
    language: sample.language,
    date: sample.date,
    tools,
    messages: sample.messages.length,
    calls: first?.kind === 'calls' ? first.calls.map((call) => call.name) : [],
    prompt: lastUser === undefined ? '' : messageText(lastUser).slice(0, CUT).toWellFormed(),
    answer: first === undefined ? '' : answerText(first).slice(0, CUT).toWellFormed(),
    search: [...sample.messages.map(messageText), ...sample.accepted.map(answerText)]
      .join('\n')
      .toLowerCase()
      .toWellFormed(),
    input: renderInput(sample.messages),
    output: first === undefined ? '' : renderAnswer(first),
    accepted: acceptedJson(sample),
    body: JSON.stringify({ ...sample, tools }),
  }
}

/**
 * Samples on their way into files. Tools are kept once; the samples wait on disk until their number, and with it
 * the split, is known.
 */
export class SampleSpool {
  /** By hash, in the order they came. */
  readonly tools = new Map<string, Tool>()
  private readonly spool: Spool
  private readonly ids = new Set<string>()
  private readonly digest = createHash('sha256')
  private readonly preamble: string

  /** @param preamble the policy's prompt; its text opens every rendering. */
  constructor(file: string, preamble: string) {
    this.spool = new Spool(file)
    this.preamble = preamble
    this.digest.update(preamble)
  }

  get count(): number {
    return this.spool.count
  }

  /** False when the sample is there already. */
  add(sample: Sample): boolean {
    if (this.ids.has(sample.id)) return false
    this.ids.add(sample.id)
    const hashes = sample.tools.map((tool) => {
      const digest = toolHash(tool, sha256)
      if (!this.tools.has(digest)) this.tools.set(digest, tool)
      return digest
    })
    const row = spooled(sample, hashes)
    this.digest.update(row.body).update('\n')
    this.spool.append(JSON.stringify(row))
    return true
  }

  /** Of the samples in order, their prompt and what else decides the files. */
  hash(...rest: readonly (string | number)[]): string {
    return this.digest.copy().update(rest.join(' ')).digest('hex').slice(0, 32)
  }

  read(ordinal: number): SpooledSample {
    // Written by `add` of this very object a moment ago; nothing else can have touched it.
    return JSON.parse(this.spool.read(ordinal)) as SpooledSample
  }

  instructionOf(row: SpooledSample): string {
    return renderInstruction(this.preamble, row.date, this.toolsOf(row))
  }

  verlRow(ordinal: number, place: VerlPlace): VerlRow {
    const row = this.read(ordinal)
    const tools = toolsJson(this.toolsOf(row))
    const text = { instruction: this.instructionOf(row), input: row.input, output: row.output }
    return verlRow({ id: row.id, kind: row.kind, tools, accepted: row.accepted }, text, place)
  }

  close(): void {
    this.spool.close()
  }

  private toolsOf(row: SpooledSample): Tool[] {
    return row.tools.flatMap((hash) => this.tools.get(hash) ?? [])
  }
}
