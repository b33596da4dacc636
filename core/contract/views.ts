/** Shapes that cross the door to the window. Plain data only: what structured clone carries. */
import type { CaseType, DialogLanguage, Level } from '../dialog/case-type.ts'
import type { Dialog } from '../dialog/dialog.ts'
import type { WindowLanguage } from '../failure/words.ts'
import type { FirstRun } from '../guide/first-run.ts'
import type { Sample } from '../sample/sample.ts'
import type { ImportReport } from '../tool/import-report.ts'
import type { LintFinding } from '../tool/lint.ts'

export interface AppInfo {
  readonly version: string
  /** Of the Electron that really runs, with its Chromium and its Node. */
  readonly electron: string
  readonly chromium: string
  readonly node: string
  readonly platform: string
  /** The processor that the program was made for, e.g. `x64`. */
  readonly processor: string
  /** The small policy that trainings start from; absent where none came with the program. */
  readonly policy?: PolicyFacts
  /** False while a stand-in binary runs the window (development only). */
  readonly sandboxed: boolean
}

export interface PolicyFacts {
  /** Numbers that training can change. */
  readonly parameters: number
  readonly bytes: number
  /** SHA-256 of the weights, hexadecimal. */
  readonly hash: string
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly language: WindowLanguage
  readonly projectsFolder: string
  /** The computer does not fall asleep while a job works on it. */
  readonly keepAwake: boolean
  /** The system tells when a job is done, stands still or failed, while the window is not looked at. */
  readonly notifications: boolean
  readonly firstRun: FirstRun
  /** File name under which a damaged settings file was put aside at this start. */
  readonly quarantined?: string
}

export interface ProjectCard {
  readonly folder: string
  readonly name: string
  /** ISO 8601. */
  readonly openedAt: string
  /** The folder is gone or no longer a project. */
  readonly missing: boolean
}

/**
 * `asked`: the user wanted it so, e.g. because another window has it. `medium`: its folder cannot be written.
 * `newer`: of a newer version; what this one does not know is not shown. `transfer`: being copied, moved or archived.
 */
export type ReadOnlyReason = 'asked' | 'medium' | 'newer' | 'transfer'
/** Where a project would be made. */
export interface ProjectPlace {
  readonly folder: string
  /** A folder of its name is there, so that it gets a number. */
  readonly taken: boolean
  /** The folder that it would lie in is a project itself. */
  readonly inProject: boolean
}

export interface ProjectInfo {
  readonly id: string
  readonly folder: string
  readonly name: string
  /** Made by *sample project*; its roles are practice roles. */
  readonly sample: boolean
  /** Why it can only be read; absent where it can be changed. */
  readonly readOnly?: ReadOnlyReason
  readonly counts: {
    readonly toolSets: number
    readonly tools: number
    readonly dialogs: number
    readonly datasets: number
    readonly samples: number
  }
}

export interface BackupInfo {
  readonly file: string
  readonly at: string
  readonly bytes: number
}

export interface ToolRow {
  readonly name: string
  readonly description: string
  readonly category: string
  readonly parameters: number
  readonly required: number
  readonly changed: boolean
}

/** Tools read from files, not yet saved; lives in the engine until saved or replaced. */
export interface ImportDraft {
  readonly draftId: string
  readonly reports: readonly ImportReport[]
  readonly rows: readonly ToolRow[]
  /** What may make these tools hard to learn; nothing here stops one from being taken. */
  readonly findings: readonly LintFinding[]
}

export interface ToolSetInfo {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly hash: string
  readonly toolCount: number
  readonly createdAt: string
}

/** A page of a list; `next` is the cursor of the following page. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  readonly next?: string
}

export interface SimulatePreview {
  readonly dialogs: number
  readonly needs: number
  /** Needs by case type as they would be drawn. */
  readonly byType: Readonly<Partial<Record<CaseType, number>>>
  /** Model requests, as an interval. */
  readonly requests: readonly [number, number]
  /** Case types that this tool set cannot offer, with the reason's code. */
  readonly impossible: readonly { readonly type: CaseType; readonly why: string }[]
}

export interface DialogRow {
  readonly job: string
  readonly key: string
  readonly ordinal: number
  readonly state: 'waiting' | 'done' | 'dropped' | 'failed'
  readonly reason?: string
  readonly language: DialogLanguage
  readonly level: Level
  readonly messages: number
  readonly calls: number
  readonly unagreed: number
  readonly types: readonly CaseType[]
  /** First user message, cut. */
  readonly opening: string
  readonly updatedAt: string
}

export interface DialogView {
  readonly row: DialogRow
  readonly dialog: Dialog
  /** Some role of its job was a scripted practice role. */
  readonly scripted: boolean
}

export interface SampleRow {
  readonly id: string
  readonly split: 'train' | 'test'
  readonly kind: CaseType
  readonly language: DialogLanguage
  readonly messages: number
  /** Names of the tools called, or empty for a text answer. */
  readonly calls: readonly string[]
  /** Last user message, cut. */
  readonly prompt: string
  /** The first accepted answer, cut. */
  readonly answer: string
}

export interface SampleView {
  readonly row: SampleRow
  readonly sample: Sample
  readonly scripted: boolean
  /** The release layout, as training sees it. */
  readonly rendering: { readonly instruction: string; readonly input: string; readonly output: string }
}

/** Counts of a column's values, for facets. */
export type Facets = Readonly<Record<string, Readonly<Record<string, number>>>>
