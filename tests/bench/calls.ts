/** Driving model calls: our client against a plain undici loop, the same stub server, in the same run. */
import { Pool } from 'undici'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import type { JsonText } from '#core/json/exact.ts'
import { createEndpoint } from '#engine/endpoint/client.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { requestBody } from '#engine/endpoint/request-body.ts'
import { type Stub, startStub } from '#tests/helpers/stub.ts'
import type { BenchRow } from './row.ts'

const LATENCY_MS = 1000
const ROUNDS = 8

interface Bar {
  readonly concurrency: number
  readonly share: string
  readonly cpu: string
}
const BARS: readonly Bar[] = [
  { concurrency: 64, share: '≥ 0.97', cpu: '≤ 0.6' },
  { concurrency: 256, share: '≥ 0.93', cpu: '≤ 0.35' },
  { concurrency: 1024, share: '≥ 0.88', cpu: '≤ 0.35' },
]

/** A turn of ordinary size: ten tools, six messages. */
const REQUEST: ChatRequest = {
  model: 'stub',
  messages: [
    { role: 'system', content: 'You answer with calls where a tool fits. '.repeat(20) },
    ...Array.from({ length: 5 }, (_, i) => ({
      role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: 'What does the train from Bonn to Ulm on Friday cost, and is there a later one? '.repeat(2),
    })),
  ],
  tools: Array.from({ length: 10 }, (_, i) => ({
    name: `find_train_${i}`,
    description: 'Finds trains between two cities on a day.',
    parameters:
      '{"type":"object","properties":{"from":{"type":"string"},"to":{"type":"string"},"day":{"type":"string"}},"required":["from","to"]}' as JsonText,
  })),
  sampling: { temperature: 0.6, topP: 0.9, maxTokens: 1024 },
  seed: 7,
}

interface Measured {
  readonly share: number
  readonly cpuMs: number
}

/** Keeps `concurrency` calls open until `total` are done; CPU is this process's, the server is another. */
async function drive(concurrency: number, total: number, call: () => Promise<void>): Promise<Measured> {
  let left = total
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const cpu = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const seconds = (performance.now() - start) / 1000
  const used = process.cpuUsage(cpu)
  const ideal = concurrency / (LATENCY_MS / 1000)
  return { share: total / seconds / ideal, cpuMs: (used.user + used.system) / 1000 / total }
}

async function driveClient(stub: Stub, concurrency: number, rounds = ROUNDS): Promise<Measured> {
  const endpoint = createEndpoint(
    { id: 'bench', name: 'bench', url: stub.url, concurrency },
    { gate: openGate, key: async () => undefined },
  )
  const { signal } = new AbortController()
  const call = async (): Promise<void> => {
    await endpoint.chat(REQUEST, signal)
  }
  // Connections are opened and the model is known before the measurement, as in any longer job.
  await call()
  await Promise.all(Array.from({ length: concurrency }, call))
  const measured = await drive(concurrency, concurrency * rounds, call)
  await endpoint.close()
  return measured
}

async function driveUndici(stub: Stub, concurrency: number, rounds = ROUNDS): Promise<Measured> {
  const pool = new Pool(`http://127.0.0.1:${stub.port}`, { connections: concurrency })
  const body = requestBody(REQUEST).text
  const call = async (): Promise<void> => {
    const reply = await pool.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body,
    })
    await reply.body.json()
  }
  await Promise.all(Array.from({ length: concurrency }, call))
  const measured = await drive(concurrency, concurrency * rounds, call)
  await pool.destroy()
  return measured
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Rows of share of ideal (concurrency ÷ latency) and CPU ms per request, ours and plain undici's. */
export async function benchCalls(): Promise<BenchRow[]> {
  const stub = await startStub({ latencyMs: LATENCY_MS })
  try {
    const rows: BenchRow[] = []
    // The first runs pay for compiling both sides; they are not counted.
    await driveUndici(stub, 64, 2)
    await driveClient(stub, 64, 2)
    for (const bar of BARS) {
      const at = `at ${bar.concurrency}`
      const plain = await driveUndici(stub, bar.concurrency)
      const ours = await driveClient(stub, bar.concurrency)
      rows.push(
        {
          name: `calls ${at}, share of ideal`,
          value: round(ours.share),
          unit: '',
          bar: bar.share,
          note: `plain undici ${round(plain.share)}`,
        },
        {
          name: `calls ${at}, CPU per request`,
          value: round(ours.cpuMs),
          unit: 'ms',
          bar: bar.cpu,
          note: `plain undici ${round(plain.cpuMs)}`,
        },
      )
    }
    return rows
  } finally {
    await stub.stop()
  }
}
