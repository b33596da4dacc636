/** What can be done about a finding of the pre-flight: one action each. */
import type { TrainDraft, TrainStep } from '#core/training/draft.ts'
import type { FlightFinding } from '#core/training/flight.ts'
import { dividingBatch, type TrlRecipe } from '#core/training/trl-recipe.ts'

export type Fix =
  /** Settings that are changed; the pre-flight is run again. */
  | {
      readonly kind: 'set'
      readonly say: SetWord
      readonly value: number
      readonly change: { readonly trl?: Partial<TrlRecipe>; readonly draft?: Partial<TrainDraft> }
    }
  /** A step where it is decided. */
  | { readonly kind: 'step'; readonly step: TrainStep }
  /** The host's page, where environments, models and its test are; or the samples. */
  | { readonly kind: 'host'; readonly panel: 'test' | 'environments' | 'models' }
  | { readonly kind: 'samples' }

export type SetWord =
  | 'microBatch'
  | 'validate'
  | 'noValidate'
  | 'prompts'
  | 'steps'
  | 'leaveOut'
  | 'maxTokens'
  | 'lora'
  | 'keepLast'
  | 'layout'
  | 'anyGpu'
  | 'autoDevice'

const set = (say: SetWord, value: number, trl: Partial<TrlRecipe>, draft: Partial<TrainDraft> = {}): Fix => ({
  kind: 'set',
  say,
  value,
  change: { trl, draft },
})

/** Fewer answers a pass, or what is trained made less; undefined where both are at their end. */
function lessMemory({ trl }: TrainDraft): Fix | undefined {
  const { microBatch, prompts, group, method } = trl
  if (microBatch > 1) {
    const less = dividingBatch(prompts * group, Math.floor(microBatch / 2))
    return set('microBatch', less, { microBatch: less })
  }
  return method === 'full' ? set('lora', 0, { method: 'lora' }) : undefined
}

/** Values of a finding that are numbers; others count as 0. */
const numberOf = ({ values }: FlightFinding, name: string): number => {
  const value = values[name]
  return typeof value === 'number' ? value : 0
}

const USUAL_VALIDATE = 10
/** Rounds through the prompts above which more prompts teach more. */
const TIMES = 5

type Maker = (finding: FlightFinding, draft: TrainDraft) => Fix | undefined

const toEnvironments: Maker = () => ({ kind: 'host', panel: 'environments' })
const toStep =
  (step: TrainStep): Maker =>
  () => ({ kind: 'step', step })

const MAKERS: Readonly<Record<string, Maker>> = {
  microBatch: (_, { trl: { prompts, group, microBatch } }) => {
    const size = dividingBatch(prompts * group, microBatch)
    return set('microBatch', size, { microBatch: size })
  },
  validateNever: () => set('validate', USUAL_VALIDATE, { validateEvery: USUAL_VALIDATE }),
  noHeldOut: () => set('noValidate', 0, { validateEvery: 0 }),
  fewPrompts: (finding, { trl: { group, microBatch } }) => {
    const prompts = numberOf(finding, 'train')
    if (prompts < 1) return { kind: 'step', step: 'data' }
    return set('prompts', prompts, { prompts, microBatch: dividingBatch(prompts * group, microBatch) })
  },
  repeats: (finding, { trl: { steps } }) => {
    const fewer = Math.floor((steps * TIMES) / Math.max(1, numberOf(finding, 'times')))
    return fewer < 1 || fewer >= steps ? undefined : set('steps', fewer, { steps: fewer })
  },
  tooLong: (finding) => set('leaveOut', numberOf(finding, 'count'), {}, { leaveOutLong: true }),
  longLeftOut: toStep('data'),
  context: (finding, { trl: { maxTokens } }) => {
    const most = maxTokens - (numberOf(finding, 'tokens') - numberOf(finding, 'context'))
    return most < 8 ? undefined : set('maxTokens', most, { maxTokens: most })
  },
  labelUnrewarded: () => ({ kind: 'samples' }),
  memoryNo: (_, draft) => lessMemory(draft),
  memoryTight: (_, draft) => lessMemory(draft),
  diskNo: (_, { trl: { keepLast, keepEvery } }) =>
    keepLast === 1 && keepEvery === 0 ? undefined : set('keepLast', 1, { keepLast: 1, keepEvery: 0 }),
  gpuBusy: toStep('where'),
  gpuAbsent: () => set('anyGpu', 0, {}, { gpu: undefined }),
  gpuMissing: () => set('autoDevice', 0, {}, { device: 'auto' }),
  layoutOdd: (_, { layout }) => set('layout', 0, {}, { layout: layout === 'small' ? 'release' : 'small' }),
  notProbed: toStep('data'),
  deadGroups: toStep('start'),
  rewardUntried: toStep('data'),
  ...{ environmentBroken: toEnvironments, trlOther: toEnvironments, gpuUnused: toEnvironments },
  noTemplate: () => ({ kind: 'host', panel: 'models' }),
}

/** The one action about a finding, if there is any. Failures of the host itself are mended on its page. */
export function fixOf(finding: FlightFinding, draft: TrainDraft): Fix | undefined {
  if (finding.light === 'green') return undefined
  const { code } = finding
  if (code.startsWith('host.') || code.startsWith('kit.')) return { kind: 'host', panel: 'test' }
  if (code.startsWith('model.')) return { kind: 'host', panel: 'models' }
  return MAKERS[code.replace(/^preflight\./, '')]?.(finding, draft)
}
