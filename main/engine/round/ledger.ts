/** One sample's story: looked up by id in every round, never by reading a dataset through. */
import { join } from 'node:path'
import type { LedgerView } from '#core/contract/round-views.ts'
import { expandedSamples } from '#core/expand/step.ts'
import { Failure } from '#core/failure/failure.ts'
import { afterVerdict } from '#core/judge/after.ts'
import { standingWord, withWord } from '#core/judge/overrule.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import { measure, standingAt } from '#core/probe/standing.ts'
import { type LedgerRound, ledgerOf, type RoundEntry } from '#core/round/ledger.ts'
import type { RoundJobs } from '#core/round/lineage.ts'
import { relabelled } from '#core/round/relabel.ts'
import type { Sample } from '#core/sample/sample.ts'
import { poolsOf } from '../dataset/round-notes.ts'
import { samplesNamed } from '../dataset/sample-list.ts'
import { oneSample } from '../loop-records.ts'
import { itemOf } from '../project/item-records.ts'
import { sha256 } from '../project/tool-set-records.ts'
import { predictionFromSteps } from '../stage/probe/kind.ts'
import { caseFile } from './court.ts'
import { thresholdOf } from './measures.ts'
import type { RoundHost } from './round-host.ts'
import { type RoundIndex, readRounds } from './round-index.ts'

/** Steps away at most; a longer chain of ancestors or children is cut there. */
const FARTHEST = 24

interface Held {
  readonly jobs: RoundJobs
  readonly folder: string
  /** In the round's set, or made in the round and not taken. */
  readonly entries: Map<string, RoundEntry>
  /** Ids of those in the set. */
  readonly inSet: Set<string>
}

class Story {
  readonly rounds: readonly Held[]
  readonly prompts = new Map<string, string>()
  private readonly host: RoundHost
  private readonly looked = new Set<string>()
  /** Of children: notes one in the round in which it was made. */
  private readonly made = new Map<string, () => void>()

  constructor(host: RoundHost, index: RoundIndex) {
    this.host = host
    const hashes = new Map(index.datasets.map(({ id, hash }) => [id, hash]))
    this.rounds = index.rounds.flatMap((jobs) => {
      const hash = hashes.get(jobs.dataset)
      if (hash === undefined) return []
      return [{ jobs, folder: join(host.datasetsFolder, hash), entries: new Map(), inSet: new Set() }]
    })
  }

  /** Looks samples up in every round. */
  async look(ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => !this.looked.has(id))
    for (const id of wanted) this.looked.add(id)
    for (const { folder, entries, inSet } of this.rounds) {
      const found = await samplesNamed(folder, wanted)
      const pools = await poolsOf(
        folder,
        found.map(({ id }) => id),
      )
      for (const { id, parents, prompt } of found) {
        const pool = pools.get(id)
        entries.set(id, { id, parents, ...(pool === undefined ? {} : { pool }) })
        inSet.add(id)
        this.prompts.set(id, prompt)
      }
    }
  }

  parentsOf(id: string): string[] {
    const entry = this.rounds.map(({ entries }) => entries.get(id)).find((one) => one !== undefined)
    return entry?.parents.flatMap((parent) => (parent.from === 'sample' ? parent.sample : [])) ?? []
  }

  /** Variations and corrected labels made from a sample, in the round in which they were made. */
  async childrenOf(id: string): Promise<string[]> {
    const ids: string[] = []
    for (const { jobs, entries, inSet } of this.rounds) {
      if (!inSet.has(id)) continue
      for (const child of await this.madeIn(jobs, id)) {
        ids.push(child.id)
        this.made.set(child.id, () => entries.set(child.id, { id: child.id, parents: child.parents }))
      }
    }
    return ids
  }

  private async madeIn(jobs: RoundJobs, id: string): Promise<Sample[]> {
    const sample = await oneSample(this.host, jobs.dataset, id)
    const grown =
      jobs.jobs.expand === undefined ? undefined : await itemOf(this.host.store, jobs.jobs.expand, id)
    const bodies = grown?.steps.map(({ body }) => body) ?? []
    const corrected = await this.corrected(jobs, id)
    return [...expandedSamples(sample, bodies, sha256), ...(corrected === undefined ? [] : [corrected])]
  }

  private async corrected({ jobs }: RoundJobs, id: string): Promise<Sample | undefined> {
    const judge = jobs.judge
    if (judge === undefined || (await itemOf(this.host.store, judge, id)) === undefined) return undefined
    const { sample, prediction, voted, words, settings } = await caseFile(this.host, judge, id)
    const judged = withWord(voted, standingWord(words))
    const made = relabelled(sample, afterVerdict(sample, prediction, judged, settings.match).sample, sha256)
    return made.id === id ? undefined : made
  }

  /** A child that stands in no set is known from the round in which it was made. */
  settle(): void {
    for (const [id, note] of this.made) if (!this.rounds.some(({ inSet }) => inSet.has(id))) note()
  }

  /** What probe and judge said of the sample itself. */
  async tell(id: string): Promise<void> {
    for (const { jobs, entries, inSet } of this.rounds) {
      const entry = inSet.has(id) ? entries.get(id) : undefined
      if (entry !== undefined) entries.set(id, { ...entry, ...(await this.findings(jobs, id)) })
    }
  }

  private async findings({ dataset, jobs }: RoundJobs, id: string): Promise<Partial<RoundEntry>> {
    const probed = jobs.probe === undefined ? undefined : await itemOf(this.host.store, jobs.probe, id)
    const prediction = probed && predictionFromSteps(id, probed.steps)
    if (jobs.probe === undefined || prediction === undefined) return {}
    const { match } = probeSettingsSchema.parse(await this.host.settings(jobs.probe))
    const { passRate, perplexity, ...rest } = measure(
      await oneSample(this.host, dataset, id),
      prediction,
      match,
    )
    const known = { passRate, ...(perplexity === undefined ? {} : { perplexity }) }
    const standing = standingAt({ ...rest, ...known }, await thresholdOf(this.host, jobs.probe))
    const judge = jobs.judge
    if (judge === undefined || (await itemOf(this.host.store, judge, id)) === undefined)
      return { ...known, standing, prediction }
    const { voted, words } = await caseFile(this.host, judge, id)
    return { ...known, standing, prediction, judged: withWord(voted, standingWord(words)) }
  }
}

/** All that can be reached by `next`, a step at a time. */
async function follow(
  story: Story,
  from: string,
  next: (id: string) => Promise<readonly string[]>,
): Promise<void> {
  const seen = new Set([from])
  let edge: readonly string[] = [from]
  for (let steps = 0; edge.length > 0 && steps < FARTHEST; steps++) {
    const found: string[] = []
    for (const id of edge) for (const other of await next(id)) if (!seen.has(other)) found.push(other)
    for (const id of found) seen.add(id)
    await story.look(found)
    edge = [...new Set(found)]
  }
}

/** @throws Failure `sample.notFound` when no round knows the sample */
export async function readLedger(host: RoundHost, sample: string): Promise<LedgerView> {
  const story = new Story(host, await readRounds(host))
  await story.look([sample])
  const holding = story.rounds.findLast(({ inSet }) => inSet.has(sample))
  if (holding === undefined) throw new Failure('sample.notFound', { id: sample })
  await follow(story, sample, async (id) => story.parentsOf(id))
  await follow(story, sample, (id) => story.childrenOf(id))
  story.settle()
  await story.tell(sample)
  const rounds = story.rounds.map(({ jobs, entries }): LedgerRound => ({ round: jobs.round, entries }))
  return {
    ledger: ledgerOf(sample, rounds),
    sample: await oneSample(host, holding.jobs.dataset, sample),
    prompts: Object.fromEntries(story.prompts),
  }
}
