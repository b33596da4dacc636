/** `--sample` of the windowed program: which run was ordered, and the run through the window's page. */
import { writeFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { App, BrowserWindow } from 'electron'
import type { CallAnswer, CallName } from '#core/contract/index.ts'
import { SAMPLE_SIZE, type SampleSize } from '#core/nano/sample-round.ts'
import { type Call, runSample } from './sample-run.ts'

export interface SampleOrder extends SampleSize {
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
      'held-out': { type: 'string' },
      steps: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
    },
  })
  if (!values.sample) return undefined
  const count = (value: unknown, usual: number): number => Math.max(1, Math.floor(Number(value)) || usual)
  return {
    rounds: count(values.rounds, SAMPLE_SIZE.rounds),
    dialogs: count(values.dialogs, SAMPLE_SIZE.dialogs),
    heldOut: count(values['held-out'], SAMPLE_SIZE.heldOut),
    steps: count(values.steps, SAMPLE_SIZE.steps),
    seed: count(values.seed, SAMPLE_SIZE.seed),
    ...(typeof values.json === 'string' ? { json: values.json } : {}),
  }
}

/** @returns the exit code: 0, or 1 with the reason on standard error */
export async function runSampleInWindow(
  app: Pick<App, 'getAppMetrics'>,
  window: BrowserWindow,
  order: SampleOrder,
): Promise<number> {
  const began = performance.now()
  try {
    await loaded(window)
    const { json, ...size } = order
    const used = watchUsage(app)
    const counts = await runSample(callInPage(window), {
      ...size,
      say: (line) => process.stdout.write(`${line}\n`),
      pause: async () => {
        used.look()
        await later(200)
      },
    })
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const text = `${JSON.stringify({ ...counts, seconds, ...used.sum() }, undefined, 2)}\n`
    process.stdout.write(text)
    if (json) writeFileSync(json, text)
    return 0
  } catch (error) {
    console.error(`sample run failed: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

/** What the program's processes have used, as seen now and then: those that end in between are counted as last seen. */
function watchUsage(app: Pick<App, 'getAppMetrics'>) {
  const seconds = new Map<number, number>()
  let peakKiB = 0
  const look = (): void => {
    const metrics = app.getAppMetrics()
    for (const { pid, cpu } of metrics) seconds.set(pid, cpu.cumulativeCPUUsage ?? 0)
    const now = metrics.reduce((sum, { memory }) => sum + memory.workingSetSize, 0)
    peakKiB = Math.max(peakKiB, now)
  }
  const sum = (): { cpuSeconds: number; peakRssMiB: number } => {
    look()
    const cpu = [...seconds.values()].reduce((a, b) => a + b, 0)
    return { cpuSeconds: Math.round(cpu * 10) / 10, peakRssMiB: Math.round(peakKiB / 1024) }
  }
  return { look, sum }
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
