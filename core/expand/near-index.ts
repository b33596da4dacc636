/**
 * Nearly equal samples, found one at a time among many. A sample is the set of its shingles (runs of three words);
 * two are near when the sets' Jaccard similarity reaches a threshold. Candidates come from MinHash signatures in
 * bands (Broder 1997; Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, ch. 3) and are then compared exactly,
 * so a copy that is found is one; with 16 bands of 4, a pair of similarity 0.8 is missed about twice in 10,000.
 */
import { loose, wordsOf } from '../ground/said.ts'
import { tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Message, Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'

const BANDS = 16
const ROWS = 4
/** Samples compared in full for one question; those that share the most bands come first. */
const MOST_COMPARED = 200
const SHINGLE = 3

/** What a similarity is taken of; tools and date are the same for a whole family and say nothing. */
export type NearText = Pick<Sample, 'messages' | 'accepted'>

const jsonWords = (text: string): string => {
  const value = tryReadJson(text)
  return value === undefined ? text : printJson(value)
}

function answerText(answer: Answer | undefined): string {
  if (answer === undefined) return ''
  if (answer.kind === 'text') return answer.text
  return answer.calls.map((call) => `${call.name} ${jsonWords(call.arguments)}`).join('\n')
}

function messageText(message: Message): string {
  if (message.role === 'user') return message.text
  if (message.role === 'assistant') return answerText(message.answer)
  return message.results.map(({ content }) => jsonWords(content)).join('\n')
}

/** FNV-1a over UTF-16 units, with a last mix so that all bits depend on all of the text. */
function hashText(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return mix(h)
}

function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 2246822507)
  h = Math.imul(h ^ (h >>> 13), 3266489909)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hashes of the shingles of a text, ascending, none twice. */
function shinglesOf(text: string): Uint32Array {
  const words = wordsOf(loose(text))
  const hashes = new Set<number>()
  const last = Math.max(1, words.length - SHINGLE + 1)
  for (let i = 0; i < last && words.length > 0; i++)
    hashes.add(hashText(words.slice(i, i + SHINGLE).join(' ')))
  return Uint32Array.from(hashes).sort()
}

/** The samples of a dialog share their messages, so each is cut up once. */
const known = new WeakMap<Message, Uint32Array>()
function messageShingles(message: Message): Uint32Array {
  let shingles = known.get(message)
  if (shingles === undefined) {
    shingles = shinglesOf(messageText(message))
    known.set(message, shingles)
  }
  return shingles
}

/** The shingles of a sample: of its messages and of its first accepted answer. */
export function sampleShingles({ messages, accepted }: NearText): Uint32Array {
  const all = new Set<number>()
  for (const message of messages) for (const shingle of messageShingles(message)) all.add(shingle)
  for (const shingle of shinglesOf(answerText(accepted[0]))) all.add(shingle)
  return Uint32Array.from(all).sort()
}

function sharedCount(a: Uint32Array, b: Uint32Array): number {
  let [i, j, shared] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] ?? 0, b[j] ?? 0]
    if (left === right) shared++
    if (left <= right) i++
    if (right <= left) j++
  }
  return shared
}

/** |a ∩ b| / |a ∪ b| of two ascending lists; 0 for empty ones. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  const shared = sharedCount(a, b)
  const union = a.length + b.length - shared
  return union === 0 ? 0 : shared / union
}

/** |a ∩ b| / min(|a|, |b|): 1 where one holds all of the other, whatever else it says. 0 where one is empty. */
export function containment(a: Uint32Array, b: Uint32Array): number {
  const least = Math.min(a.length, b.length)
  return least === 0 ? 0 : sharedCount(a, b) / least
}

const SEEDS = Array.from({ length: BANDS * ROWS }, (_, i) => mix(i + 1))

/** One key a band: the least hash of the set under each of the band's orders. */
function bandKeys(shingles: Uint32Array): string[] {
  const least = new Uint32Array(SEEDS.length).fill(0xffffffff)
  for (const shingle of shingles) {
    for (let i = 0; i < least.length; i++) {
      const h = mix(shingle ^ (SEEDS[i] ?? 0))
      if (h < (least[i] ?? 0)) least[i] = h
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    String.fromCharCode(band, ...new Uint16Array(least.slice(band * ROWS, (band + 1) * ROWS).buffer)),
  )
}

export interface NearCopy {
  readonly id: string
  /** Jaccard similarity, from the threshold to 1. */
  readonly similarity: number
}

/** Samples to compare with. The same samples added in the same order give the same answers. */
export class NearIndex {
  private readonly threshold: number
  private readonly ids: string[] = []
  private readonly sets: Uint32Array[] = []
  private readonly buckets = new Map<string, number[]>()

  /** @param threshold similarity from which two samples are near, above 0 and at most 1 */
  constructor(threshold: number) {
    this.threshold = threshold
  }

  get size(): number {
    return this.ids.length
  }

  add(id: string, text: NearText): void {
    this.addShingles(id, sampleShingles(text))
  }

  addShingles(id: string, shingles: Uint32Array): void {
    const place = this.ids.push(id) - 1
    this.sets.push(shingles)
    for (const key of bandKeys(shingles)) {
      const bucket = this.buckets.get(key)
      if (bucket === undefined) this.buckets.set(key, [place])
      else bucket.push(place)
    }
  }

  /** The most similar sample that is near; the earliest where several are. A sample of this very id is passed over. */
  find(text: NearText, id = ''): NearCopy | undefined {
    return this.findShingles(sampleShingles(text), id)
  }

  findShingles(shingles: Uint32Array, id = ''): NearCopy | undefined {
    let best: NearCopy | undefined
    for (const place of this.candidates(shingles)) {
      const other = this.ids[place] ?? ''
      if (other === id) continue
      const similarity = jaccard(shingles, this.sets[place] ?? new Uint32Array())
      if (similarity >= this.threshold && similarity > (best?.similarity ?? 0))
        best = { id: other, similarity }
      if (similarity === 1) break
    }
    return best
  }

  private candidates(shingles: Uint32Array): number[] {
    const shared = new Map<number, number>()
    for (const key of bandKeys(shingles))
      for (const place of this.buckets.get(key) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1)
    return [...shared]
      .sort(([a, n], [b, m]) => m - n || a - b)
      .slice(0, MOST_COMPARED)
      .map(([place]) => place)
  }
}
