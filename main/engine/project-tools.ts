/** The tool sets of a project, and what was talked with them. */
import type { Dialog } from '#core/dialog/dialog.ts'
import { simulateSettingsSchema } from '#core/dialog/settings.ts'
import type { Tool, ToolSet } from '#core/tool/tool.ts'
import { finishedDialogs } from './project/dialog-records.ts'
import type { ProjectFolder } from './project/folder.ts'
import { loadToolSet } from './project/tool-set-records.ts'
import { dialogFromSteps } from './stage/simulate/record.ts'

/** A finished dialog with the tools that it may call. */
export interface DialogSource {
  readonly key: string
  readonly dialog: Dialog
  readonly tools: readonly Tool[]
  readonly toolSetHash: string
}

export class ProjectTools {
  private readonly store: ProjectFolder['store']
  private readonly settingsOf: (job: string) => Promise<unknown>
  private readonly toolSets = new Map<string, Promise<ToolSet>>()

  /** @param settingsOf what a job was asked for. @throws Failure `job.notFound` */
  constructor(store: ProjectFolder['store'], settingsOf: (job: string) => Promise<unknown>) {
    this.store = store
    this.settingsOf = settingsOf
  }

  /** A tool set never changes, so it is read once. @throws Failure `toolSet.notFound` */
  toolSet(id: string): Promise<ToolSet> {
    let found = this.toolSets.get(id)
    if (!found) {
      found = loadToolSet(this.store, id)
      found.catch(() => this.toolSets.delete(id))
      this.toolSets.set(id, found)
    }
    return found
  }

  /** Those of a simulate job. */
  async ofJob(job: string): Promise<ToolSet> {
    const settings = simulateSettingsSchema.parse(await this.settingsOf(job))
    return this.toolSet(settings.toolSetId)
  }

  /** Finished dialogs of a simulate job, in order. */
  async *dialogs(job: string): AsyncGenerator<DialogSource> {
    const toolSet = await this.ofJob(job)
    const byName = new Map(toolSet.tools.map((tool) => [tool.name, tool]))
    for await (const stored of finishedDialogs(this.store, job)) {
      const dialog = dialogFromSteps(stored.input, stored.steps)
      const tools = dialog.setup.tools.flatMap((name) => byName.get(name) ?? [])
      yield { key: stored.row.key, dialog, tools, toolSetHash: toolSet.hash }
    }
  }
}
