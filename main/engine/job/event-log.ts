import type { JobState } from '#core/job/fold.ts'
import type { JobEventBody } from '#core/job/job.ts'
import type { Statement, Store } from '../project/store.ts'
import type { DriveHooks } from './drive.ts'
import { eventStatements } from './records.ts'

/** The events of a running job: folded at once, written in order, kept in line while the disk refuses them. */
export class EventLog {
  state: JobState
  private readonly unsaid: Statement[] = []
  private saying: Promise<void> = Promise.resolve()
  private readonly store: Store
  private readonly number: number
  private readonly hooks: Pick<DriveHooks, 'changed' | 'now'>
  private readonly refused: (error: Error) => void

  /** @param refused hears what the disk said when it did not take an event */
  constructor(
    store: Store,
    job: { readonly number: number; readonly state: JobState },
    hooks: Pick<DriveHooks, 'changed' | 'now'>,
    refused: (error: Error) => void,
  ) {
    this.store = store
    this.number = job.number
    this.state = job.state
    this.hooks = hooks
    this.refused = refused
  }

  /** An event that the disk refuses stays in line and is written before the next one. */
  say(body: JobEventBody, first: readonly Statement[] = []): Promise<void> {
    const [state, statements] = eventStatements(this.number, this.state, body, this.hooks.now())
    this.state = state
    this.unsaid.push(...first, ...statements)
    this.hooks.changed()
    this.saying = this.saying.then(() => this.catchUp()).catch(this.refused)
    return this.saying
  }

  async catchUp(): Promise<void> {
    const batch = [...this.unsaid]
    if (batch.length === 0) return
    await this.store.write(batch)
    this.unsaid.splice(0, batch.length)
  }

  get ahead(): boolean {
    return this.unsaid.length > 0
  }
}
