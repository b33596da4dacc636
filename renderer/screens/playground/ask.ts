/** What is sent when a policy is asked. */
import type { CallInput } from '#core/contract/index.ts'
import type { Player } from '#core/round/round-settings.ts'
import type { Message } from '#core/sample/sample.ts'
import { readCheckpointName } from '#core/training/recipe.ts'
import type { PlaygroundTalk, PolicyChoice } from '../../store/playground.ts'

/** The player that a choice names; undefined where it names nobody, or not fully. */
export function playerOf({ who, url, model }: PolicyChoice): Player | undefined {
  if (who === undefined) return undefined
  if (who === 'practice') return { kind: 'practice' }
  if (who === 'endpoint') {
    const [address, name] = [url.trim(), model.trim()]
    return address === '' || name === '' ? undefined : { kind: 'endpoint', url: address, model: name }
  }
  const checkpoint = readCheckpointName(who)
  return checkpoint === undefined ? undefined : { kind: 'small', checkpoint }
}

type Talk = Pick<CallInput<'playground.say'>, 'tools' | 'messages' | 'date'>

/** @param toolSet in place of one that was not chosen */
export const talkOf = (
  { sample, names, toolSet: chosen }: Pick<PlaygroundTalk, 'sample' | 'names' | 'toolSet'>,
  messages: readonly Message[],
  toolSet: string,
): Talk => ({
  tools: sample
    ? { from: 'sample', dataset: sample.dataset, sample: sample.sample.id }
    : { from: 'toolSet', toolSet: chosen ?? toolSet, names: [...(names ?? [])] },
  messages: [...messages] as Talk['messages'],
})

/** Why nobody can be asked now, as a key of the words; undefined when somebody can. */
export function problemOf(
  choices: readonly PolicyChoice[],
  talk: Pick<PlaygroundTalk, 'sample' | 'names'>,
): 'policyDue' | 'urlDue' | 'toolsDue' | undefined {
  if (choices.some((choice) => choice.who !== undefined && !playerOf(choice))) return 'urlDue'
  if (!choices.some((choice) => playerOf(choice))) return 'policyDue'
  return !talk.sample && (talk.names ?? []).length === 0 ? 'toolsDue' : undefined
}
