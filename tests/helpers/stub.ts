/** Starts and stops the stub server (tests/fakes/stub-server.ts) as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { StubCounts, StubScript } from '#tests/fakes/stub-script.ts'

export interface Stub {
  /** Base URL with `/v1`. */
  readonly url: string
  readonly port: number
  /** Replaces the whole script and forgets the counts. */
  control(script: StubScript): Promise<void>
  counts(): Promise<StubCounts>
  /** Ends the process and waits for its end. */
  stop(): Promise<void>
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the stub server has no output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) return JSON.parse(line).port
  throw new Error('the stub server ended before it named its port')
}

/** @param program runs the server's TypeScript: Electron (as Node), also where the tests run under another Node */
export async function startStub(script: StubScript = {}, program = process.execPath): Promise<Stub> {
  const file = fileURLToPath(new URL('../fakes/stub-server.ts', import.meta.url))
  const child = spawn(program, [file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  })
  const port = await portOf(child)
  const address = `http://127.0.0.1:${port}`
  const stub: Stub = {
    url: `${address}/v1`,
    port,
    control: async (wanted) => {
      const reply = await fetch(`${address}/control`, { method: 'POST', body: JSON.stringify(wanted) })
      if (!reply.ok) throw new Error(`the stub server refused its script: ${await reply.text()}`)
    },
    counts: async () => (await fetch(`${address}/control`)).json() as Promise<StubCounts>,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
  await stub.control(script)
  return stub
}
