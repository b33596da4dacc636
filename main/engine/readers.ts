/** Whoever reads a dataset's prompts, as a counter of their tokens: a player, or a model that is trained on a host. */
import { basename } from 'node:path'
import type { Player } from '#core/round/round-settings.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import type { Reader } from '#core/token/lengths-settings.ts'
import type { Host } from './host/host.ts'
import type { HostModelFiles } from './host-model-files.ts'
import { sha256 } from './project/tool-set-records.ts'
import { type StartDeps, startFolder } from './stage/train/host-start.ts'

type OnHost = Extract<Reader, { readonly kind: 'onHost' }>

export interface ReaderDeps extends StartDeps {
  readonly counters: {
    forPlayer(player: Player): Promise<TokenCounter>
    nameFor(player: Player): Promise<string>
    forFiles(folder: string): Promise<TokenCounter>
  }
  openHost(id: string): Promise<Host>
  readonly modelFiles: HostModelFiles
  /** The policy's prompt as it stands now: what is trained on is rendered with it. */
  preamble(): Promise<string>
}

export class Readers {
  private readonly deps: ReaderDeps

  constructor(deps: ReaderDeps) {
    this.deps = deps
  }

  /** @throws Failure `tokenizer.*`, `template.*`; of a model on a host `host.*`, `training.checkpoint*` */
  async counterFor(reader: Reader): Promise<TokenCounter> {
    if (reader.kind !== 'onHost') return this.deps.counters.forPlayer(reader)
    return this.deps.counters.forFiles(await this.filesOf(reader))
  }

  /** Names the way in which tokens are counted now: another name means other counts. @throws as `counterFor` */
  async nameFor(reader: Reader): Promise<string> {
    if (reader.kind !== 'onHost') return this.deps.counters.nameFor(reader)
    return `brought ${basename(await this.filesOf(reader))} ${sha256(await this.deps.preamble())}`
  }

  /**
   * The folder here with the files of a model on a host.
   *
   * @param anew asks the host whether they have changed; otherwise what this run of the program knows will do
   */
  async filesOf({ host: id, start }: OnHost, anew = false): Promise<string> {
    const { openHost, modelFiles } = this.deps
    const host = await openHost(id)
    const folder = await startFolder(host, this.deps, { host: id, start })
    return anew ? modelFiles.bring(host, folder) : modelFiles.at(host, folder)
  }
}
