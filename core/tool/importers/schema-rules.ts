import type { ExactJson, ExactObject } from '../../json/exact.ts'
import { cleanText, cutText, plainText } from '../plain-text.ts'
import { type Notes, Refusal } from './refusal.ts'

/** How a layout's schemas are read. */
export interface SchemaRules {
  /** What a `$ref` points to. @throws Refusal */
  readonly resolve: (ref: string) => ExactJson
  readonly notes: Notes
  /**
   * True for layouts whose schemas go to models as they are: annotations that JSON Schema does not know stay, and
   * whatever is altered is told. False for OpenAPI, where the schema is made from the document anyway.
   */
  readonly keep: boolean
  /** Leave out `title`, which generators put on every part. */
  readonly dropTitles: boolean
  /** Type words of the layout's own dialect are no news: `dict` in BFCL, `STRING` in ToolBench. */
  readonly ownTypes: boolean
  /** Defaults of required parameters are examples (ToolBench). */
  readonly exampleDefaults: boolean
  /** Properties that only replies have are left out (requests of OpenAPI). */
  readonly dropReadOnly: boolean
  readonly text: (description: string) => string
  readonly maxValues: number
  readonly maxDepth: number
}

/** Longest descriptions, in UTF-16 units: of a tool, and of a part of its schema. */
const KEPT = 8000
const PLAIN_TOOL = 1024
const PLAIN_PART = 400

/** No more than this of a text is looked through for marks. */
const LOOKED_AT = 20_000

const shorten = (text: string, limit: number, notes: Notes): string => {
  if (text.length > limit) notes.add('description.cut')
  return cutText(text, limit)
}

/** A tool's description from a layout whose descriptions are plain already. */
export const keptDescription = (text: string, notes: Notes): string => shorten(cleanText(text), KEPT, notes)

/** A tool's description from a layout that allows HTML or Markdown. */
export function plainDescription(text: string, notes: Notes): string {
  const source = cutText(text, LOOKED_AT)
  const plain = plainText(source)
  if (plain !== cleanText(source)) notes.add('description.plain')
  return shorten(plain, PLAIN_TOOL, notes)
}

const noRefs = (ref: string): never => {
  throw new Refusal('ref.missing', ref)
}

const COMMON = {
  resolve: noRefs,
  dropTitles: false,
  ownTypes: false,
  exampleDefaults: false,
  dropReadOnly: false,
  maxValues: 1000,
  maxDepth: 32,
}

export const keptRules = (notes: Notes, over: Partial<SchemaRules> = {}): SchemaRules => ({
  ...COMMON,
  keep: true,
  text: (text) => shorten(cleanText(text), KEPT, notes),
  notes,
  ...over,
})

export const plainRules = (notes: Notes, over: Partial<SchemaRules> = {}): SchemaRules => ({
  ...COMMON,
  keep: false,
  dropTitles: true,
  text: (text) => cutText(plainText(cutText(text, LOOKED_AT)), PLAIN_PART),
  notes,
  maxValues: 400,
  maxDepth: 12,
  ...over,
})

/** What the parts of a schema need of its reader. */
export interface ReadsSchemas {
  readonly rules: SchemaRules
  /** @throws Refusal when a reference leads out of the file or nowhere */
  read(value: ExactJson, depth?: number): ExactObject
}
