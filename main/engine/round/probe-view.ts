/** A probe's answers under a match and a share: standings, the histogram, what did not match. */
import type { CallDecoded } from '#core/contract/contract.ts'
import type { ProbeView } from '#core/contract/round-views.ts'
import type { CaseType } from '#core/dialog/case-type.ts'
import { perplexityBins } from '#core/probe/histogram.ts'
import type { Standing } from '#core/probe/prediction.ts'
import { standingsOf } from '#core/probe/standing.ts'
import { kindsOf, type Measured, measuresOf } from './measures.ts'
import type { RoundHost } from './round-host.ts'

const BINS = 40
const TENTHS = 11

const MATCHED = new Set<string>(['same', 'text.right', 'schema.valid'])

function whyCounts(found: readonly Measured[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { passRate, why } of found)
    if (passRate < 1 && !MATCHED.has(why)) counts[why] = (counts[why] ?? 0) + 1
  return counts
}

/** How many samples reached 0, 0.1, … 1.0 of their answers, rounded. */
function tenths(found: readonly Measured[]): number[] {
  const counts = new Array<number>(TENTHS).fill(0)
  for (const { passRate } of found) {
    const at = Math.round(passRate * (TENTHS - 1))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

/** @throws Failure `job.notFound`, `dataset.notFound` */
export async function readProbe(host: RoundHost, query: CallDecoded<'probe.view'>): Promise<ProbeView> {
  const { settings, part, found } = await measuresOf(host, query.job, query.match)
  const share = query.share ?? settings.threshold
  const { standings, counts, threshold } = standingsOf(found, share)
  const kinds = await kindsOf(host, settings.dataset, part)
  const byKind: Partial<Record<CaseType, Record<Standing, number>>> = {}
  found.forEach(({ sample }, i) => {
    const kind = kinds.get(sample)?.kind
    const standing = standings[i]
    if (kind === undefined || standing === undefined) return
    const row = byKind[kind] ?? { mastered: 0, borderline: 0, failed: 0 }
    row[standing]++
    byKind[kind] = row
  })
  const matching = found.filter(({ passRate }) => passRate === 1)
  const perplexities = matching.flatMap(({ perplexity }) => perplexity ?? [])
  return {
    job: query.job,
    dataset: settings.dataset,
    samples: found.length,
    match: query.match ?? settings.match,
    share,
    ...(threshold === undefined ? {} : { threshold }),
    counts,
    bins: perplexityBins(perplexities, BINS),
    passRates: tenths(found),
    why: whyCounts(found),
    byKind,
    withoutPerplexity: matching.length - perplexities.length,
  }
}
