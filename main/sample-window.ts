/** `--sample` of the windowed program: which run was ordered, and the run through the window's page. */
import { writeFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { BrowserWindow } from 'electron'
import type { CallAnswer, CallName } from '#core/contract/index.ts'
import { type Call, runSample } from './sample-run.ts'

export interface SampleOrder {
  readonly rounds: number
  readonly dialogs: number
  /** File for the counts. */
  readonly json?: string
}

/** What the command line orders, or undefined when no sample run is wanted. Unknown switches are Chromium's. */
export function sampleOrder(argv: readonly string[]): SampleOrder | undefined {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: {
      sample: { type: 'boolean' },
      rounds: { type: 'string' },
      dialogs: { type: 'string' },
      json: { type: 'string' },
    },
  })
  if (!values.sample) return undefined
  const count = (value: unknown, usual: number): number => Math.max(1, Math.floor(Number(value)) || usual)
  return {
    rounds: count(values.rounds, 1),
    dialogs: count(values.dialogs, 60),
    ...(typeof values.json === 'string' ? { json: values.json } : {}),
  }
}

/** @returns the exit code: 0, or 1 with the reason on standard error */
export async function runSampleInWindow(window: BrowserWindow, order: SampleOrder): Promise<number> {
  const began = performance.now()
  try {
    await loaded(window)
    const counts = await runSample(callInPage(window), {
      rounds: order.rounds,
      dialogs: order.dialogs,
      say: (line) => process.stdout.write(`${line}\n`),
      pause: () => later(200),
    })
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const text = `${JSON.stringify({ ...counts, seconds }, undefined, 2)}\n`
    process.stdout.write(text)
    if (order.json) writeFileSync(order.json, text)
    return 0
  } catch (error) {
    console.error(`sample run failed: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

const loaded = (window: BrowserWindow): Promise<void> =>
  new Promise((resolve, reject) => {
    window.webContents.once('did-finish-load', () => resolve())
    window.webContents.once('did-fail-load', (_event, _code, why) => reject(new Error(`no page: ${why}`)))
    window.once('closed', () => reject(new Error('the window was closed')))
  })

/** Each call is made by the page itself, through the same bridge that its screens use. */
function callInPage(window: BrowserWindow): Call {
  const call = async (name: CallName, input?: unknown): Promise<unknown> => {
    const source = `window.looptool.call(${JSON.stringify(name)}, ${JSON.stringify(input) ?? 'undefined'})`
    const answer: CallAnswer<unknown> = await window.webContents.executeJavaScript(source)
    if (answer.ok) return answer.data
    const { code, message, detail } = answer.failure
    throw new Error(`${name}: ${message} (${code}) ${detail}`.trim())
  }
  return call as Call
}
