/** The layouts that the importer knows. */
export const IMPORT_FORMATS = [
  'openai',
  'toolbench-flat',
  'toolbench-tool',
  'toolbench-query',
  'mcp',
  'bfcl',
  'openapi',
  'unknown',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** What became of one file; every tool of it is in `tools` or in `refused`. */
export interface ImportReport {
  readonly file: string
  readonly format: ImportFormat
  /** Names of the tools taken, in order. */
  readonly tools: readonly string[]
  /** What had to be altered; `what` is a code of import-words. */
  readonly changed: readonly { readonly tool: string; readonly what: string; readonly detail?: string }[]
  /** What was not taken; `where` is a path inside the file. */
  readonly refused: readonly { readonly where: string; readonly why: string; readonly detail?: string }[]
}
