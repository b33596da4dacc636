/**
 * The small policy's processes, started by main for the engine: only main can fork a utility process. Engine and
 * process then speak through a port of their own; main only starts and ends.
 */
import { join } from 'node:path'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { PolicyNews, PolicyWish } from './engine-message.ts'
import { logStderr } from './log/console-log.ts'
import type { LogFile } from './log/log-file.ts'

export class PolicyChildren {
  private readonly children = new Map<number, UtilityProcess>()
  private readonly file: string
  private readonly workerFile: string
  private readonly log: LogFile
  private readonly tell: (news: PolicyNews, ports: MessagePortMain[]) => void

  /** @param built the folder of the built main files */
  constructor(built: string, log: LogFile, tell: (news: PolicyNews, ports: MessagePortMain[]) => void) {
    this.log = log
    this.file = join(built, 'small-policy-process.js')
    this.workerFile = join(built, 'nano-worker.js')
    this.tell = tell
  }

  hear({ id, act }: PolicyWish): void {
    if (act === 'kill') this.children.get(id)?.kill()
    else this.start(id)
  }

  endAll(): void {
    for (const child of this.children.values()) child.kill()
  }

  private start(id: number): void {
    const child = utilityProcess.fork(this.file, [this.workerFile], {
      serviceName: 'looptool-small-policy',
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    logStderr('small policy', child, this.log)
    const { port1, port2 } = new MessageChannelMain()
    this.children.set(id, child)
    child.once('exit', () => {
      this.children.delete(id)
      this.tell({ type: 'policy', id, what: 'exit' }, [])
    })
    child.postMessage(null, [port1])
    this.tell({ type: 'policy', id, what: 'port' }, [port2])
  }
}
