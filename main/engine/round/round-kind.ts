/** A round as a parent job: its stages from the settings, each stage's job from the table of stage-specs.ts. */
import { Failure } from '#core/failure/failure.ts'
import { inOrder, ROUND_STAGES } from '#core/round/round-plan.ts'
import { type RoundSettings, roundSettingsSchema } from '#core/round/round-settings.ts'
import type { ParentKind } from '../job/kind.ts'
import { newSpec, type SpecSource } from '../new-spec.ts'
import { decodeWith } from '../stage/decode-settings.ts'
import type { RoundHost } from './round-host.ts'
import { askToServe } from './serve-first.ts'
import { type StageSources, stageWish } from './stage-specs.ts'

export interface RoundDeps extends StageSources {
  readonly host: RoundHost
  readonly specs: SpecSource
}

export const roundKind = (deps: RoundDeps): ParentKind<RoundSettings> => ({
  drive: 'parent',
  name: 'round',
  version: 1,
  decodeSettings: (raw) => decodeWith(roundSettingsSchema, raw),
  stages: ({ stages }) => inOrder(stages),
  child: async (name, { spec, settings }) => {
    const stage = ROUND_STAGES.find((one) => one === name)
    if (stage === undefined) throw new Failure('round.stage', { round: settings.round, stage: name })
    const { pilot, sampling = {} } = spec
    const wish = await stageWish(deps, stage, { parent: spec.id, settings })
    // What was chosen for the round holds for all its stages, whatever the tables say by then.
    const own = { ...wish, ...(pilot === undefined ? {} : { pilot }), sampling, budget: {} }
    return newSpec(deps.specs, own, spec.prompts)
  },
  ask: (name, { spec, settings }) => askToServe(deps, name, { parent: spec.id, settings }),
  failedShare: ({ stop }) => stop.failedShare,
})
