import { createHash, hash } from 'node:crypto'
import { renderAnswer, renderInput, renderInstruction } from '#core/sample/render-release.ts'
import type { Sample } from '#core/sample/sample.ts'
import { toolHash } from '#core/sample/sample-id.ts'
import { acceptedJson, toolsJson, type VerlPlace, type VerlRow, verlRow } from '#core/sample/verl-row.ts'
import type { Tool } from '#core/tool/tool.ts'
import { Spool } from './spool.ts'

export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** What is kept of a sample until all are there: the renderings of its own part. */
interface SpooledSample {
  readonly id: string
  readonly kind: string
  readonly date: string
  /** Places in the list of tools. */
  readonly tools: readonly number[]
  readonly input: string
  readonly output: string
  readonly accepted: string
}

export interface KnownTool {
  readonly hash: string
  readonly tool: Tool
}

/**
 * Samples on their way into files. Tools are kept once; the samples wait on disk until their number, and with it
 * the split, is known.
 */
export class SampleSpool {
  /** In the order they came. */
  readonly tools: KnownTool[] = []
  private readonly places = new Map<string, number>()
  private readonly spool: Spool
  private readonly ids = new Set<string>()
  private readonly digest = createHash('sha256')
  private readonly preamble: string
  private readonly added: (sample: Sample, toolHashes: readonly string[]) => void

  /**
   * @param preamble the policy's prompt; its text opens every rendering
   * @param added hears of each sample taken, with the hashes of its tools
   */
  constructor(
    file: string,
    preamble: string,
    added: (sample: Sample, toolHashes: readonly string[]) => void = () => undefined,
  ) {
    this.spool = new Spool(file)
    this.preamble = preamble
    this.added = added
    this.digest.update(preamble)
  }

  get count(): number {
    return this.spool.count
  }

  /** False when the sample is there already. */
  add(sample: Sample): boolean {
    if (this.ids.has(sample.id)) return false
    this.ids.add(sample.id)
    const hashes = sample.tools.map((tool) => toolHash(tool, sha256))
    const [first] = sample.accepted
    const row: SpooledSample = {
      id: sample.id,
      kind: sample.kind,
      date: sample.date,
      tools: sample.tools.map((tool, i) => this.placeOf(hashes[i] ?? '', tool)),
      input: renderInput(sample.messages),
      output: first === undefined ? '' : renderAnswer(first),
      accepted: acceptedJson(sample),
    }
    // The id stands for the content; where it comes from and what it is called are not part of it.
    this.digest.update(JSON.stringify([sample.id, sample.toolSetHash, sample.parents]))
    this.spool.append(JSON.stringify(row))
    this.added(sample, hashes)
    return true
  }

  /** Of the samples in order, their prompt and what else decides the files. */
  hash(...rest: readonly (string | number)[]): string {
    return this.digest.copy().update(rest.join(' ')).digest('hex').slice(0, 32)
  }

  /** The three texts of the release layout. */
  rendering(ordinal: number): { instruction: string; input: string; output: string } {
    const row = this.read(ordinal)
    return { instruction: this.instructionOf(row), input: row.input, output: row.output }
  }

  verlRow(ordinal: number, place: VerlPlace): VerlRow {
    const row = this.read(ordinal)
    const text = { instruction: this.instructionOf(row), input: row.input, output: row.output }
    const tools = toolsJson(this.toolsOf(row))
    return verlRow({ id: row.id, kind: row.kind, tools, accepted: row.accepted }, text, place)
  }

  close(): void {
    this.spool.close()
  }

  private placeOf(digest: string, tool: Tool): number {
    let place = this.places.get(digest)
    if (place === undefined) {
      place = this.tools.push({ hash: digest, tool }) - 1
      this.places.set(digest, place)
    }
    return place
  }

  private read(ordinal: number): SpooledSample {
    // Written by `add` of this very object a moment ago; nothing else can have touched it.
    return JSON.parse(this.spool.read(ordinal)) as SpooledSample
  }

  private instructionOf(row: SpooledSample): string {
    return renderInstruction(this.preamble, row.date, this.toolsOf(row))
  }

  private toolsOf(row: SpooledSample): Tool[] {
    return row.tools.flatMap((place) => this.tools[place]?.tool ?? [])
  }
}
