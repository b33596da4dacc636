/** Who counts the tokens of a model's prompts: the model's own files, its server, or nobody but an estimate. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TokenizerFacts } from '#core/contract/connection-views.ts'
import { keptAt, type StoredEndpoint, type TokenizerPlace } from '#core/endpoint/stored-endpoint.ts'
import { proxyOrigin } from '#core/endpoint/url.ts'
import { layOutChat } from '#core/nano/compact-prompt.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import type { Player } from '#core/round/round-settings.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import { estimatingCounter } from '#core/token/estimate.ts'
import { requireConsent } from './consent.ts'
import type { EngineDeps } from './deps.ts'
import { readCaFile } from './endpoint/ca-file.ts'
import { ServerCounter } from './endpoint/token-count.ts'
import { endpointBook } from './kept-endpoints.ts'
import { networkGate } from './network-gate.ts'
import { keyName } from './players.ts'
import { readModelFiles } from './tokenizer/model-files.ts'
import { FileCounter } from './tokenizer/token-counter.ts'

/** Vocabularies kept open; each holds some 100 MB. */
const MOST_OPEN = 2

type Deps = Pick<
  EngineDeps,
  'endpointsFile' | 'now' | 'secrets' | 'asksConsent' | 'resourcesFolder' | 'policyFolder' | 'tokenWorkerFile'
>

const TRIAL = { messages: [{ role: 'user' as const, content: 'Hello, how are you? 你好。' }] }

export class TokenCounters {
  private readonly deps: Deps
  /** By folder; the longest unused first. */
  private readonly open = new Map<string, Promise<FileCounter>>()
  private small: Promise<TokenCounter> | undefined

  constructor(deps: Deps) {
    this.deps = deps
  }

  /** @throws Failure `tokenizer.*`, `template.*` when what the user named cannot be used */
  async forPlayer(player: Player): Promise<TokenCounter> {
    if (player.kind === 'practice') return estimatingCounter
    if (player.kind === 'small') return this.smallCounter()
    const { endpoints } = await endpointBook(this.deps).read()
    const kept = keptAt(endpoints, player.url)
    if (kept?.tokenizer === undefined || kept.model !== player.model) return estimatingCounter
    return this.at(kept.tokenizer, kept)
  }

  /** Names the way in which a player's tokens are counted now: another name means other counts. */
  async nameFor(player: Player): Promise<string> {
    if (player.kind !== 'endpoint') return player.kind
    const kept = keptAt((await endpointBook(this.deps).read()).endpoints, player.url)
    if (kept?.tokenizer === undefined || kept.model !== player.model) return 'estimated'
    return kept.tokenizer.kind === 'server' ? 'server' : `files ${kept.tokenizer.folder}`
  }

  /** Tries a tokenizer before it is kept. @throws as `forPlayer` */
  async facts(place: TokenizerPlace, server: Pick<StoredEndpoint, 'url' | 'model'>): Promise<TokenizerFacts> {
    const counter = await this.at(place, server)
    const [trial = 0] = await counter.count([TRIAL])
    if (!(counter instanceof FileCounter)) return { way: counter.way, trial }
    const { vocabulary, calls } = counter
    return { way: counter.way, trial, vocabulary, ...(calls === undefined ? {} : { calls }) }
  }

  /** By the files in a folder here. @throws Failure `tokenizer.*`, `template.broken` */
  async forFiles(folder: string): Promise<FileCounter> {
    const known = this.open.get(folder)
    this.open.delete(folder)
    const usable = known && (await known.then(({ isOpen }) => isOpen).catch(() => false))
    const counter = usable ? known : this.openFiles(folder)
    counter.catch(() => this.open.delete(folder))
    this.open.set(folder, counter)
    const [oldest] = this.open
    if (this.open.size > MOST_OPEN && oldest) {
      this.open.delete(oldest[0])
      void oldest[1].then((one) => one.close()).catch(() => undefined)
    }
    return counter
  }

  async close(): Promise<void> {
    const open = [...this.open.values()]
    this.open.clear()
    await Promise.all(open.map((one) => one.then((counter) => counter.close()).catch(() => undefined)))
  }

  private async at(
    place: TokenizerPlace,
    server: Pick<StoredEndpoint, 'url' | 'model' | 'caFile' | 'proxy'>,
  ): Promise<TokenCounter> {
    if (place.kind === 'files') return this.forFiles(place.folder)
    const { url, model, caFile, proxy } = server
    await requireConsent(this.deps, [{ kind: 'endpoint', url }])
    const ca = caFile === undefined ? undefined : await readCaFile(caFile).catch(() => undefined)
    const way = proxy === undefined ? undefined : proxyOrigin(proxy)
    return new ServerCounter(
      {
        ...{ url, model },
        ...(ca === undefined ? {} : { ca }),
        ...(way && 'origin' in way ? { proxy: way.origin } : {}),
      },
      () => this.deps.secrets.get(keyName(url)),
      networkGate(this.deps),
    )
  }

  private async openFiles(folder: string): Promise<FileCounter> {
    const worker = this.deps.tokenWorkerFile ?? new URL('./tokenizer/token-worker.ts', import.meta.url)
    return FileCounter.open(worker, await readModelFiles(folder))
  }

  private smallCounter(): Promise<TokenCounter> {
    this.small ??= this.openSmall()
    this.small.catch(() => {
      this.small = undefined
    })
    return this.small
  }

  /** The small policy's own: its checkpoints all share one tokenizer. */
  private async openSmall(): Promise<TokenCounter> {
    const { policyFolder, resourcesFolder } = this.deps
    const folder = policyFolder ?? join(resourcesFolder, 'nano')
    const tokenizer = Tokenizer.read(await readFile(join(folder, 'tokenizer.json'), 'utf8'))
    return {
      way: 'exact',
      count: async (prompts) => prompts.map(({ messages }) => tokenizer.encode(layOutChat(messages)).length),
    }
  }
}
