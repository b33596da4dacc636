/** How a parent job names its children: by its own id, the stage and the attempt, so that none can be doubled. */

/** Key of a parent's item: one attempt at one stage. @param attempt from 1 */
export const attemptKey = (stage: string, attempt: number): string => `${stage}.${attempt}`

/** Stage and attempt of a key; undefined for a text that is none. */
export function readAttempt(key: string): { readonly stage: string; readonly attempt: number } | undefined {
  const found = /^(.+)\.([1-9]\d*)$/.exec(key)
  return found?.[1] === undefined ? undefined : { stage: found[1], attempt: Number(found[2]) }
}

/** The child's id, known before it is stored. */
export const childIdOf = (parent: string, key: string): string => `${parent}.${key}`

/** Why an attempt was set aside: a later one takes its place. */
export const REPLACED = 'replaced'
