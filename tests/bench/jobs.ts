/** Driving calls through the whole job engine: every reply validated, every step durable before the next is asked. */
import { join } from 'node:path'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'
import { createEndpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { FanOutKind } from '#engine/job/kind.ts'
import { openStore } from '#engine/project/sqlite-store.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import type { BenchRow } from './row.ts'

const LATENCY_MS = 1000
const STEPS = 8
const BARS = [
  { concurrency: 64, share: '≥ 0.97', cpu: '≤ 0.6' },
  { concurrency: 256, share: '≥ 0.93', cpu: '≤ 0.35' },
  { concurrency: 1024, share: '≥ 0.88', cpu: '≤ 0.35' },
] as const

const REQUEST: Omit<ChatRequest, 'model'> = {
  messages: [
    { role: 'system', content: 'You answer with calls where a tool fits. '.repeat(20) },
    { role: 'user', content: 'What does the train from Bonn to Ulm on Friday cost?' },
  ],
  sampling: { temperature: 0.6, maxTokens: 1024 },
  seed: 7,
}

/** Each item asks `STEPS` times in a row and makes each answer durable. */
const asking: FanOutKind<{ items: number }> = {
  drive: 'fan-out',
  name: 'asking',
  version: 1,
  decodeSettings: (raw) => raw as { items: number },
  *plan({ settings }) {
    for (let i = 0; i < settings.items; i++) yield { key: `i${i}`, input: i }
  },
  async run(context) {
    for (let step = context.steps.length; step < STEPS; step++) {
      const reply = await context.chat('assistant', REQUEST)
      await context.commit({ from: 'assistant', text: reply.choices[0].text }, { 'turn.agreed': 1 })
    }
    return { state: 'done', summary: { steps: STEPS } }
  },
}

const specOf = (id: string, concurrency: number): JobSpec => ({
  id,
  kind: 'asking',
  kindVersion: 1,
  title: 'bench',
  inputs: {},
  prompts: {},
  roles: {},
  settings: { items: concurrency },
  seed: 1,
  budget: {},
  concurrency,
  appVersion: '0',
  createdAt: new Date().toISOString(),
})

async function drive(stub: Stub, concurrency: number): Promise<{ share: number; cpuMs: number }> {
  const temp = tempFolder()
  const store = await openStore(WORKER, join(temp.path, 'project.sqlite'))
  const endpoint = createEndpoint(
    { id: 'b', name: 'b', url: stub.url, concurrency },
    { gate: openGate, key: async () => undefined },
  )
  const jobs = new JobEngine({
    store,
    kinds: [asking],
    findPlayers: async () => ({
      of: () => ({ transport: endpoint, model: 'stub' }),
      close: async () => undefined,
    }),
    now: () => new Date().toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })
  // Connections stand open before the measurement, as in any longer job.
  await Promise.all(
    Array.from({ length: concurrency }, () =>
      endpoint.chat({ ...REQUEST, model: 'stub' }, new AbortController().signal),
    ),
  )
  const cpu = process.cpuUsage()
  const began = performance.now()
  await jobs.start(specOf('job', concurrency))
  const view = await jobs.settled('job')
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  const requests = concurrency * STEPS
  if (view.counters['turn.agreed'] !== requests)
    throw new Error(`${view.counters['turn.agreed']} of ${requests} steps`)
  await jobs.close()
  await endpoint.close()
  await store.close()
  temp.remove()
  return { share: (STEPS * LATENCY_MS) / 1000 / seconds, cpuMs: (used.user + used.system) / 1000 / requests }
}

/** Share of ideal and CPU per request of whole jobs, durable steps included. */
export async function benchJobs(): Promise<BenchRow[]> {
  const stub = await startStub({ latencyMs: LATENCY_MS })
  try {
    const rows: BenchRow[] = []
    for (const bar of BARS) {
      const { share, cpuMs } = await drive(stub, bar.concurrency)
      rows.push(
        {
          name: `job of ${bar.concurrency} items at once, share of ideal`,
          value: share,
          unit: '',
          bar: bar.share,
        },
        {
          name: `job of ${bar.concurrency} items at once, CPU per request`,
          value: cpuMs,
          unit: 'ms',
          bar: bar.cpu,
          note: 'commits and threads included',
        },
      )
    }
    return rows
  } finally {
    await stub.stop()
  }
}
