/**
 * Everything the window can ask: name → what goes in (decoded in main) and what comes out (a type, so that a wrong
 * handler does not compile). Long work is a job: such calls answer with its id.
 */
import { z } from 'zod'
import { CASE_TYPES, LANGUAGES, LEVELS } from '../dialog/case-type.ts'
import { prepareSettingsSchema, simulateSettingsSchema } from '../dialog/settings.ts'
import type { StagedTest } from '../endpoint/staged-test.ts'
import type { HostTest } from '../host/host-test.ts'
import { budgetSchema } from '../job/budget.ts'
import type { JobEvent } from '../job/job.ts'
import type { JobView, OutcomeGroup } from '../job/view.ts'
import type { Dataset } from '../sample/dataset.ts'
import { LINT_CODES, type LintFinding } from '../tool/lint.ts'
import type { Tool } from '../tool/tool.ts'
import type { Flight } from '../training/flight.ts'
import { budgetCalls } from './budget-calls.ts'
import { answers, type Call, cursor, id, limit, nothing, path } from './call.ts'
import { connectionCalls } from './connection-calls.ts'
import { diskCalls } from './disk-calls.ts'
import { hostCalls } from './host-calls.ts'
import { lengthsCalls } from './lengths-calls.ts'
import { playgroundCalls } from './playground.ts'
import { promptCalls } from './prompt-calls.ts'
import { roundCalls } from './round-calls.ts'
import { setUpCalls } from './set-up-calls.ts'
import { settingsCalls } from './settings-calls.ts'
import { trainDraftCalls } from './train-draft-calls.ts'
import { trainingCalls } from './training.ts'
import { type TransferView, transferCalls } from './transfer-calls.ts'
import type * as view from './views.ts'

const name = z.string().trim().min(1).max(120)
const search = z.string().max(500).default('')
const job = z.object({ id })

export const contract = {
  /** Native pickers; an empty list or null means that the user closed them. */
  'system.pickFiles': answers<string[]>()(nothing),
  'system.pickFolder': answers<string | null>()(nothing),
  /** Where an archive is to be written, and which one is to be restored; null means that the user closed the picker. */
  'system.placeArchive': answers<string | null>()(z.object({ name })),
  'system.pickArchive': answers<string | null>()(nothing),
  'system.showFolder': answers<void>()(z.object({ folder: path })),
  'system.pickLog': answers<string | null>()(nothing),
  /** Where a table is to be written; null means that the user closed the picker. */
  'system.pickCsv': answers<string | null>()(z.object({ name })),
  /** A recipe's YAML file: one that is there, or the place of a new one; null means that the user closed the picker. */
  'system.pickRecipe': answers<string | null>()(nothing),
  'system.placeRecipe': answers<string | null>()(z.object({ name })),
  /** Writes a picture where the user says. False: the picker was closed. */
  'system.savePng': answers<boolean>()(z.object({ name, png: z.instanceof(Uint8Array) })),

  'project.recent': answers<view.ProjectCard[]>()(nothing),
  'project.forget': answers<void>()(z.object({ folder: path })),
  /** Without `folder` it goes, under its name, into `parent` or the projects folder. */
  'project.create': answers<view.ProjectInfo>()(
    z.object({ name, folder: path.optional(), parent: path.optional() }),
  ),
  'project.placeFor': answers<view.ProjectPlace>()(
    z.object({ name: z.string().max(120), parent: path.optional() }),
  ),
  /** With `readOnly`, nothing in the folder is changed, and nobody is kept from it. */
  'project.open': answers<view.ProjectInfo>()(z.object({ folder: path, readOnly: z.boolean().optional() })),
  'project.openSample': answers<view.ProjectInfo>()(nothing),
  'project.current': answers<view.ProjectInfo | null>()(nothing),
  'project.close': answers<void>()(nothing),
  'project.backups': answers<view.BackupInfo[]>()(z.object({ folder: path })),
  'project.restore': answers<view.ProjectInfo>()(
    z.object({ folder: path, file: z.string().regex(/^[\w.-]+$/) }),
  ),

  'toolSet.read': answers<view.ImportDraft>()(z.object({ paths: z.array(path).min(1).max(1000) })),
  'toolSet.save': answers<view.ToolSetInfo>()(
    z.object({ draftId: id, name, leaveOut: z.array(z.string()).default([]) }),
  ),
  /** Puts the sample tools into the open project. */
  'toolSet.addSample': answers<view.ToolSetInfo>()(nothing),
  'toolSet.list': answers<view.ToolSetInfo[]>()(nothing),
  /** With `finding`, only the tools of which this is found. */
  'toolSet.rows': answers<view.Page<view.ToolRow>>()(
    z.object({ id, search, finding: z.enum(LINT_CODES).optional(), after: cursor, limit }),
  ),
  'toolSet.findings': answers<LintFinding[]>()(z.object({ id })),
  'toolSet.tool': answers<Tool>()(z.object({ id, name: z.string() })),
  'toolSet.draftTool': answers<Tool>()(z.object({ draftId: id, name: z.string() })),

  'simulate.preview': answers<view.SimulatePreview>()(simulateSettingsSchema),
  /** `key` goes to the secret store and nowhere else: the system's keyring, or memory until the program ends. */
  'simulate.start': answers<{ id: string }>()(
    z.object({ settings: simulateSettingsSchema, key: z.string().max(4096).optional() }),
  ),
  'prepare.start': answers<{ id: string }>()(prepareSettingsSchema),

  'job.list': answers<JobView[]>()(nothing),
  'job.get': answers<JobView>()(job),
  'job.events': answers<JobEvent[]>()(job),
  'job.outcomes': answers<OutcomeGroup[]>()(job),
  'job.pause': answers<JobView>()(job),
  /** `budget`: the caps from here on; of a stage that its round waits for, the round's. */
  'job.resume': answers<JobView>()(
    z.object({ id, key: z.string().max(4096).optional(), budget: budgetSchema.optional() }),
  ),
  'job.cancel': answers<JobView>()(job),
  /** Cancels a job whose host is out of reach; its work there may go on. */
  'job.giveUp': answers<JobView>()(job),
  /** Ends a work that was left on its host. */
  'job.endLeft': answers<JobView>()(job),
  /** Failed items go back to waiting; with `reason`, only those that failed for it. */
  'job.retry': answers<JobView>()(z.object({ id, reason: z.string().optional() })),

  'dialog.page': answers<view.Page<view.DialogRow> & { facets: view.Facets }>()(
    z.object({
      job: id.optional(),
      search,
      state: z.enum(['waiting', 'done', 'dropped', 'failed']).optional(),
      language: z.enum(LANGUAGES).optional(),
      level: z.enum(LEVELS).optional(),
      type: z.enum(CASE_TYPES).optional(),
      /** False: nobody looks at the counts, so they are not made. */
      facets: z.boolean().optional(),
      after: cursor,
      limit,
    }),
  ),
  'dialog.get': answers<view.DialogView>()(z.object({ job: id, key: z.string() })),

  'dataset.list': answers<Dataset[]>()(nothing),
  'sample.page': answers<view.Page<view.SampleRow> & { facets: view.Facets }>()(
    z.object({
      dataset: id,
      search,
      split: z.enum(['train', 'test']).optional(),
      language: z.enum(LANGUAGES).optional(),
      kind: z.enum(CASE_TYPES).optional(),
      after: cursor,
      limit,
    }),
  ),
  'sample.get': answers<view.SampleView>()(z.object({ dataset: id, id })),

  ...roundCalls,
  ...trainingCalls,
  ...trainDraftCalls,
  ...connectionCalls,
  ...hostCalls,
  ...setUpCalls,
  ...playgroundCalls,
  ...settingsCalls,
  ...transferCalls,
  ...diskCalls,
  ...budgetCalls,
  ...promptCalls,
  ...lengthsCalls,
} as const

/** What the engine says unasked. */
export interface Pushes {
  'job.changed': JobView
  'dialog.grew': { job: string; key: string }
  'project.changed': view.ProjectInfo | null
  /** A run's files grew, or a run appeared; asked for within the last minute. */
  'training.grew': { id: string }
  'settings.changed': view.Settings
  /** A project is being copied, moved, archived or restored. */
  'project.transfer': TransferView
  /** Whether the computer is kept from falling asleep. */
  'awake.changed': boolean
  /** The user clicked on a notification about this job. */
  'job.wanted': { id: string }
  /** A staged test has gone on. */
  'endpoint.tested': StagedTest
  /** A host's test has gone on. */
  'host.tested': HostTest
  /** A training's pre-flight has gone on. */
  'training.flown': Flight
  'engine.state': { state: 'starting' | 'ready' | 'restarting' }
}

type Contract = typeof contract
export type CallName = keyof Contract
/** What a caller writes: defaults may be left out. */
export type CallInput<C extends CallName> = z.input<Contract[C]['input']>
/** What a handler gets: decoded, defaults filled in. */
export type CallDecoded<C extends CallName> = z.output<Contract[C]['input']>
export type CallOutput<C extends CallName> = Contract[C] extends Call<z.ZodType, infer O> ? O : never
export type Handler<C extends CallName> = (input: CallDecoded<C>) => Promise<CallOutput<C>> | CallOutput<C>
export type Handlers<C extends CallName = CallName> = { readonly [N in C]: Handler<N> }
export type PushName = keyof Pushes

export const CALL_NAMES = Object.keys(contract) as CallName[]
