import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import { budgetCalls } from './calls/budget.ts'
import { courtCalls } from './calls/court.ts'
import { datasetCalls } from './calls/dataset.ts'
import { dialogCalls } from './calls/dialog.ts'
import { endpointCalls } from './calls/endpoint.ts'
import type { EngineHost } from './calls/engine-host.ts'
import { hostCalls } from './calls/host.ts'
import { jobCalls } from './calls/job.ts'
import { lengthsCalls } from './calls/lengths.ts'
import { playgroundCalls } from './calls/playground.ts'
import { projectCalls } from './calls/project.ts'
import { promptCalls } from './calls/prompt.ts'
import { roundCalls } from './calls/round.ts'
import { simulateCalls } from './calls/simulate.ts'
import { toolSetCalls } from './calls/tool-set.ts'
import { trainCalls } from './calls/train.ts'
import { trainingCalls } from './calls/training.ts'
import type { EngineCallName, EngineDeps } from './deps.ts'
import { KeptHosts } from './kept-hosts.ts'
import { OpenProject } from './open-project.ts'
import { TokenCounters } from './token-counters.ts'

/** The engine: at most one open project, and an answer to every call about it. */
export class Engine implements EngineHost {
  readonly handlers: Handlers<EngineCallName>
  readonly deps: EngineDeps
  readonly hosts: KeptHosts
  readonly counters: TokenCounters
  private current: OpenProject | undefined
  /** Opening and closing wait for one another. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(deps: EngineDeps) {
    this.deps = deps
    this.hosts = new KeptHosts(deps)
    this.counters = new TokenCounters(deps)
    this.handlers = {
      ...projectCalls(this),
      ...toolSetCalls(this),
      ...simulateCalls(this),
      ...jobCalls(this),
      ...dialogCalls(this),
      ...datasetCalls(this),
      ...trainingCalls(this),
      ...playgroundCalls(this),
      ...trainCalls(this),
      ...roundCalls(this),
      ...endpointCalls(deps, this.counters),
      ...hostCalls(deps, this.hosts),
      ...courtCalls(this),
      ...budgetCalls(this),
      ...promptCalls(this),
      ...lengthsCalls(this),
    }
  }

  /** @throws Failure `project.none` */
  project(): OpenProject {
    if (!this.current) throw new Failure('project.none')
    return this.current
  }

  get projectIfOpen(): OpenProject | undefined {
    return this.current
  }

  /** Opens a project in place of the one that is open. Asked for the one that is open, it does nothing. */
  open(folder: string): Promise<OpenProject> {
    return this.inTurn(async () => {
      if (this.current?.folder.folder === folder) return this.current
      await this.closeCurrent()
      this.current = await OpenProject.open(folder, this.deps, this.hosts, this.counters)
      return this.current
    })
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.closeCurrent()
      await this.counters.close()
    })
  }

  /** The last act: nothing is reached after it. */
  async end(): Promise<void> {
    await this.close()
    await this.hosts.close()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work)
    this.turn = result.catch(() => undefined)
    return result
  }

  private async closeCurrent(): Promise<void> {
    const closing = this.current
    this.current = undefined
    await closing?.close()
    if (closing) this.deps.push('project.changed', null)
  }
}
