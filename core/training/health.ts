/**
 * Whether a curve looks healthy, with the one reason that matters most. Rules of thumb, not proofs: each names the
 * values it saw, so that the user can disagree.
 */
import { type Digest, type Validation, WINDOW } from './digest.ts'
import type { Point } from './point.ts'
import type { Stall } from './stall.ts'

export const HEALTH_CODES = [
  'early',
  'healthy',
  'notFinite',
  'entropyGone',
  'entropyLow',
  'deadGroups',
  'allRight',
  'allWrong',
  'lengthBlewUp',
  'lengthGrows',
  'cutOff',
  'klHigh',
  'klRises',
  'heldOutFell',
  'heldOutFlat',
  'rewardFell',
  'gradientSpike',
  'stalled',
  'neverBegan',
] as const
export type HealthCode = (typeof HEALTH_CODES)[number]
export type HealthLevel = 'early' | 'healthy' | 'watch' | 'stop'

export interface Health {
  readonly level: HealthLevel
  readonly code: HealthCode
  /** What stands in the sentence. Shares as 0..1, steps and seconds as numbers. */
  readonly values: Readonly<Record<string, number>>
}

/** Steps before which nothing can be said. */
export const EARLY = 6

interface Seen {
  /** Mean over the first and over the last steps; undefined where it was not measured in both. */
  of(metric: string): { readonly start: number; readonly now: number } | undefined
  now(metric: string): number | undefined
  readonly digest: Digest
  readonly stall: Stall | undefined
}

type Rule = (seen: Seen) => Health | undefined

const stop = (code: HealthCode, values: Health['values']): Health => ({ level: 'stop', code, values })
const watch = (code: HealthCode, values: Health['values']): Health => ({ level: 'watch', code, values })

function mean(points: readonly Point[], metric: string): number | undefined {
  const values = points.flatMap(({ values }) => {
    const value = values[metric]
    return typeof value === 'number' ? [value] : []
  })
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Up to half of the steps each, so that start and end never hold the same ones. */
function seenIn(digest: Digest, stall: Stall | undefined): Seen {
  const { first, recent } = digest
  const reach = (recent.at(-1)?.step ?? 0) - (first[0]?.step ?? 0) + 1
  const width = Math.max(1, Math.min(WINDOW / 2, Math.floor(Math.min(reach, 2 * recent.length) / 2)))
  const head = first.slice(0, width)
  const tail = recent.slice(-width)
  return {
    digest,
    stall,
    now: (metric) => mean(tail, metric),
    of: (metric) => {
      const start = mean(head, metric)
      const now = mean(tail, metric)
      return start === undefined || now === undefined ? undefined : { start, now }
    },
  }
}

const NUMERIC = ['loss', 'grad/norm', 'reward/mean', 'kl', 'entropy']
const notFinite: Rule = ({ digest }) => {
  const bad = digest.recent.find(({ values }) => NUMERIC.some((metric) => values[metric] === null))
  return bad && stop('notFinite', { step: bad.step })
}

/** Of one sign: nearly no chance is left that a rollout differs from another. */
const entropy: Rule = ({ of, now }) => {
  const seen = of('entropy')
  if (!seen || seen.start <= 0 || (now('reward/mean') ?? 0) >= 0.95) return undefined
  if (seen.now < seen.start * 0.05) return stop('entropyGone', seen)
  return seen.now < seen.start * 0.25 ? watch('entropyLow', seen) : undefined
}

const dead: Rule = ({ now }) => {
  const share = now('groups/dead')
  if (share === undefined || share < 0.7) return undefined
  const reward = now('reward/mean') ?? 0.5
  const level = share >= 0.95 ? stop : watch
  return level(reward >= 0.9 ? 'allRight' : reward <= 0.1 ? 'allWrong' : 'deadGroups', { share, reward })
}

const length: Rule = ({ of, now }) => {
  const seen = of('response/length')
  const cut = now('response/clipShare') ?? 0
  if (seen && seen.start > 0) {
    if (seen.now >= seen.start * 2 && cut >= 0.5) return stop('lengthBlewUp', { ...seen, cut })
    if (seen.now >= seen.start * 2) return watch('lengthGrows', { ...seen, cut })
  }
  return cut >= 0.5 ? watch('cutOff', { cut }) : undefined
}

const kl: Rule = ({ of }) => {
  const seen = of('kl')
  if (!seen) return undefined
  if (seen.now > 1) return stop('klHigh', seen)
  return seen.now > 0.2 && seen.now > 4 * seen.start ? watch('klRises', seen) : undefined
}

/** Standard error of a share; a tenth where nobody knows of how many it is. */
const errorOf = ({ value, count, measure }: Validation): number =>
  measure === 'accuracy' && count !== undefined && count > 0
    ? Math.sqrt(Math.max(value * (1 - value), 0.01) / count)
    : 0.05

const heldOut: Rule = ({ digest, of }) => {
  const { validations } = digest
  const [start] = validations
  const last = validations.at(-1)
  if (!start || !last || validations.length < 3) return undefined
  const best = validations.reduce((a, b) => (b.value > a.value ? b : a))
  const noise = 2 * Math.hypot(errorOf(best), errorOf(last))
  const before = validations.at(-2)
  // One bad measurement may be chance; two in a row behind the best are not.
  if (best.value - last.value > noise && before && best.value - before.value > noise / 2)
    return stop('heldOutFell', { best: best.value, bestStep: best.step, now: last.value })
  const reward = of('reward/mean')
  if (!reward || reward.now - reward.start < 0.05) return undefined
  const gain = last.value - start.value
  return gain < Math.min(noise / 2, 0.02)
    ? watch('heldOutFlat', {
        rewardFrom: reward.start,
        rewardTo: reward.now,
        from: start.value,
        to: last.value,
      })
    : undefined
}

const reward: Rule = ({ of }) => {
  const seen = of('reward/mean')
  return seen && seen.start - seen.now > 0.1 ? watch('rewardFell', seen) : undefined
}

const gradient: Rule = ({ digest }) => {
  const norms = digest.recent.flatMap(({ values }) => {
    const norm = values['grad/norm']
    return typeof norm === 'number' ? [norm] : []
  })
  const last = norms.at(-1)
  const usual = [...norms].sort((a, b) => a - b)[norms.length >> 1]
  if (last === undefined || usual === undefined || norms.length < EARLY) return undefined
  return last > 10 * usual && last > 1 ? watch('gradientSpike', { last, usual }) : undefined
}

const stalled: Rule = ({ stall }) => {
  if (!stall) return undefined
  const { seconds, usual, times, gpu } = stall
  const values = { seconds, ...(gpu === undefined ? {} : { gpu: gpu / 100 }) }
  return usual === undefined || times === undefined
    ? watch('neverBegan', values)
    : watch('stalled', { ...values, usual, times })
}

/** Of equals the first is said. */
const RULES: readonly Rule[] = [notFinite, stalled, heldOut, entropy, length, dead, kl, reward, gradient]

/** @param stall of a training that goes on but stands still */
export function healthOf(digest: Digest, stall?: Stall): Health {
  const seen = seenIn(digest, stall)
  const hurt = notFinite(seen) ?? stalled(seen)
  if (hurt) return hurt
  const steps = (digest.last?.step ?? 0) - (digest.first[0]?.step ?? 0) + 1
  if (digest.records < EARLY || steps < EARLY)
    return { level: 'early', code: 'early', values: { steps: digest.records, wanted: EARLY } }
  const found = RULES.flatMap((rule) => rule(seen) ?? [])
  const worst = found.find(({ level }) => level === 'stop') ?? found[0]
  return worst ?? { level: 'healthy', code: 'healthy', values: healthyValues(seen) }
}

function healthyValues({ of, digest }: Seen): Record<string, number> {
  const reward = of('reward/mean')
  const [start] = digest.validations
  const last = digest.validations.at(-1)
  return {
    ...(reward ? { rewardFrom: reward.start, rewardTo: reward.now } : {}),
    ...(start && last && start !== last ? { from: start.value, to: last.value } : {}),
  }
}
