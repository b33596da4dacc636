import type { Tool } from '../tool/tool.ts'
import type { Message, Sample } from './sample.ts'

/** Hexadecimal digest of a text, at least 24 digits; passed in, since core has no hashing of its own. */
export type Hash = (text: string) => string

const DIGITS = 24

/** Digests of parts that many samples share, so that each is read once. */
class Digests<T extends object> {
  private readonly known = new WeakMap<T, string>()
  private readonly print: (part: T, hash: Hash) => string

  constructor(print: (part: T, hash: Hash) => string) {
    this.print = print
  }

  of(part: T, hash: Hash): string {
    let digest = this.known.get(part)
    if (digest === undefined) {
      digest = hash(this.print(part, hash)).slice(0, DIGITS)
      this.known.set(part, digest)
    }
    return digest
  }
}

// A definition that is kept as written says all that was read out of it.
const tools = new Digests<Tool>(
  ({ name, description, parameters, results, category, sourceName, written }) =>
    written === undefined
      ? JSON.stringify([name, description, parameters, results, category, sourceName])
      : `${name}\n${written}`,
)
const toolLists = new Digests<readonly Tool[]>((list, hash) =>
  list.map((tool) => tools.of(tool, hash)).join(' '),
)
const messages = new Digests<Message>((message) => JSON.stringify(message))

/** Identifies a tool's definition; the same everywhere. */
export const toolHash = (tool: Tool, hash: Hash): string => tools.of(tool, hash)

/** Identifies a list of tools by the definitions and their order. */
export const toolListHash = (list: readonly Tool[], hash: Hash): string => toolLists.of(list, hash)

/**
 * A sample's id: the same content from the same place in its source has the same id in every run, whatever the job
 * is called. `place` tells apart equal samples of different dialogs.
 */
export function sampleId(sample: Omit<Sample, 'id' | 'parents'>, place: string, hash: Hash): string {
  const { date, language, accepted, kind, missing } = sample
  const shown = sample.messages.map((message) => messages.of(message, hash))
  const parts = [place, toolListHash(sample.tools, hash), date, language, shown, accepted, kind, missing]
  return hash(JSON.stringify(parts)).slice(0, DIGITS)
}
