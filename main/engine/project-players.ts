/** Who plays in an open project: its jobs' players, opened with what the user keeps about their endpoints. */
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import { rolePlayer } from '#core/round/role-players.ts'
import type { Player } from '#core/round/round-settings.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import type { EngineDeps } from './deps.ts'
import type { EndpointTimeouts } from './endpoint/client.ts'
import type { Players } from './job/players.ts'
import { type KeptEndpoints, keptEndpoints } from './kept-endpoints.ts'
import { type LoopSource, samplesOf } from './loop-records.ts'
import { networkGate } from './network-gate.ts'
import { findPlayers, findSamplePlayers, keyName } from './players.ts'
import { openSmallPolicy, type PolicyPlaces } from './policy-places.ts'
import { plantedSamples, practiceSamples } from './practice-samples.ts'
import { TokenCounters } from './token-counters.ts'

export interface PlayersSource {
  readonly host: LoopSource
  readonly places: PolicyPlaces
  /** @throws Failure `toolSet.notFound` */
  toolSet(id: string): Promise<ToolSet>
}

type PracticeSamples = ReturnType<typeof practiceSamples>

export class ProjectPlayers {
  private readonly deps: EngineDeps
  private readonly source: PlayersSource
  /** For servers that do not say how many tokens a request took. */
  private readonly counters: TokenCounters

  constructor(deps: EngineDeps, source: PlayersSource) {
    this.deps = deps
    this.source = source
    this.counters = new TokenCounters(deps)
  }

  async ofJob(spec: JobSpec): Promise<Players> {
    const { host, toolSet } = this.source
    if (spec.kind === 'simulate') {
      const settings = simulateSettingsSchema.parse(spec.settings)
      return findPlayers(spec, settings, await toolSet(settings.toolSetId), await this.kept())
    }
    const samples =
      spec.kind === 'calibrate'
        ? plantedSamples((dataset) => samplesOf(host, dataset, 'train'), spec.settings)
        : this.practiceOn(spec.inputs.dataset ?? '')
    return this.ofSamples(spec, samples)
  }

  /** A policy that is talked to. @param dataset holds the samples that practice roles speak of */
  toTalk(policy: Player, dataset: string | undefined): Promise<Players> {
    const spec = { roles: { policy: [rolePlayer(policy)] }, seed: 1, concurrency: 2 }
    // Somebody waits for the answer: better told soon than tried long.
    return this.ofSamples(spec, this.practiceOn(dataset ?? ''), { outageMs: 4000, patienceMs: 20_000 })
  }

  close(): Promise<void> {
    return this.counters.close()
  }

  private kept(timeouts: Partial<EndpointTimeouts> = {}): Promise<KeptEndpoints> {
    const key = (url: string) => this.deps.secrets.get(keyName(url))
    const counterAt = (url: string, model: string) =>
      this.counters.forPlayer({ kind: 'endpoint', url, model })
    return keptEndpoints(this.deps, key, networkGate(this.deps), timeouts, counterAt)
  }

  private practiceOn(dataset: string): PracticeSamples {
    const { host, toolSet } = this.source
    const source = { samples: (id: string) => samplesOf(host, id, 'all'), settings: host.settings, toolSet }
    return practiceSamples(source, dataset)
  }

  private async ofSamples(
    spec: Pick<JobSpec, 'seed' | 'roles' | 'concurrency'>,
    samples: PracticeSamples,
    timeouts: Partial<EndpointTimeouts> = {},
  ): Promise<Players> {
    const { startPolicy } = this.deps
    const openSmall = (model: string) => openSmallPolicy(this.source.places, model, startPolicy)
    return findSamplePlayers(spec, samples, await this.kept(timeouts), openSmall)
  }
}
