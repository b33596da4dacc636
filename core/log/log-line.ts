/** One line of the program's own logs, as JSON, so that a line is a line whatever stands in it. */
import { z } from 'zod'

/** From the least to the most serious. */
export const LOG_LEVELS = ['info', 'warning', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Who wrote it: the window's main process with what it starts, or the engine. Each writes files of its own. */
export const LOG_PARTS = ['app', 'engine'] as const
export type LogPart = (typeof LOG_PARTS)[number]

const lineSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  level: z.enum(LOG_LEVELS),
  part: z.enum(LOG_PARTS),
  text: z.string(),
  /** Technical text behind it, e.g. a stack. */
  detail: z.string().exactOptional(),
})
export type LogLine = z.infer<typeof lineSchema>

const LONGEST = { text: 2000, detail: 8000 } as const

/** One line without its end; what is too long is cut. */
export function printLogLine({ text, detail, ...line }: LogLine): string {
  const cut = (words: string, most: number): string =>
    words.length > most ? `${words.slice(0, most)}…` : words
  return JSON.stringify({
    ...line,
    text: cut(text, LONGEST.text),
    ...(detail === undefined ? {} : { detail: cut(detail, LONGEST.detail) }),
  })
}

/** Undefined for what is no such line, e.g. one that a crash tore. */
export function readLogLine(text: string): LogLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export interface LogFilter {
  readonly part?: LogPart | undefined
  /** This serious and more. */
  readonly level: LogLevel
  /** Words that all have to stand in the line, in any order and case. */
  readonly search: string
}

export function fits(line: LogLine, { part, level, search }: LogFilter): boolean {
  if (part !== undefined && line.part !== part) return false
  if (LOG_LEVELS.indexOf(line.level) < LOG_LEVELS.indexOf(level)) return false
  const all = `${line.text} ${line.detail ?? ''}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
