/** What an attempt said last, and what that means for its job. */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import type { Ending } from '#core/training/ending.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { EVENTS_FILE } from '../../inference/small-policy/run-files.ts'
import type { WorkNews } from '../../job/kind.ts'
import { curveOf, newLines } from './run-folder.ts'

export type LastWord = Extract<TrainingEvent, { type: 'done' | 'stopped' | 'failed' }>

export const isLastWord = (event: TrainingEvent): event is LastWord =>
  event.type === 'done' || event.type === 'stopped' || event.type === 'failed'

/** The last word of the latest attempt that said anything. @param folder of the run */
export async function lastWordIn(folder: string): Promise<LastWord | undefined> {
  let last: LastWord | undefined
  for await (const { lines } of newLines(join(folder, EVENTS_FILE), 0))
    for (const line of lines) {
      const event = readEventLine(line)
      if (event?.type === 'started') last = undefined
      else if (event && isLastWord(event)) last = event
    }
  return last
}

/**
 * @param folder of the run
 * @param failedAs what a failure is told as
 */
export async function endOfRun(
  folder: string,
  word: LastWord,
  failedAs: (told: Ending) => Ending = (told) => told,
): Promise<NonNullable<WorkNews['end']>> {
  if (word.type === 'stopped') return { as: 'stopped' }
  if (word.type === 'failed') {
    const { code, values } = failedAs({ code: word.code, values: word.values ?? {} })
    return { as: 'failed', failure: new Failure(code, values, word.detail) }
  }
  const rewards = await curveOf(folder, 'reward/mean')
  const reward = { first: rewards.get(1), last: rewards.get(word.step) }
  return { as: 'done', end: { state: 'done', summary: { step: word.step, reward } } }
}
