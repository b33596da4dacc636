/** One open project: its folder, its store and its jobs, joined. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectBudget } from '#core/contract/budget-views.ts'
import type { ProjectInfo, ReadOnlyReason } from '#core/contract/views.ts'
import { changedSettings } from '#core/endpoint/role-settings.ts'
import type { ProjectRoles } from '#core/endpoint/role-table.ts'
import { isFinished, isLive } from '#core/job/fold.ts'
import type { Budget } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { promptsOfKind } from '#core/prompt/uses.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import { checkpointsNamedIn } from '#core/training/kept-checkpoints.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import { sweepUnfinished } from './dataset/dataset-files.ts'
import type { EngineDeps } from './deps.ts'
import { FollowedRuns } from './followed-runs.ts'
import type { HostModelFiles } from './host-model-files.ts'
import { JobEngine } from './job/job-engine.ts'
import { endpointBook, stampOf } from './kept-endpoints.ts'
import type { KeptHosts } from './kept-hosts.ts'
import { LeftWorks } from './left-works.ts'
import { loopKinds } from './loop-kinds.ts'
import { newSpec, type SpecSource, type SpecWish } from './new-spec.ts'
import { placeOfRun } from './place-of-run.ts'
import { Playground } from './playground.ts'
import { type PolicyPlaces, policyPlaces } from './policy-places.ts'
import { findDataset, insertDataset, nextDatasetNumber } from './project/dataset-records.ts'
import {
  backupIfDue,
  datasetsOf,
  lookIntoProject,
  openProjectFolder,
  type ProjectFolder,
  runsOf,
} from './project/folder.ts'
import { readBudget, readRoles, writeBudget } from './project/setting-records.ts'
import { sha256 } from './project/tool-set-records.ts'
import { projectInfo } from './project-info.ts'
import { ProjectPlayers } from './project-players.ts'
import { ProjectTools } from './project-tools.ts'
import { PromptDesk } from './prompts/desk.ts'
import type { ExampleSources } from './prompts/examples.ts'
import { exampleSources } from './prompts/sources.ts'
import { Readers } from './readers.ts'
import type { RoundHost } from './round/round-host.ts'
import { roundKind } from './round/round-kind.ts'
import { aboutRun } from './run-about.ts'
import { checkpointsOf } from './run-checkpoints.ts'
import { setUpDeps } from './set-up-deps.ts'
import { policyPreamble } from './stage/made-dataset.ts'
import { prepareKind } from './stage/prepare/kind.ts'
import { createOwnPrompts, createPrompts, ownPromptsOf } from './stage/prompts.ts'
import { setUpKind } from './stage/set-up/kind.ts'
import { simulateKind } from './stage/simulate/kind.ts'
import type { RunPlace } from './stage/train/host-start.ts'
import { StepNews } from './step-news.ts'
import type { TokenCounters } from './token-counters.ts'
import { type RunStanding, Runs } from './training/runs.ts'

/** Jobs that need the checkpoints they name: what was brought here need not stay there. */
const needing = (jobs: readonly JobView[]): JobView[] =>
  jobs.filter(({ spec, state }) => spec.kind !== 'fetch' || !isFinished(state))

/** What all projects share. */
export interface SharedRooms {
  readonly hosts: KeptHosts
  readonly counters: TokenCounters
  readonly modelFiles: HostModelFiles
}

export class OpenProject {
  readonly folder: ProjectFolder
  readonly jobs: JobEngine
  readonly runs: Runs
  /** Trainings of others on hosts. */
  readonly followed: FollowedRuns
  readonly playground: Playground
  /** What goes on on hosts although its job was given up. */
  readonly left: LeftWorks
  /** Its prompts as a person sees and changes them. */
  readonly desk: PromptDesk
  /** What prompts can be filled with. */
  readonly examples: ExampleSources
  private readonly tools: ProjectTools
  /** The policy's prompt as it stands now. */
  readonly preamble: () => Promise<string>
  /** Who counts the tokens of prompts. */
  readonly readers: Readers
  /** What the rounds are read from. */
  readonly host: RoundHost
  private readonly deps: EngineDeps
  private readonly specs: SpecSource
  private readonly places: PolicyPlaces
  private readonly players: ProjectPlayers
  private readonly news: StepNews

  private constructor(folder: ProjectFolder, deps: EngineDeps, { hosts, counters, modelFiles }: SharedRooms) {
    this.folder = folder
    this.deps = deps
    this.news = new StepNews((step) => deps.push('dialog.grew', step))
    this.places = policyPlaces(deps, folder.folder)
    this.host = {
      store: folder.store,
      datasetsFolder: datasetsOf(folder.folder),
      runsFolder: runsOf(folder.folder),
      settings: async (job) => (await this.jobs.get(job)).spec.settings,
      jobs: { list: () => this.jobs.list(), get: (id) => this.jobs.get(id) },
      now: () => deps.now().toISOString(),
    }
    const { host, places } = this
    this.tools = new ProjectTools(folder.store, host.settings)
    const onHosts = {
      openHost: (id: string) => hosts.open(id),
      placeOfRun: (run: string) => placeOfRun(host, run),
    }
    this.players = new ProjectPlayers(deps, { host, places, toolSet: (id) => this.toolSet(id) })
    const prompts = createPrompts({
      resourcesFolder: deps.resourcesFolder,
      projectFolder: folder.folder,
      store: folder.store,
    })
    this.preamble = () => policyPreamble({ prompts })
    this.readers = new Readers({ ...onHosts, counters, modelFiles, preamble: this.preamble })
    const own = createOwnPrompts(folder.folder, () => stampOf(deps.now()))
    this.desk = new PromptDesk({ prompts, own, folder: ownPromptsOf(folder.folder) })
    this.examples = exampleSources({ ...this.host, prompts, toolSetOf: (job) => this.tools.ofJob(job) })
    this.specs = {
      appVersion: deps.appVersion,
      now: this.host.now,
      promptsOf: (kind) => prompts.marks(promptsOfKind(kind)),
      roleSettings: async () =>
        changedSettings((await endpointBook(deps).read()).sampling, (await this.roles()).sampling),
    }
    this.jobs = new JobEngine({
      store: folder.store,
      kinds: [
        simulateKind({ toolSet: (id) => this.toolSet(id), prompts }),
        prepareKind({
          dialogs: (job) => this.tools.dialogs(job),
          prompts,
          datasetsFolder: datasetsOf(folder.folder),
          nextNumber: () => nextDatasetNumber(folder.store),
          recordDataset: insertDataset,
          now: () => deps.now().toISOString(),
          sha256,
        }),
        ...loopKinds(this.host, prompts, this.host.now, {
          ...this.places,
          startPolicy: deps.startPolicy,
          ...onHosts,
          kit: hosts.kit,
          project: folder.file.name,
          named: () => this.named(),
          counterFor: (reader) => this.readers.counterFor(reader),
        }),
        setUpKind(setUpDeps(deps, hosts, folder)),
        roundKind({ host: this.host, toolSet: (id) => this.toolSet(id), specs: this.specs }),
      ],
      findPlayers: (spec) => this.players.ofJob(spec),
      now: () => deps.now().toISOString(),
      changed: (view) => {
        deps.push('job.changed', view)
        // Whoever closes the project meanwhile does not need the news.
        if (view.state.name === 'done') this.tellChanged().catch(() => undefined)
      },
      stepped: (job, key) => this.news.add(job, key),
    })
    this.followed = new FollowedRuns({
      runsFolder: runsOf(folder.folder),
      openHost: (id) => hosts.open(id),
      kit: hosts.kit,
    })
    this.runs = new Runs({
      runsFolder: runsOf(folder.folder),
      now: deps.now,
      grew: (id) => deps.push('training.grew', { id }),
      standing: (id) => this.standing(id),
      about: async (id) =>
        aboutRun(await this.jobs.get(id).catch(() => undefined), this.runsFolder, await this.namedSteps(id)),
      checkpoints: checkpointsOf,
    })
    this.left = new LeftWorks({ jobs: this.jobs, openHost: (id) => hosts.open(id), kit: hosts.kit })
    this.playground = new Playground({
      open: (policy, dataset) => this.players.toTalk(policy, dataset),
      preamble: this.preamble,
      start: (wish) => this.start(wish),
      settled: async (job) => (await this.jobs.settled(job)).state.name === 'done',
      latestJob: async (kind) =>
        (await this.jobs.list()).find(({ spec, state }) => spec.kind === kind && state.name === 'done')?.spec
          .id,
      dataset: (id) => findDataset(folder.store, id),
    })
  }

  /** @param readOnly why nothing of it is to be changed, not even what a crash left. @throws Failure `project.*` */
  static async open(
    folder: string,
    deps: EngineDeps,
    shared: SharedRooms,
    readOnly?: ReadOnlyReason,
  ): Promise<OpenProject> {
    if (readOnly !== undefined) {
      const project = new OpenProject(await lookIntoProject(folder, deps.workerFile, readOnly), deps, shared)
      project.jobs.meter.budget = await readBudget(project.folder.store).catch(() => ({}))
      await project.tellChanged()
      return project
    }
    const opened = await openProjectFolder(folder, deps.workerFile)
    try {
      const project = new OpenProject(opened, deps, shared)
      await sweepUnfinished(datasetsOf(folder))
      await backupIfDue(opened, deps.now())
      project.jobs.meter.budget = await readBudget(opened.store)
      await project.jobs.recover(deps.resumeJobs ?? true)
      if (deps.resumeJobs ?? true) project.left.watch()
      await project.tellChanged()
      return project
    } catch (error) {
      // The lock goes with the store: a project that could not be opened must not stay locked.
      await opened.store.close()
      throw error
    }
  }

  async close(): Promise<void> {
    this.left.close()
    this.runs.close()
    await this.followed.close()
    await this.playground.close()
    await this.jobs.close()
    await this.players.close()
    this.news.close()
    await this.folder.store.close()
  }

  /** While its files are being copied, an open project may only be read. */
  private transferring = false

  get readOnly(): ReadOnlyReason | undefined {
    return this.folder.readOnly ?? (this.transferring ? 'transfer' : undefined)
  }

  async setTransferring(on: boolean): Promise<void> {
    this.transferring = on
    await this.tellChanged()
  }

  /** What the project says of roles in place of the table for all projects. */
  roles(): Promise<ProjectRoles> {
    return readRoles(this.folder.store)
  }

  /** The project's caps and what counts against them. */
  budget(): ProjectBudget {
    const { budget } = this.jobs.meter
    return { budget, spent: this.jobs.meter.project() }
  }

  /** Caps from here on; jobs that run look at them with their next record. */
  async setBudget(budget: Budget): Promise<ProjectBudget> {
    await writeBudget(this.folder.store, budget)
    this.jobs.meter.budget = budget
    return this.budget()
  }

  info(): Promise<ProjectInfo> {
    return projectInfo(this.folder, this.readOnly)
  }

  /** Stores a new job and queues it. @throws Failure `job.settings` */
  async start(wish: SpecWish): Promise<{ id: string }> {
    const spec = await newSpec(this.specs, wish)
    await this.jobs.start(spec)
    return { id: spec.id }
  }

  /** Whether the small policy came with the program. */
  hasSmallPolicy(): boolean {
    return existsSync(join(this.places.baseFolder, 'model.safetensors'))
  }

  get runsFolder(): string {
    return this.host.runsFolder
  }

  /** @throws Failure `job.notFound` */
  placeOfRun(run: string): Promise<RunPlace> {
    return placeOfRun(this.host, run)
  }

  /** Steps of a run whose checkpoints something of the project needs. */
  async namedSteps(run: string): Promise<ReadonlySet<number>> {
    return new Set((await this.named()).filter((one) => one.run === run).map(({ step }) => step))
  }

  private async named(): Promise<Checkpoint[]> {
    return checkpointsNamedIn([needing(await this.jobs.list()), this.playground.policies()])
  }

  /** How the job of this project, or somebody who is followed, works on a run, which has the job's id. */
  private async standing(id: string): Promise<RunStanding> {
    const job = await this.jobs.get(id).catch(() => undefined)
    if (!job) return { alive: await this.followed.alive(id) }
    const alive = isLive(job.state) || job.state.name === 'queued'
    return { alive, ...(job.stall ? { stall: job.stall } : {}) }
  }

  async tellChanged(): Promise<void> {
    this.deps.push('project.changed', await this.info())
  }

  /** @throws Failure `toolSet.notFound` */
  toolSet(id: string): Promise<ToolSet> {
    return this.tools.toolSet(id)
  }
}
