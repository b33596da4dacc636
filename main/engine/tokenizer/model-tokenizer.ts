/** A Hugging Face tokenizer.json at work: the same ids as transformers gives. */
import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'

const pieceSchema = z.looseObject({ type: z.string() })
const fileSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.number().int().min(0), content: z.string() })),
  normalizer: pieceSchema.nullish(),
  pre_tokenizer: pieceSchema.nullish(),
  model: z.looseObject({ type: z.enum(['BPE', 'WordPiece', 'Unigram']) }),
  post_processor: pieceSchema.nullish(),
  decoder: pieceSchema.nullish(),
})
type TokenizerFile = z.infer<typeof fileSchema>

const splitSchema = z.looseObject({
  type: z.literal('Split'),
  behavior: z.string(),
  pattern: z.record(z.string(), z.unknown()),
})
const KNOWN_SPLITS = ['isolated', 'removed']

const tokenSchema = z.union([
  z.string(),
  z.looseObject({ content: z.string() }).transform(({ content }) => content),
])
const configSchema = z.looseObject({})

const piecesOf = (piece: Record<string, unknown> | null | undefined, list: string): unknown[] => {
  const inner = piece?.[list]
  return Array.isArray(inner) ? inner : piece ? [piece] : []
}

/**
 * Splits that the library does by halves would give wrong ids without a word, so such a file is refused. One of them
 * is harmless: cutting at spaces (Gemma) behind a normalizer that leaves none.
 */
function refuseUnknownSplits({ pre_tokenizer, normalizer }: TokenizerFile): void {
  const noSpaces = JSON.stringify(normalizer ?? null).includes('{"String":" "}')
  for (const piece of piecesOf(pre_tokenizer, 'pretokenizers')) {
    const split = splitSchema.safeParse(piece).data
    if (split === undefined || KNOWN_SPLITS.includes(split.behavior.toLowerCase())) continue
    if (split.pattern.String === ' ' && noSpaces) continue
    throw new Failure('tokenizer.unsupported', { part: `Split ${split.behavior}` })
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure('tokenizer.damaged', {}, String(error))
  }
}

/** @throws Failure `tokenizer.unreadable` */
function decode<T>(schema: z.ZodType<T>, text: string): T {
  const read = schema.safeParse(parse(text))
  if (!read.success) throw new Failure('tokenizer.damaged', {}, z.prettifyError(read.error))
  return read.data
}

export class ModelTokenizer {
  private readonly tokenizer: Tokenizer
  /** Tokens that it knows, those that were added later included. */
  readonly size: number
  /** Named tokens that a chat template may write (`bos_token`, …), as they stand in the configuration. */
  readonly named: Readonly<Record<string, string>>

  private constructor(tokenizer: Tokenizer, config: Record<string, unknown>) {
    this.tokenizer = tokenizer
    this.size = tokenizer.get_vocab(true).size
    this.named = Object.fromEntries(
      Object.entries(config).flatMap(([name, value]) => {
        const token = name.endsWith('_token') ? tokenSchema.safeParse(value).data : undefined
        return token === undefined ? [] : [[name, token]]
      }),
    )
  }

  /**
   * @param tokenizer text of tokenizer.json
   * @param config text of tokenizer_config.json
   * @throws Failure `tokenizer.unreadable`, `tokenizer.unsupported`
   */
  static read(tokenizer: string, config: string): ModelTokenizer {
    const file = decode(fileSchema, tokenizer)
    refuseUnknownSplits(file)
    const named = decode(configSchema, config)
    try {
      return new ModelTokenizer(new Tokenizer(file, named), named)
    } catch (error) {
      const unknown = /^Unknown (.+ type: .+)$/.exec(error instanceof Error ? error.message : '')?.[1]
      if (unknown !== undefined) throw new Failure('tokenizer.unsupported', { part: unknown })
      throw new Failure('tokenizer.damaged', {}, String(error))
    }
  }

  /** Ids of a text as it stands: no token is put before or behind it (a template writes those that belong there). */
  encode(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false }).ids
  }

  /** The text of ids, special tokens included. */
  decode(ids: readonly number[]): string {
    return ids.length === 0 ? '' : this.tokenizer.decode([...ids], { skip_special_tokens: false })
  }

  count(text: string): number {
    return this.encode(text).length
  }
}
