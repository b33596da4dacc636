/**
 * How a text is cut before its bytes are merged, and how bytes are written in a vocabulary: both as Qwen's tokenizers
 * do it, so that `tokenizers`, transformers and llama.cpp read the same ids.
 */

/** The cut of Qwen 2, as Hugging Face's `tokenizers` writes it in tokenizer.json. */
export const QWEN_CUT =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

// The same for JavaScript, whose \s differs from Unicode's white space in two signs; ſ is an s to a cut without case.
const CUT =
  /'(?:[sStTmMdDſ]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

/** The pieces of a text, in order; side by side they are the text. */
export const piecesOf = (text: string): string[] => text.match(CUT) ?? []

const isPlain = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae

/** The visible sign that stands for each byte in a vocabulary (GPT-2's alphabet). */
export const BYTE_SIGNS: readonly string[] = (() => {
  let hidden = 0
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPlain(byte) ? byte : 0x100 + hidden++),
  )
})()

const BYTES: ReadonlyMap<string, number> = new Map(BYTE_SIGNS.map((sign, byte) => [sign, byte]))

const utf8 = new TextEncoder()

/** A piece as the signs of its UTF-8 bytes; half surrogate pairs become U+FFFD. */
export const signsOf = (piece: string): string[] =>
  Array.from(utf8.encode(piece), (byte) => BYTE_SIGNS[byte] ?? '')

/** The bytes that the signs stand for; undefined where one stands for none. */
export function bytesOf(signs: string): number[] | undefined {
  const bytes = Array.from(signs, (sign) => BYTES.get(sign))
  return bytes.every((byte) => byte !== undefined) ? bytes : undefined
}
