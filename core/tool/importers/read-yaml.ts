import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from '../../json/exact.ts'
import { place } from './place.ts'
import { Refusal } from './refusal.ts'

const LARGEST = 16 * 1024 * 1024
const DEEPEST = 512
/** Lexical parts: about five for every key. */
const MOST_PARTS = 4_000_000
const MOST_DIRECTIVES = 100
/** Values after aliases are followed; a repeated part counts each time. */
const MOST_VALUES = 2_000_000
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

interface Read {
  readonly value: ExactJson
  readonly size: number
}

/** A number keeps the text of its source where that is JSON; `0x1F`, `.5` and `+1` are written anew. */
function scalar(node: Scalar): ExactJson {
  const { value, source } = node
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (source !== undefined && JSON_NUMBER.test(source)) return new ExactNumber(source)
    if (typeof value === 'bigint') return new ExactNumber(value.toString())
    return Number.isFinite(value) ? new ExactNumber(JSON.stringify(value)) : (source ?? String(value))
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  return source ?? null
}

/** Follows the nodes of a document; aliases share one value, and their size is counted as if they did not. */
class YamlReader {
  private readonly anchors = new Map<string, Read>()
  private readonly open = new Set<string>()

  node(node: unknown, depth: number): Read {
    if (depth > DEEPEST) throw new Refusal('file.deep')
    if (node === null || node === undefined) return { value: null, size: 1 }
    if (isAlias(node)) return this.alias(node)
    const anchor = (node as Node & { anchor?: string }).anchor
    if (anchor !== undefined) this.open.add(anchor)
    const read = this.plain(node, depth)
    if (read.size > MOST_VALUES) throw new Refusal('yaml.aliases')
    if (anchor !== undefined) {
      this.open.delete(anchor)
      this.anchors.set(anchor, read)
    }
    return read
  }

  private alias(node: Alias): Read {
    if (this.open.has(node.source)) throw new Refusal('yaml.cycle', node.source)
    const read = this.anchors.get(node.source)
    if (read === undefined) throw new Refusal('yaml.bad', `no anchor ${node.source}`)
    return read
  }

  private plain(node: unknown, depth: number): Read {
    if (isScalar(node)) return { value: scalar(node), size: 1 }
    if (isSeq(node)) {
      const reads = node.items.map((item) => this.node(item, depth + 1))
      return { value: reads.map((read) => read.value), size: reads.reduce((sum, read) => sum + read.size, 1) }
    }
    if (isMap(node)) return this.map(node, depth)
    throw new Refusal('yaml.bad')
  }

  private map(node: YAMLMap, depth: number): Read {
    const out: ExactObject = new Map()
    const merged: ExactObject[] = []
    let size = 1
    for (const pair of node.items) {
      const key = this.key(pair.key, depth)
      const read = this.node(pair.value, depth + 1)
      size += read.size
      const parts = Array.isArray(read.value) ? read.value : [read.value]
      if (key === '<<' && parts.every(isExactObject)) merged.push(...parts)
      else if (out.has(key)) throw new Refusal('yaml.duplicateKey', key)
      else out.set(key, read.value)
    }
    for (const part of merged) for (const [key, value] of part) if (!out.has(key)) out.set(key, value)
    return { value: out, size }
  }

  /** Keys are texts in JSON: `200:` and `null:` are taken as written. */
  private key(key: unknown, depth: number): string {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
    const { value } = this.node(key, depth + 1)
    if (typeof value === 'string') return value
    if (value instanceof ExactNumber) return value.text
    throw new Refusal('yaml.bad', 'a key that is a list or a map')
  }
}

/**
 * The first document of a text. The library's own `parseDocument` goes on after errors and formats each of them,
 * which takes minutes for a hostile text; this stops at the first and at a limit.
 */
function parseOne(text: string): Document {
  const lexer = new Lexer()
  const parser = new Parser()
  // Repeated keys: the library compares all with all; the reader above asks a map.
  const composer = new Composer({ uniqueKeys: false, intAsBigInt: true, prettyErrors: false })
  const documents: Document[] = []
  let directives = 0
  const take = (token: CST.Token): void => {
    if (token.type === 'error')
      throw new Refusal('yaml.bad', `${token.message} (${place(text, token.offset)})`)
    if (token.type === 'directive' && ++directives > MOST_DIRECTIVES)
      throw new Refusal('yaml.bad', token.source)
    documents.push(...composer.next(token))
  }
  let parts = 0
  for (const part of lexer.lex(text)) {
    if (++parts > MOST_PARTS) throw new Refusal('yaml.large')
    for (const token of parser.next(part)) take(token)
  }
  for (const token of parser.end()) take(token)
  documents.push(...composer.end(true, text.length))
  const [document, second] = documents
  if (document === undefined) throw new Refusal('yaml.bad')
  if (second) throw new Refusal('yaml.bad', 'more than one document')
  return document
}

/** @throws Refusal for what is not YAML, or not safe to expand */
export function readYaml(text: string): ExactJson {
  if (text.length > LARGEST) throw new Refusal('yaml.large')
  try {
    const document = parseOne(text)
    const [error] = document.errors
    // The library descends by recursion, has no limit of its own, and may report the end of the stack as an error.
    if (error?.message.startsWith('Maximum call stack')) throw new Refusal('file.deep')
    if (error) throw new Refusal('yaml.bad', `${error.message} (${place(text, error.pos[0])})`)
    return new YamlReader().node(document.contents, 0).value
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('file.deep')
    throw error
  }
}
