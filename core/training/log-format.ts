/** Which logs can be read, how their records end, and how to tell one from another. */
import { readMetricLine } from './metric-line.ts'
import type { Point } from './point.ts'
import { readTrainerState, readTrlLine } from './trl-log.ts'
import { readVerlLine } from './verl-line.ts'

export const LOG_FORMATS = ['metrics', 'verl-console', 'trl-state', 'trl-console'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

interface Format {
  /** Bytes that end a record: nothing behind the last of them is read yet. */
  readonly ends: readonly number[]
  /** Two records of one step add up; otherwise the later one replaces the earlier. */
  readonly merges: boolean
  /** Written anew as a whole rather than appended to. */
  readonly rewritten: boolean
  /** @param last step of the record before; 0 at the start */
  points(text: string, last: number): Point[]
}

const NEWLINE = 0x0a
const RETURN = 0x0d
const BRACE = 0x7d

/** Progress bars move by carriage returns, so that a line may end by either sign. */
const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/)

const byLine = (
  read: (line: string) => Point | undefined,
): Pick<Format, 'ends' | 'rewritten' | 'points'> => ({
  ends: [NEWLINE, RETURN],
  rewritten: false,
  points: (text) => linesOf(text).flatMap((line) => read(line) ?? []),
})

const FORMATS: Readonly<Record<LogFormat, Format>> = {
  metrics: { ...byLine(readMetricLine), merges: false },
  'verl-console': { ...byLine(readVerlLine), merges: false },
  'trl-state': { ends: [BRACE], merges: true, rewritten: true, points: readTrainerState },
  'trl-console': {
    ends: [NEWLINE, RETURN],
    merges: true,
    rewritten: false,
    points: (text, last) => {
      const points: Point[] = []
      for (const line of linesOf(text)) {
        const point = readTrlLine(line, points.at(-1)?.step ?? last)
        if (point) points.push(point)
      }
      return points
    },
  },
}

export const formatOf = (format: LogFormat): Format => FORMATS[format]

/** What a stretch of a log is, or undefined where nothing in it is a record of a training. */
export function detectLog(text: string): LogFormat | undefined {
  for (const line of linesOf(text)) {
    if (readMetricLine(line)) return 'metrics'
    if (readVerlLine(line)) return 'verl-console'
    if (readTrlLine(line, 0)) return 'trl-console'
  }
  return readTrainerState(text).length > 0 ? 'trl-state' : undefined
}
