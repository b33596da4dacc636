/** Prompt lengths from dataset to histogram: catches counts of another model, counts lost by a stop, a server that cannot count. */

import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { compactPrompt } from '#core/nano/compact-prompt.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import type { Player } from '#core/round/round-settings.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { samplesOf } from '#engine/loop-records.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')
const SMALL: Player = { kind: 'small', checkpoint: 'base' }
let temp: ReturnType<typeof tempFolder>
let engine: Engine
let server: Server | undefined
const bodies: unknown[] = []

beforeEach(async () => {
  temp = tempFolder()
  engine = createEngine({
    ...{
      resourcesFolder: RESOURCES,
      sampleFolder: join(temp.path, 'sample'),
      workerFile: WORKER,
      appVersion: '0',
    },
    ...{ startPolicy, now: () => new Date(), push: () => undefined, asksConsent: true },
    endpointsFile: join(temp.path, 'endpoints.json'),
    secrets: { get: async () => undefined, set: async () => undefined },
  })
  await engine.handlers['project.openSample'](undefined)
})
afterEach(async () => {
  await engine.close()
  server?.closeAllConnections()
  server?.close()
  server = undefined
  bodies.length = 0
  temp.remove()
})

async function dataset(): Promise<string> {
  const [toolSet] = await engine.handlers['toolSet.list'](undefined)
  const settings = { ...DEFAULT_SIMULATE, toolSetId: toolSet?.id ?? '', count: 12 }
  const { id } = await engine.handlers['simulate.start']({ settings })
  await engine.project().jobs.settled(id)
  const wish = { jobs: [id], name: 'D', history: 8, textSamples: true, testShare: 0.2, seed: 1 }
  const made = await engine.handlers['prepare.start'](wish)
  await engine.project().jobs.settled(made.id)
  return `dataset-${made.id}`
}
async function counted(id: string, policy: Player, limit: number) {
  const job = await engine.handlers['lengths.start']({ dataset: id, policy })
  await engine.project().jobs.settled(job.id)
  return engine.handlers['lengths.of']({ dataset: id, policy, limit })
}
/** vLLM's /tokenize beside /v1: one token a character of the messages. */
async function serve(status = 200): Promise<string> {
  const listening = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => {
      text += piece
    })
    request.on('end', () => {
      const body = JSON.parse(text || '{}')
      bodies.push({ path: request.url, ...body })
      const count = (body.messages ?? []).reduce(
        (n: number, one: { content: string }) => n + one.content.length,
        0,
      )
      response.writeHead(request.url === '/llm/tokenize' ? status : 404, {
        'content-type': 'application/json',
      })
      response.end(JSON.stringify({ count, max_model_len: 4096, tokens: [] }))
    })
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/llm/v1`
}
const keep = (url: string, tokenizer: object) =>
  engine.handlers['endpoint.save']({
    draft: {
      name: 'E',
      url,
      replicas: [],
      model: 'm',
      concurrency: 4,
      tokenizer: tokenizer as { kind: 'server' },
    },
    keep: 'run',
  })

describe('prompt lengths', () => {
  it('are those of what the small policy reads, sample by sample, and know who is too long', async () => {
    const id = await dataset()
    const before = await engine.handlers['lengths.of']({ dataset: id, policy: SMALL, limit: 100 })
    expect(before).toEqual({ way: 'exact' })
    const tokenizer = Tokenizer.read(await readFile(join(RESOURCES, 'nano/tokenizer.json'), 'utf8'))
    const wanted = new Map<string, number>()
    for await (const sample of samplesOf(engine.project().host, id, 'all'))
      wanted.set(sample.id, tokenizer.encode(compactPrompt(sample)).length)
    const sorted = [...wanted.values()].sort((a, b) => a - b)
    const limit = sorted[Math.floor(sorted.length / 2)] ?? 0
    const { lengths, job } = await counted(id, SMALL, limit)
    expect(job?.state).toBe('done')
    expect(lengths).toMatchObject({ samples: sorted.length, min: sorted[0], max: sorted.at(-1), limit })
    expect(lengths?.over).toBe(sorted.filter((n) => n > limit).length)
    for (const { sample, tokens } of lengths?.longest ?? []) expect(tokens).toBe(wanted.get(sample))
  }, 60_000)

  it('are estimated for a model of which nothing is known, counted by its files or its server where it is', async () => {
    const id = await dataset()
    const url = await serve()
    const policy: Player = { kind: 'endpoint', url, model: 'm' }
    const guessed = await counted(id, policy, 4000)
    expect(guessed.way).toBe('estimated')
    expect(guessed.lengths?.min).toBeGreaterThan(0)
    expect(bodies).toEqual([])
    const { endpoint } = await keep(url, { kind: 'server' })
    // Another way to count is another count: nobody has made it yet.
    expect(await engine.handlers['lengths.of']({ dataset: id, policy, limit: 4000 })).toEqual({
      way: 'server',
    })
    const asked = await counted(id, policy, 4000)
    expect(asked.way).toBe('server')
    expect(bodies[0]).toMatchObject({ path: '/llm/tokenize', model: 'm', add_generation_prompt: true })
    expect(bodies[0]).not.toHaveProperty('stream')
    expect(bodies).toHaveLength(asked.lengths?.samples ?? -1)
    await engine.handlers['endpoint.remove']({ id: endpoint.id })
    await keep(url, { kind: 'files', folder: join(RESOURCES, 'nano') })
    const exact = await counted(id, policy, 4000)
    expect(exact.way).toBe('exact')
    expect(exact.lengths?.tokens).not.toBe(asked.lengths?.tokens)
  }, 60_000)

  it('are not begun where the tokenizer cannot be used, and say why', async () => {
    const id = await dataset()
    const url = await serve(404)
    await keep(url, { kind: 'files', folder: temp.path })
    const policy: Player = { kind: 'endpoint', url, model: 'm' }
    await expect(engine.handlers['lengths.start']({ dataset: id, policy })).rejects.toMatchObject({
      code: 'tokenizer.notFound',
    })
    const facts = (place: { kind: 'server' } | { kind: 'files'; folder: string }, at = url) =>
      engine.handlers['endpoint.tryTokenizer']({ place, url: at, model: 'm' })
    await expect(facts({ kind: 'server' })).rejects.toMatchObject({ code: 'tokenizer.noServer' })
    await expect(facts({ kind: 'server' }, 'http://127.0.0.1:9/v1')).rejects.toMatchObject({
      code: 'endpoint.unreachable',
    })
    await expect(facts({ kind: 'server' }, 'https://models.invalid/v1')).rejects.toMatchObject({
      code: 'endpoint.consent',
    })
    expect(await facts({ kind: 'files', folder: join(RESOURCES, 'nano', 'tokenizer.json') })).toMatchObject({
      way: 'exact',
      vocabulary: 2048,
    })
  }, 60_000)
})
