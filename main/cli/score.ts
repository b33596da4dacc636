import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '#core/failure/failure.ts'
import { score } from '#core/tool-call/score.ts'
import { readScoreLine } from '#core/tool-call/score-line.ts'
import { MATCH_MODES, type MatchMode, type Score } from '#core/tool-call/score-request.ts'
import { createCutter, type FileRecord } from '#engine/dataset/record-cutter.ts'
import { readArguments, UsageError } from './arguments.ts'

const INVALID: Score = { score: 0, why: 'line.invalid' }

const utf8 = new TextDecoder('utf-8', { fatal: true })

function textOf(bytes: Buffer | undefined): string | undefined {
  try {
    return bytes && utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function scoreRecord({ bytes }: FileRecord, mode: MatchMode): Score {
  const line = textOf(bytes)
  const request = line === undefined ? undefined : readScoreLine(line, mode)
  return request === undefined ? INVALID : score(request)
}

/** Scores what comes in, one line of output for each of input that is not blank. Answers with the invalid ones. */
async function scoreLines(input: Readable, mode: MatchMode): Promise<number> {
  const cutter = createCutter('lines', 0)
  let invalid = 0
  const print = (record: FileRecord): string => {
    const scored = scoreRecord(record, mode)
    if (scored.why === 'line.invalid') invalid++
    return `${JSON.stringify(scored)}\n`
  }
  const scores = async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
    for await (const piece of pieces) yield cutter.push(piece).map(print).join('')
    yield cutter.finish().map(print).join('')
  }
  await pipeline(input, scores, process.stdout)
  return invalid
}

const code = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

/** Scores JSON lines `{label | accepted, prediction, tools?, kind?, missing?, options?}`; prints a score for each. */
export async function scoreVerb(args: readonly string[]): Promise<undefined> {
  const given = readArguments(args, { match: { type: 'string' }, in: { type: 'string' } })
  const mode = MATCH_MODES.find((one) => one === given.text('match'))
  if (mode === undefined || given.files.length > 0)
    throw new UsageError(`score needs --match ${MATCH_MODES.join('|')} and no files beside --in`)
  const file = given.text('in')
  let invalid = 0
  try {
    invalid = await scoreLines(file === undefined ? process.stdin : createReadStream(file), mode)
  } catch (error) {
    if (code(error) === 'EPIPE') return // whoever read the scores has seen enough
    if (file !== undefined && code(error) === 'ENOENT') throw new Failure('file.notFound', { file })
    if (file !== undefined && code(error) !== undefined)
      throw new Failure('file.unreadable', { file, why: String(error) })
    throw error
  }
  if (invalid > 0) throw new Failure('score.badLines', { count: invalid })
}
