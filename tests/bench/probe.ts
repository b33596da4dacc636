/** Probing a whole training set: 23,000 samples against a model that takes 1 s, 256 at once, every prediction durable. */
import { join } from 'node:path'
import type { JobSpec } from '#core/job/job.ts'
import type { JsonText } from '#core/json/exact.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import { measure, standingsOf } from '#core/probe/standing.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'
import { createEndpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import { openStore } from '#engine/project/sqlite-store.ts'
import { probeKind } from '#engine/stage/probe/kind.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import type { BenchRow } from './row.ts'

const LATENCY_MS = 1000
const CONCURRENCY = 256
const SAMPLES = 23_000
/** For the run that is stopped and resumed. */
const STOPPED = 2560
const RESCORED = 100_000
/** What a dialog brings: samples share its tools. */
const PER_DIALOG = 14
const TOOLS = 25

const json = (value: unknown): JsonText => JSON.stringify(value) as JsonText

const toolsOf = (dialog: number): Tool[] =>
  Array.from({ length: TOOLS }, (_, i) => ({
    name: `tool_${dialog % 40}_${i}`,
    description: `Looks up entry ${i} of the catalogue and returns what is known of it, with prices and opening hours.`,
    parameters: json({
      type: 'object',
      properties: {
        city: { type: 'string' },
        day: { type: 'string' },
        limit: { type: 'number', default: 10 },
      },
      required: ['city'],
    }),
  }))

const label = (tool: string, i: number) => ({
  kind: 'calls' as const,
  calls: [{ name: tool, arguments: json({ city: `City ${i}`, day: '2024-05-01', limit: 3 }) }],
})

/** Samples as a prepared dataset has them: 25 tools, some history. */
function* samplesUpTo(count: number): Generator<Sample> {
  let tools: Tool[] = []
  for (let i = 0; i < count; i++) {
    if (i % PER_DIALOG === 0) tools = toolsOf(i / PER_DIALOG)
    const name = tools[i % TOOLS]?.name ?? ''
    yield {
      id: `s${i}`,
      toolSetHash: 'h',
      tools,
      date: '2024-05-01, Wednesday',
      language: 'en',
      messages: Array.from({ length: 4 }, (_, n) =>
        n % 2 === 0
          ? {
              role: 'user' as const,
              text: `Please look for three places in City ${i - n} for the day after tomorrow.`,
            }
          : {
              role: 'assistant' as const,
              answer: { kind: 'text' as const, text: 'There are three places in it.' },
            },
      ).slice(0, 3),
      accepted: [label(name, i)],
      kind: 'single',
      parents: [],
    }
  }
}

interface Bench {
  readonly engine: JobEngine
  readonly close: () => Promise<void>
}

async function openBench(stub: Stub, folder: string, count: number): Promise<Bench> {
  const store = await openStore(WORKER, join(folder, 'project.sqlite'))
  const endpoint = createEndpoint(
    { id: 'b', name: 'b', url: stub.url, concurrency: CONCURRENCY },
    { gate: openGate, key: async () => undefined },
  )
  const samples = async function* () {
    yield* samplesUpTo(count)
  }
  const engine = new JobEngine({
    store,
    kinds: [
      probeKind({
        samples,
        sample: () => Promise.reject(new Error('samples are read in order')),
        preamble: async () => 'You call tools for a user. '.repeat(20),
      }),
    ],
    findPlayers: async () => ({
      of: () => ({ transport: endpoint, model: 'stub' }),
      close: async () => undefined,
    }),
    now: () => new Date().toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })
  const close = async (): Promise<void> => {
    await engine.close()
    await endpoint.close()
    await store.close()
  }
  return { engine, close }
}

const SPEC: JobSpec = {
  id: 'probe',
  kind: 'probe',
  kindVersion: 1,
  title: 'bench',
  inputs: {},
  prompts: {},
  roles: {},
  settings: { dataset: 'd' },
  seed: 1,
  budget: {},
  concurrency: CONCURRENCY,
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
}

async function whole(stub: Stub): Promise<BenchRow[]> {
  const temp = tempFolder()
  const { engine, close } = await openBench(stub, temp.path, SAMPLES)
  const cpu = process.cpuUsage()
  const began = performance.now()
  await engine.start(SPEC)
  const view = await engine.settled('probe')
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  await close()
  temp.remove()
  if (view.counts.done !== SAMPLES) throw new Error(`${view.counts.done} of ${SAMPLES} probes`)
  const ideal = (SAMPLES / CONCURRENCY) * (LATENCY_MS / 1000)
  const name = `probe of ${SAMPLES.toLocaleString('en')} samples, ${CONCURRENCY} at once`
  const cpuMs = (used.user + used.system) / 1000 / SAMPLES
  return [
    {
      name: `${name}, share of ideal`,
      value: ideal / seconds,
      unit: '',
      bar: '≥ 0.93',
      note: `planning included; ${seconds.toFixed(1)} s`,
    },
    {
      name: `${name}, CPU per sample`,
      value: cpuMs,
      unit: 'ms',
      note: 'rendering, commits and threads included',
    },
  ]
}

/** Stops at a random moment as a closing program does, opens again, and counts what was asked twice. */
async function stopped(stub: Stub): Promise<BenchRow> {
  const temp = tempFolder()
  await stub.control({ latencyMs: LATENCY_MS })
  const first = await openBench(stub, temp.path, STOPPED)
  await first.engine.start(SPEC)
  const moment = 1500 + Math.random() * 4000
  await new Promise((resolve) => setTimeout(resolve, moment))
  await first.close()
  const second = await openBench(stub, temp.path, STOPPED)
  await second.engine.recover(true)
  const view = await second.engine.settled('probe')
  const { requests } = await stub.counts()
  await second.close()
  temp.remove()
  if (view.counts.done !== STOPPED) throw new Error(`${view.counts.done} of ${STOPPED} probes`)
  return {
    name: 'probe stopped and resumed, requests sent twice',
    value: requests - STOPPED,
    unit: '',
    bar: `≤ ${CONCURRENCY} (in flight)`,
    note: `of ${STOPPED}; stopped after ${Math.round(moment)} ms`,
  }
}

function rescored(): BenchRow {
  const stored = Array.from(samplesUpTo(RESCORED), (sample, i): readonly [Sample, Prediction] => {
    const call = `{"name": "${sample.tools[i % TOOLS]?.name}", "arguments": {"city": "City ${i}", "limit": ${i % 5}, "day": "2024-05-01"}}`
    const text = `<tool_call>\n${call}\n</tool_call>`
    return [
      sample,
      {
        sample: sample.id,
        answers: [{ text, logprobSum: -(i % 97), tokens: 40, finish: 'stop' }],
        model: 'm',
      },
    ]
  })
  const began = performance.now()
  const measures = stored.map(([sample, prediction]) => measure(sample, prediction, 'strict'))
  const { counts } = standingsOf(measures, 0.25)
  const seconds = (performance.now() - began) / 1000
  return {
    name: `re-score of ${RESCORED.toLocaleString('en')} stored predictions`,
    value: seconds,
    unit: 's',
    note: `${counts.mastered} mastered, ${counts.borderline} borderline, ${counts.failed} failed`,
  }
}

export async function benchProbe(): Promise<BenchRow[]> {
  const stub = await startStub({ latencyMs: LATENCY_MS })
  try {
    return [...(await whole(stub)), await stopped(stub)]
  } finally {
    await stub.stop()
  }
}

/** Needs no server: stored answers are scored again. */
export const benchRescore = async (): Promise<BenchRow[]> => [rescored()]
