/** Learns a byte-level BPE vocabulary from texts (Sennrich et al., arXiv 1508.07909), in which nothing glues to letters. */
import { BYTE_SIGNS, piecesOf, QWEN_CUT, signsOf } from './pieces.ts'
import { SPECIAL_TOKENS } from './tokenizer.ts'

/** Letters apart from what stands before them: merges learned from these never join the two. */
const PARTS = /\p{L}+|\P{L}+/gu

interface Word {
  readonly count: number
  tokens: string[]
}

function countWords(texts: Iterable<string>): Word[] {
  const counts = new Map<string, number>()
  const specials = new RegExp(SPECIAL_TOKENS.map((token) => token.replace(/[|/]/g, '\\$&')).join('|'), 'g')
  for (const text of texts) {
    for (const stretch of text.split(specials))
      for (const piece of piecesOf(stretch))
        for (const [part] of piece.matchAll(PARTS)) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  return [...counts].map(([part, count]) => ({ count, tokens: signsOf(part) }))
}

const pairsOf = ({ tokens }: Word): string[] => tokens.slice(1).map((token, i) => `${tokens[i]} ${token}`)

function joined(tokens: readonly string[], left: string, right: string): string[] {
  const out: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const pair = tokens[i] === left && tokens[i + 1] === right
    out.push(pair ? left + right : (tokens[i] ?? ''))
    if (pair) i++
  }
  return out
}

/** Counts of neighbouring tokens over all words, kept while words change. */
class PairCounts {
  private readonly counts = new Map<string, number>()
  private readonly places = new Map<string, Set<Word>>()

  add(word: Word, sign: 1 | -1): void {
    for (const pair of pairsOf(word)) {
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * word.count)
      const places = this.places.get(pair) ?? new Set()
      places.add(word)
      this.places.set(pair, places)
    }
  }

  /** The most frequent pair, of equals the first in the order of code units; undefined where none comes twice. */
  best(): string | undefined {
    let best: string | undefined
    let most = 1
    for (const [pair, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count]
    }
    return best
  }

  take(pair: string): Word[] {
    const words = [...(this.places.get(pair) ?? [])]
    this.places.delete(pair)
    return words
  }
}

/** @returns merges in order of rank, fewer than `wanted` where the texts hold no more */
function learnMerges(texts: Iterable<string>, wanted: number): [string, string][] {
  const counts = new PairCounts()
  for (const word of countWords(texts)) counts.add(word, 1)
  const merges: [string, string][] = []
  for (let pair = counts.best(); pair !== undefined && merges.length < wanted; pair = counts.best()) {
    const [left = '', right = ''] = pair.split(' ')
    merges.push([left, right])
    for (const word of counts.take(pair)) {
      counts.add(word, -1)
      word.tokens = joined(word.tokens, left, right)
      counts.add(word, 1)
    }
  }
  return merges
}

const added = (content: string, id: number) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  // What a chat template writes is left out of decoded answers; call and think tags are part of them.
  special: content.startsWith('<|'),
})

/**
 * Trains on texts and returns the text of a tokenizer.json: bytes first, then merges, then the special tokens.
 *
 * @param size ids in all; at least 256 bytes and the special tokens
 */
export function trainTokenizer(texts: Iterable<string>, size: number): string {
  const merges = learnMerges(texts, size - BYTE_SIGNS.length - SPECIAL_TOKENS.length)
  const tokens = [...BYTE_SIGNS, ...merges.map((pair) => pair.join(''))]
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL_TOKENS.map((token, i) => added(token, tokens.length + i)),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: QWEN_CUT }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  }
  return `${JSON.stringify(file, null, 1)}\n`
}
