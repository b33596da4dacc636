import { dirname, join } from 'node:path'
import { mayChangeProject } from '#core/contract/changing.ts'
import type { Handlers } from '#core/contract/contract.ts'
import type { ReadOnlyReason } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import { budgetCalls } from './calls/budget.ts'
import { courtCalls } from './calls/court.ts'
import { datasetCalls } from './calls/dataset.ts'
import { dialogCalls } from './calls/dialog.ts'
import { diskCalls } from './calls/disk.ts'
import { endpointCalls } from './calls/endpoint.ts'
import type { EngineHost } from './calls/engine-host.ts'
import { hostCalls } from './calls/host.ts'
import { hostStockCalls, setUpCalls } from './calls/host-stock.ts'
import { jobCalls } from './calls/job.ts'
import { lengthsCalls } from './calls/lengths.ts'
import { networkCalls } from './calls/network.ts'
import { playgroundCalls } from './calls/playground.ts'
import { preflightCalls } from './calls/preflight.ts'
import { projectCalls } from './calls/project.ts'
import { promptCalls } from './calls/prompt.ts'
import { roundCalls } from './calls/round.ts'
import { simulateCalls } from './calls/simulate.ts'
import { supportCalls } from './calls/support.ts'
import { toolSetCalls } from './calls/tool-set.ts'
import { trainCalls } from './calls/train.ts'
import { trainDraftCalls } from './calls/train-draft.ts'
import { trainingCalls } from './calls/training.ts'
import { trainingFollowCalls } from './calls/training-follow.ts'
import { transferCalls } from './calls/transfer.ts'
import type { EngineCallName, EngineDeps } from './deps.ts'
import { HostModelFiles } from './host-model-files.ts'
import { KeptHosts } from './kept-hosts.ts'
import { networkGate } from './network-gate.ts'
import { OpenProject } from './open-project.ts'
import { isUnwritable } from './project/folder.ts'
import { TokenCounters } from './token-counters.ts'
import { Transfers } from './transfer/transfers.ts'

/** The engine: at most one open project, and an answer to every call about it. */
export class Engine implements EngineHost {
  readonly handlers: Handlers<EngineCallName>
  readonly deps: EngineDeps
  readonly hosts: KeptHosts
  readonly counters: TokenCounters
  readonly modelFiles: HostModelFiles
  private readonly transfers: Transfers
  private current: OpenProject | undefined
  /** Opening and closing wait for one another. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(deps: EngineDeps) {
    this.deps = deps
    this.hosts = new KeptHosts(deps)
    this.counters = new TokenCounters(deps)
    this.modelFiles = new HostModelFiles(deps.hostsFolder)
    // The window's engine alone clears what a crash left: another one may be at work there now.
    const file = deps.asksConsent ? deps.endpointsFile : undefined
    this.transfers = new Transfers(this, file && join(dirname(file), 'unfinished.json'))
    this.handlers = this.guarded({
      ...projectCalls(this),
      ...toolSetCalls(this),
      ...simulateCalls(this),
      ...jobCalls(this),
      ...dialogCalls(this),
      ...datasetCalls(this),
      ...trainingCalls(this),
      ...trainingFollowCalls(this),
      ...playgroundCalls(this),
      ...trainCalls(this),
      ...trainDraftCalls(this),
      ...preflightCalls(this),
      ...roundCalls(this),
      ...endpointCalls(deps, this.counters),
      ...hostCalls(deps, this.hosts),
      ...hostStockCalls(this, this.hosts),
      ...setUpCalls(this, this.hosts),
      ...courtCalls(this),
      ...budgetCalls(this),
      ...promptCalls(this),
      ...lengthsCalls(this),
      ...networkCalls(deps),
      ...supportCalls(this),
      ...diskCalls(this),
      ...transferCalls(this.transfers),
    })
  }

  /** The one gate of a project that is open for reading only. @throws Failure `project.readOnly` */
  private guarded(handlers: Handlers<EngineCallName>): Handlers<EngineCallName> {
    const entries = Object.entries(handlers).map(([name, handler]) => {
      if (!mayChangeProject(name as EngineCallName)) return [name, handler]
      const guard = (input: never): unknown => {
        if (this.current?.readOnly !== undefined) throw new Failure('project.readOnly')
        return (handler as (input: never) => unknown)(input)
      }
      return [name, guard]
    })
    return Object.fromEntries(entries) as Handlers<EngineCallName>
  }

  /** @throws Failure `project.none` */
  project(): OpenProject {
    if (!this.current) throw new Failure('project.none')
    return this.current
  }

  get projectIfOpen(): OpenProject | undefined {
    return this.current
  }

  /**
   * Opens a project in place of the one that is open. Asked for the one that is open, it does nothing. What cannot be
   * written, or is of a newer version, is opened for reading only.
   */
  open(folder: string, readOnly = false): Promise<OpenProject> {
    return this.inTurn(async () => {
      const asItIs = (this.current?.readOnly === 'asked') === readOnly
      if (this.current?.folder.folder === folder && asItIs) return this.current
      await this.closeCurrent()
      this.current = await this.openAsPossible(folder, readOnly)
      return this.current
    })
  }

  private async openAsPossible(folder: string, readOnly: boolean): Promise<OpenProject> {
    const open = (why?: ReadOnlyReason) => OpenProject.open(folder, this.deps, this, why)
    if (readOnly) return open('asked')
    try {
      return await open()
    } catch (error) {
      const code = error instanceof Failure ? error.code : ''
      if (code === 'project.newer') return open('newer')
      if (code === 'project.unwritable' && (await isUnwritable(folder))) return open('medium')
      throw error
    }
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.closeCurrent()
      await this.counters.close()
      networkGate(this.deps).contacts.flush()
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
