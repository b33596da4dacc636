import { Failure } from '#core/failure/failure.ts'

/** Reads back what was stored as JSON. @throws Failure `record.damaged` when it is no longer what was written */
export function readStored<T>(what: string, text: string, decode: (raw: unknown) => T): T {
  try {
    return decode(JSON.parse(text))
  } catch (error) {
    throw new Failure('record.damaged', { what }, error instanceof Error ? error.message : String(error))
  }
}
