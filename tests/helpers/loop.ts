/** Starts the command line as users do, under Electron's Node. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const LOOP = fileURLToPath(new URL('../../main/cli/loop.ts', import.meta.url))

export interface LoopEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface LoopRun {
  readonly process: ChildProcess
  readonly ended: Promise<LoopEnd>
}

/** `process.execPath` is Electron (as Node) here: the runtime that ships. */
export function startLoop(args: readonly string[], env: NodeJS.ProcessEnv = {}): LoopRun {
  const child = spawn(process.execPath, [LOOP, ...args], {
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const ended = new Promise<LoopEnd>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, out, err })),
  )
  return { process: child, ended }
}

export const loop = (...args: string[]): Promise<LoopEnd> => startLoop(args).ended
