/** Who plays a role, as the command line names it. */
import type { Player } from '#core/round/round-settings.ts'
import { BASE, readCheckpointName } from '#core/training/recipe.ts'
import { type Arguments, UsageError } from './arguments.ts'

export const PRACTICE: Player = { kind: 'practice' }

/** `practice`, `practice:0.85` (right so often), `small` or `small:RUN:STEP`, or `URL#MODEL`. @throws UsageError */
export function readPlayer(text: string): Player {
  const practice = /^practice(?::(\d*\.?\d+))?$/.exec(text)
  if (practice) {
    const accuracy = Number(practice[1] ?? 1)
    if (accuracy > 1) throw new UsageError(`a practice role’s accuracy goes from 0 to 1, not ${practice[1]}`)
    return practice[1] === undefined ? PRACTICE : { kind: 'practice', accuracy }
  }
  const [, small] = /^small(?::(.+))?$/.exec(text) ?? []
  if (text === 'small' || small !== undefined) {
    const checkpoint = readCheckpointName(small ?? BASE)
    if (checkpoint === undefined) throw new UsageError(`a checkpoint is RUN:STEP, not ${small}`)
    return { kind: 'small', checkpoint }
  }
  const at = text.lastIndexOf('#')
  if (at < 1 || at === text.length - 1)
    throw new UsageError(
      `a player is practice, practice:0.85, small, small:RUN:STEP or URL#MODEL, not ${text}`,
    )
  return { kind: 'endpoint', url: text.slice(0, at), model: text.slice(at + 1) }
}

/** The player of `--name`, with its model in `--name-model` or behind a `#`. Undefined when it is not given. */
export function playerOf(given: Arguments, name: string): Player | undefined {
  const [text, model] = [given.text(name), given.text(`${name}-model`)]
  if (text === undefined && model === undefined) return undefined
  if (text === undefined) throw new UsageError(`--${name} and --${name}-model go together`)
  if (model !== undefined) return { kind: 'endpoint', url: text, model }
  if (/^https?:/.test(text) && !text.includes('#'))
    throw new UsageError(`--${name} and --${name}-model go together`)
  return readPlayer(text)
}

/** The players of `--name`, with a comma between two. Undefined when it is not given. */
export const playersOf = (given: Arguments, name: string): Player[] | undefined =>
  given.text(name)?.split(',').map(readPlayer)
