/** The rounds of the sample project: practice roles around the real small policy, which learns. */
import type { z } from 'zod'
import { ROUND_STAGES } from '../round/round-plan.ts'
import type { roundSettingsSchema } from '../round/round-settings.ts'
import type { Recipe } from '../training/recipe.ts'
import { SMALL_PREPARE, SMALL_SIMULATE } from './sample-settings.ts'

export interface SampleSize {
  readonly rounds: number
  /** New dialogs to train on, a round. */
  readonly dialogs: number
  /** Dialogs of round 1 that are held out for good. */
  readonly heldOut: number
  /** Training steps a round. */
  readonly steps: number
  readonly seed: number
  /** Settings of the training that are to differ from the sample's own. */
  readonly recipe?: Partial<Recipe>
}

/** What `--sample` runs when nothing else is said: a few minutes on two cores. */
export const SAMPLE_SIZE: SampleSize = { rounds: 3, dialogs: 600, heldOut: 1000, steps: 60, seed: 1 }

/**
 * Samples of a later round that are fresh, for every new dialog. The paper halves them from round to round; this policy
 * learns its few hundred prompts by heart and gets better at others only by meeting others.
 */
const FRESH = 0.75
/** Longest answer of the small policy; its calls take some forty tokens. */
const MAX_TOKENS = 96
/** Held-out samples that are looked at during a later round's training. */
const WATCHED = 300
/** Answers a sample in a probe: enough to tell what is learnt from what is not. */
const PROBED = 8
/** Share of labels that are planted wrong, for the court to find. Not in round 1: what is held out comes from there. */
const WRONG_LABELS = 0.1
const WRONG_VOTES = 0.05
/** How often practice judges, checkers and expanders are right. */
const ACCURACY = 0.9

/** Round `round` of the sample project, all of its stages. @param toolSetId the flat tools */
export function sampleRound(
  size: SampleSize,
  round: number,
  toolSetId: string,
): z.input<typeof roundSettingsSchema> {
  const { dialogs, heldOut, steps, seed } = size
  const practice = { kind: 'practice', accuracy: ACCURACY } as const
  const first = round === 1
  return {
    round,
    stages: [...ROUND_STAGES],
    roles: { policy: { kind: 'small' }, judges: [practice], expander: practice, checker: practice },
    simulate: {
      ...SMALL_SIMULATE,
      toolSetId,
      count: first ? dialogs + heldOut : dialogs,
      seed: seed * 1000 + round,
      players: { kind: 'practice', wrongVotes: WRONG_VOTES, wrongLabels: first ? 0 : WRONG_LABELS },
    },
    prepare: SMALL_PREPARE,
    compose: {
      heldOutShare: Math.min(0.9, heldOut / (dialogs + heldOut)),
      ...(first ? {} : { wanted: { fresh: Math.round(dialogs * FRESH) } }),
    },
    train: {
      ...{ steps, maxTokens: MAX_TOKENS },
      // The base is measured on all that is held out; later rounds only watch, since each is evaluated at its end.
      ...(first
        ? { validateEvery: steps, validateOn: 100_000 }
        : { validateEvery: Math.ceil(steps / 2), validateOn: WATCHED }),
      ...size.recipe,
    },
    probe: { samples: PROBED, maxTokens: MAX_TOKENS },
    concurrency: 256,
    seed,
  }
}
