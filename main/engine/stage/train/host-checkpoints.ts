/** A run's checkpoints on its host while it is followed: which stand there, which stay, and the last one brought here. */
import { join } from 'node:path'
import { isAway } from '#core/host/trouble.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { type Carrying, fetchCheckpoint, filesOf } from '../../host/checkpoints.ts'
import type { Host } from '../../host/host.ts'
import { keepThere, lookThere } from './there.ts'

/** One look in so many asks what the project names, though no checkpoint came. */
const ASK_AT = 60

export interface HostCheckpointParts {
  readonly host: Host
  readonly run: string
  /** Of the run, there and here. */
  readonly there: string
  readonly here: string
  now(): string
  /** Checkpoints of any run that something of the project names. */
  named(): Promise<readonly Checkpoint[]>
}

export class HostCheckpoints {
  private readonly parts: HostCheckpointParts
  private looks = 0
  private kept = ''

  constructor(parts: HostCheckpointParts) {
    this.parts = parts
  }

  /** @param changed checkpoints came, or the run has ended. @throws Failure `host.*` where the host is away */
  async update(changed: boolean): Promise<void> {
    const first = this.looks++ === 0
    if (!changed && !first && this.looks % ASK_AT !== 0) return
    const { host, there, here, now } = this.parts
    try {
      await this.keep()
      if (changed || first) await lookThere(host, there, here, now())
    } catch (error) {
      // What cannot be listed or written there does not stop a training.
      if (isAway(error)) throw error
    }
  }

  /** Brings a checkpoint here, whole. @throws Failure `host.*`, `disk.*`, `training.checkpointNotFound` */
  async bring(step: number, carrying: Carrying): Promise<void> {
    const { host, run, there, here } = this.parts
    const from = `${there}/${checkpointFolder(step)}`
    const files = await filesOf(host, from, { run, step, optimizer: false })
    await fetchCheckpoint(host, from, join(here, checkpointFolder(step)), files, carrying)
  }

  private async keep(): Promise<void> {
    const { host, run, there, named } = this.parts
    const steps = (await named()).filter((one) => one.run === run).map(({ step }) => step)
    const wanted = steps.join(' ')
    if (wanted === this.kept) return
    await keepThere(host, there, steps)
    this.kept = wanted
  }
}
