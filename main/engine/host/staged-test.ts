/** The staged test of a host: one line after the other, each judged by core, told as it goes. */
import { randomUUID } from 'node:crypto'
import { Failure } from '#core/failure/failure.ts'
import type { HostFinding } from '#core/host/finding.ts'
import {
  type HostTest,
  type HostTestLine,
  type HostTestLineName,
  judgedHostLine,
  newHostTest,
  skipRest,
  withHostLine,
} from '#core/host/host-test.ts'
import {
  diskFinding,
  failureFinding,
  good,
  homeFinding,
  PYTHON_PROBE,
  pythonFinding,
  SHELL_PROBE,
  shellFinding,
} from '#core/host/test-findings.ts'
import { connectTrouble, STAGES, type Stage } from '#core/host/trouble.ts'
import type { Host } from './host.ts'

/** Where everything of ours stands on a host. */
export const LOOPTOOL_FOLDER = '.looptool'

export interface HostTestDeps {
  /** Hears of every step; the last one is also the result. */
  readonly changed: (test: HostTest) => void
  /** Milliseconds that never run backwards. */
  readonly now: () => number
  /**
   * Connects, telling how far it has come; this computer has no way to tell of.
   *
   * @throws Failure `host.*`
   */
  connect(at: (stage: Stage) => void): Promise<{ readonly host: Host; readonly way: boolean }>
}

/** Runs all lines that can be run. Never rejects for what the host does. */
export async function runHostTest(
  id: string,
  place: string,
  deps: HostTestDeps,
  signal: AbortSignal,
): Promise<HostTest> {
  const run = new Run(newHostTest(id, place), deps, signal)
  try {
    return await run.all()
  } finally {
    await run.close()
  }
}

const PASSED: Readonly<Record<Stage, HostFinding>> = {
  reach: good('host.reached'),
  server: good('host.isSsh'),
  key: good('host.keyKnown'),
  login: good('host.loggedIn'),
}

/** This computer is reached without any of it. */
const NOT_NEEDED = (name: Stage): HostTestLine => ({
  name,
  state: 'skipped',
  findings: [good('host.notNeeded')],
})

class Run {
  private test: HostTest
  private host: Host | undefined
  private readonly deps: HostTestDeps
  private readonly signal: AbortSignal
  private from: number

  constructor(test: HostTest, deps: HostTestDeps, signal: AbortSignal) {
    this.test = test
    this.deps = deps
    this.signal = signal
    this.from = deps.now()
  }

  async all(): Promise<HostTest> {
    const stopped = new Promise<'stopped'>((resolve) =>
      this.signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
    )
    const end = await Promise.race([this.lines().then(() => 'done' as const), stopped])
    const { test } = this
    return this.tell({
      ...skipRest(test, end === 'stopped' ? 'host.stopped' : 'host.afterFailure'),
      state: end,
    })
  }

  async close(): Promise<void> {
    await this.host?.close()
  }

  private async lines(): Promise<void> {
    const host = await this.connected()
    if (!host) return
    this.host = host
    if (!(await this.line('shell', async () => shellFinding(await host.run(['printf', '%s', SHELL_PROBE])))))
      return
    if (!(await this.line('home', () => this.home(host)))) return
    await this.line('python', async () => pythonFinding(await host.run(['python3', '-c', PYTHON_PROBE])))
    await this.line('disk', async () => diskFinding(await host.run(['df', '-Pk', '--', LOOPTOOL_FOLDER])))
  }

  /** Passes the lines up to the one where the connection stands, or fails that one. */
  private async connected(): Promise<Host | undefined> {
    let stage: Stage = 'reach'
    this.begin(stage)
    try {
      const { host, way } = await this.deps.connect((next) => {
        if (this.signal.aborted) return
        for (const passed of STAGES.slice(STAGES.indexOf(stage), STAGES.indexOf(next)))
          this.end(passed, PASSED[passed])
        stage = next
        this.begin(stage)
      })
      for (const passed of STAGES.slice(STAGES.indexOf(stage)))
        if (way) this.end(passed, PASSED[passed])
        else this.tell(withHostLine(this.test, NOT_NEEDED(passed)))
      return host
    } catch (error) {
      this.end(stage, failureFinding(connectTrouble(error, stage, this.test.place)))
      return undefined
    }
  }

  private async home(host: Host): Promise<HostFinding> {
    const path = `${LOOPTOOL_FOLDER}/.probe-${randomUUID()}`
    try {
      await host.makeFolder(LOOPTOOL_FOLDER)
      await host.write(path, path, 0o600)
      const { bytes } = await host.readFrom(path, 0, 1000)
      await host.remove(path)
      return homeFinding(
        Buffer.from(bytes).toString() === path ? undefined : new Failure('host.path', { path, why: 'EIO' }),
      )
    } catch (error) {
      if (error instanceof Failure) return homeFinding(error)
      throw error
    }
  }

  /** @returns whether it passed */
  private async line(name: HostTestLineName, look: () => Promise<HostFinding>): Promise<boolean> {
    if (this.signal.aborted) return false
    this.begin(name)
    const finding = await look().catch((error: unknown) =>
      failureFinding(connectTrouble(error, 'login', this.test.place)),
    )
    this.end(name, finding)
    return finding.weight !== 'fail'
  }

  private begin(name: HostTestLineName): void {
    this.from = this.deps.now()
    this.tell(withHostLine(this.test, { name, state: 'running', findings: [] }))
  }

  private end(name: HostTestLineName, finding: HostFinding): void {
    this.tell(
      withHostLine(this.test, judgedHostLine(name, [finding], Math.round(this.deps.now() - this.from))),
    )
  }

  private tell(test: HostTest): HostTest {
    // What still comes in after a stop is no news.
    if (this.test.state !== 'running') return this.test
    this.test = test
    this.deps.changed(test)
    return test
  }
}
