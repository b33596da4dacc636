import { z } from 'zod'
import { Failure } from '../failure/failure.ts'
import { BYTE_SIGNS, bytesOf, piecesOf, signsOf } from './pieces.ts'

/** Tokens that are never made by merging. All are found in any text that is encoded: neutralise what users wrote. */
export const SPECIAL_TOKENS = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<think>',
  '</think>',
  '<tool_call>',
  '</tool_call>',
  '<tool_response>',
  '</tool_response>',
  '<tools>',
  '</tools>',
] as const
export type SpecialToken = (typeof SPECIAL_TOKENS)[number]

const pair = z.union([z.tuple([z.string(), z.string()]), z.string().transform((text) => text.split(' '))])
/** The part of Hugging Face's tokenizer.json that says what the ids are. */
const fileSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number().int().min(0), content: z.string().min(1) })),
  model: z.object({
    type: z.literal('BPE'),
    vocab: z.record(z.string(), z.number().int().min(0)),
    merges: z.array(pair),
  }),
})
type TokenizerFile = z.infer<typeof fileSchema>

const PIECES_KEPT = 1 << 16

/** @throws Failure `tokenizer.unreadable` */
function decode(text: string): TokenizerFile {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw new Failure('tokenizer.unreadable', {}, String(error))
  }
  const read = fileSchema.safeParse(raw)
  if (!read.success) throw new Failure('tokenizer.unreadable', {}, z.prettifyError(read.error))
  return read.data
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/**
 * Byte-level BPE with Qwen's cut, the same ids as Hugging Face's `tokenizers` gives for the same file. It was trained
 * so that letters, digits and signs never share a token: a value has the same ids in a sentence and in JSON.
 */
export class Tokenizer {
  /** Ids run from 0 to `size` − 1; a row of the embedding each. */
  readonly size: number
  private readonly ids: ReadonlyMap<string, number>
  private readonly ranks: ReadonlyMap<string, number>
  private readonly special: ReadonlyMap<string, number>
  private readonly specialCut: RegExp
  private readonly bytes: readonly (Uint8Array | undefined)[]
  private readonly known = new Map<string, readonly number[]>()

  private constructor({ added_tokens, model }: TokenizerFile) {
    this.ids = new Map(Object.entries(model.vocab))
    this.ranks = new Map(model.merges.map(([a = '', b = ''], rank) => [`${a} ${b}`, rank]))
    this.special = new Map(added_tokens.map(({ content, id }) => [content, id]))
    const longestFirst = [...this.special.keys()].sort((a, b) => b.length - a.length)
    this.specialCut = new RegExp(`(${longestFirst.map(escaped).join('|') || '(?!)'})`, 'u')
    const utf8 = new TextEncoder()
    const bytes: (Uint8Array | undefined)[] = []
    for (const [signs, id] of this.ids) bytes[id] = Uint8Array.from(bytesOf(signs) ?? utf8.encode(signs))
    for (const [text, id] of this.special) bytes[id] = utf8.encode(text)
    this.bytes = bytes
    this.size = bytes.length
  }

  /**
   * @param text of a tokenizer.json
   * @throws Failure `tokenizer.unreadable` where it is no byte-level BPE with every single byte
   */
  static read(text: string): Tokenizer {
    const file = decode(text)
    const missing = BYTE_SIGNS.find((sign) => file.model.vocab[sign] === undefined)
    if (missing !== undefined)
      throw new Failure('tokenizer.unreadable', {}, `no token for the byte ${JSON.stringify(missing)}`)
    return new Tokenizer(file)
  }

  /** Ids of a text; special tokens in it become their own. Half surrogate pairs are read as U+FFFD. */
  encode(text: string): number[] {
    return text.split(this.specialCut).flatMap((part) => {
      const id = this.special.get(part)
      return id === undefined ? piecesOf(part).flatMap((piece) => this.pieceIds(piece)) : [id]
    })
  }

  /** The text of ids; unknown ids say nothing, bytes that are no UTF-8 become U+FFFD. */
  decode(ids: Iterable<number>): string {
    const parts = Array.from(ids, (id) => this.bytes[id] ?? new Uint8Array())
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(all)
  }

  /** @throws Failure `tokenizer.unreadable` where the file lacks it */
  idOf(token: SpecialToken): number {
    const id = this.special.get(token)
    if (id === undefined) throw new Failure('tokenizer.unreadable', {}, `no token ${token}`)
    return id
  }

  private pieceIds(piece: string): readonly number[] {
    const known = this.known.get(piece)
    if (known) return known
    const ids = this.merged(signsOf(piece)).map((token) => this.ids.get(token) ?? 0)
    if (this.known.size >= PIECES_KEPT) this.known.clear()
    this.known.set(piece, ids)
    return ids
  }

  /** Merges the pair of lowest rank, the leftmost of equals, until none is left. */
  private merged(signs: string[]): string[] {
    const tokens = [...signs]
    for (;;) {
      let best = -1
      let bestRank = Number.POSITIVE_INFINITY
      for (let i = 0; i + 1 < tokens.length; i++) {
        const rank = this.ranks.get(`${tokens[i]} ${tokens[i + 1]}`) ?? Number.POSITIVE_INFINITY
        if (rank < bestRank) [best, bestRank] = [i, rank]
      }
      if (best < 0) return tokens
      tokens.splice(best, 2, `${tokens[best]}${tokens[best + 1]}`)
    }
  }
}
