/** The engine as others use it: the same bits whatever the threads, learning, saving, bad input. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { Random } from '#core/random/random.ts'
import type { GenerateOptions, GrpoOptions, NanoEngine, TrainGroup } from '#engine/inference/nano/engine.ts'
import { openNanoPool } from '#engine/inference/nano/pool.ts'
import { KERNELS, openSmall, SMALL, someTokens, WORKER } from './small.ts'

const DRAW: GenerateOptions = { count: 3, temperature: 1, maxTokens: 12, stopTokens: [1], seed: 5 }
const GRPO: GrpoOptions = {
  lr: 3e-3,
  gradClip: 1,
  weightDecay: 0.01,
  clipLow: 0.2,
  clipHigh: 0.28,
  klWeight: 0,
  aggregation: 'token',
}
const SUPERVISED = { lr: 3e-3, muonLr: 0.02, gradClip: 1, weightDecay: 0 }

const pools: NanoEngine[] = []
const opened = async (pool: Promise<NanoEngine>): Promise<NanoEngine> => {
  pools.push(await pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})
const folder = await mkdtemp(join(tmpdir(), 'nano-'))
afterAll(() => rm(folder, { recursive: true }))

const random = new Random('pool')
const prompts = [5, 11, 30, 8].map((length) => someTokens(random, length))

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error) => (error instanceof Failure ? error.code : String(error)),
  )

/** Rewards the token 9 and trains on it. */
async function groupsFrom(pool: NanoEngine, seed: number): Promise<TrainGroup[]> {
  const drawn = await pool.generate(prompts, { ...DRAW, count: 8, seed })
  return prompts.map((prompt, p) => {
    const samples = drawn[p] ?? []
    const rewards = samples.map(({ tokens }) => tokens.filter((token) => token === 9).length)
    const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
    return {
      prompt,
      completions: samples.map(({ tokens, logprobs }, i) => ({
        tokens,
        advantage: (rewards[i] ?? 0) - mean,
        oldLogprobs: logprobs,
      })),
    }
  })
}

const sequencesOf = (seed: number) =>
  Array.from({ length: 12 }, (_, i) => {
    const dice = new Random('copy', seed, i)
    const half = someTokens(dice, dice.int(3, 9))
    const tokens = Int32Array.from([...half, 2, ...half, 1])
    return { tokens, weights: new Float32Array(tokens.length).fill(1, half.length + 1) }
  })

describe('drawing', () => {
  it('gives each sample the same tokens and numbers alone, in any batch and on any number of threads', async () => {
    const one = await opened(openSmall(1))
    const two = await opened(openSmall(2))
    const all = await one.generate(prompts, DRAW)
    expect(await two.generate(prompts, DRAW)).toEqual(all)
    const backwards = await two.generate([...prompts].reverse(), DRAW)
    expect([...backwards].reverse()).toEqual(all)
    const apart = await Promise.all(prompts.map((prompt) => one.generate([prompt], { ...DRAW, count: 2 })))
    expect(apart.map(([samples]) => samples)).toEqual(all.map((samples) => samples.slice(0, 2)))
    expect(new Set(all.flat().map(({ tokens }) => tokens.join())).size).toBeGreaterThan(8)
  })

  it('gives other samples for another seed, and the likeliest token at temperature 0', async () => {
    const pool = await opened(openSmall(1))
    const first = await pool.generate(prompts, DRAW)
    expect(await pool.generate(prompts, { ...DRAW, seed: 6 })).not.toEqual(first)
    const greedy = { ...DRAW, temperature: 0, count: 1 }
    const [[answer] = []] = await pool.generate([prompts[0]!], greedy)
    const others = await Promise.all(
      [3, 7, 20, 40].map(async (token) => (await pool.logprobs(prompts[0]!, [Int32Array.of(token)]))[0]![0]!),
    )
    expect(answer!.logprobs[0]).toBeGreaterThan(Math.max(...others))
    expect(await pool.generate([prompts[0]!], { ...greedy, seed: 99 })).toEqual([[answer]])
  })

  it('says the log-probabilities that reading the whole answer gives', async () => {
    const pool = await opened(openSmall(2))
    const drawn = await pool.generate(prompts, DRAW)
    for (const [p, samples] of drawn.entries()) {
      const all = await pool.logprobs(
        prompts[p]!,
        samples.map(({ tokens }) => tokens),
      )
      samples.forEach(({ logprobs }, n) => {
        expect(all[n]).toHaveLength(logprobs.length)
        logprobs.forEach((value, i) => {
          expect(all[n]![i]).toBeCloseTo(value, 4)
        })
      })
    }
  })

  it('ends at a stop token, at the most tokens, and at the end of the context', async () => {
    const pool = await opened(openSmall(1))
    const long = someTokens(random, SMALL.context - 4)
    const drawn = (await pool.generate([long, prompts[0]!], { ...DRAW, count: 40, maxTokens: 20 })).flat()
    for (const { tokens, finish } of drawn) {
      expect(tokens.indexOf(1)).toBe(finish === 'stop' ? tokens.length - 1 : -1)
    }
    expect(drawn.slice(0, 40).every(({ tokens }) => tokens.length <= 4)).toBe(true)
    expect(new Set(drawn.map(({ finish }) => finish))).toEqual(new Set(['stop', 'length']))
  })

  it('refuses a prompt that leaves no room, and says how long it is', async () => {
    const pool = await opened(openSmall(1))
    const refused = pool.generate([someTokens(random, SMALL.context)], DRAW)
    await expect(refused).rejects.toMatchObject({
      code: 'policy.promptTooLong',
      values: { tokens: 64, context: 64 },
    })
    expect(await codeOf(pool.generate([Int32Array.of(44)], DRAW))).toBe('policy.unknownToken')
  })
})

describe('training', () => {
  it('gives the same losses and answers on one thread and on two', async () => {
    const course = async (workers: number): Promise<unknown[]> => {
      const pool = await opened(openSmall(workers))
      const { seconds: _, ...supervised } = await pool.supervisedStep(sequencesOf(1), SUPERVISED)
      const { seconds: __, ...grpo } = await pool.grpoStep(await groupsFrom(pool, 3), GRPO)
      return [supervised, grpo, await pool.generate(prompts, DRAW)]
    }
    expect(await course(2)).toEqual(await course(1))
  })

  it('learns a batch by heart, with Muon and AdamW', async () => {
    const pool = await opened(openSmall(1))
    const losses: number[] = []
    for (let step = 0; step < 100; step++) {
      losses.push((await pool.supervisedStep(sequencesOf(0), SUPERVISED)).loss)
    }
    expect(losses[0]).toBeGreaterThan(3.5)
    expect(losses.at(-1)).toBeLessThan(0.5)
  })

  it('makes what is rewarded more frequent', async () => {
    const pool = await opened(openSmall(2))
    const nines = async (): Promise<number> =>
      (await pool.generate(prompts, { ...DRAW, count: 32, seed: 1 }))
        .flat()
        .reduce((sum, { tokens }) => sum + tokens.filter((token) => token === 9).length, 0)
    const before = await nines()
    for (let step = 0; step < 25; step++) await pool.grpoStep(await groupsFrom(pool, step), GRPO)
    expect(await nines()).toBeGreaterThan(before * 3)
  })

  it('leaves out groups whose answers are all as good, unless KL asks for them', async () => {
    const pool = await opened(openSmall(1))
    const groups = (await groupsFrom(pool, 1)).map((group) => ({
      ...group,
      completions: group.completions.map((one) => ({ ...one, advantage: 0, refLogprobs: one.oldLogprobs })),
    }))
    expect((await pool.grpoStep(groups, GRPO)).tokens).toBe(0)
    const report = await pool.grpoStep(groups, { ...GRPO, klWeight: 0.1 })
    expect(report.tokens).toBeGreaterThan(50)
    expect(report.kl).toBeCloseTo(0, 5)
    const [group] = groups
    const without = [{ ...group!, completions: group!.completions.map(({ refLogprobs: _, ...one }) => one) }]
    expect(await codeOf(pool.grpoStep(without, { ...GRPO, klWeight: 0.1 }))).toBe('policy.referenceMissing')
  })

  it('stops at a loss that is no number and keeps the weights', async () => {
    const pool = await opened(openSmall(1))
    const before = await pool.generate(prompts, DRAW)
    const [group] = await groupsFrom(pool, 1)
    const broken = {
      ...group!,
      completions: group!.completions.map((one) => ({ ...one, advantage: Number.NaN })),
    }
    expect(await codeOf(pool.grpoStep([broken], GRPO))).toBe('policy.lossNotFinite')
    expect(await pool.generate(prompts, DRAW)).toEqual(before)
  })
})

describe('checkpoints', () => {
  const save = {
    weights: 'f32',
    optimizer: true,
    files: { 'tokenizer.json': '{}' },
    facts: { step: 2 },
  } as const

  it('go on exactly where they were saved', async () => {
    const pool = await opened(openSmall(1))
    await pool.supervisedStep(sequencesOf(1), SUPERVISED)
    await pool.supervisedStep(sequencesOf(2), SUPERVISED)
    const at = join(folder, 'exact')
    await pool.save(at, save)
    const { seconds: _, ...undisturbed } = await pool.supervisedStep(sequencesOf(3), SUPERVISED)
    const after = await pool.generate(prompts, DRAW)
    const again = await opened(openNanoPool({ kernels: KERNELS, workerFile: WORKER, model: at, workers: 2 }))
    await again.load(at, { optimizer: true })
    const { seconds: __, ...resumed } = await again.supervisedStep(sequencesOf(3), SUPERVISED)
    expect(resumed).toEqual(undisturbed)
    expect(await again.generate(prompts, DRAW)).toEqual(after)
    expect(JSON.parse(await readFile(join(at, 'complete.json'), 'utf8'))).toEqual({ format: 1, step: 2 })
  })

  it('replace an older one whole and leave nothing beside it', async () => {
    const pool = await opened(openSmall(1))
    const at = join(folder, 'twice', 'step-1')
    await pool.save(at, save)
    await pool.save(at, { ...save, optimizer: false, weights: 'f16', facts: { step: 3 } })
    expect((await readdir(at)).sort()).toEqual([
      'complete.json',
      'config.json',
      'model.safetensors',
      'tokenizer.json',
    ])
    expect(await readdir(join(folder, 'twice'))).toEqual(['step-1'])
  })

  it('of f16 answer nearly as the f32 they came from', async () => {
    const pool = await opened(openSmall(1))
    const at = join(folder, 'half')
    await pool.save(at, { ...save, weights: 'f16', optimizer: false })
    const answer = Int32Array.of(4, 9, 17)
    const [before] = await pool.logprobs(prompts[0]!, [answer])
    await pool.load(at, { optimizer: false })
    const [after] = await pool.logprobs(prompts[0]!, [answer])
    after!.forEach((value, i) => {
      expect(value).toBeCloseTo(before![i]!, 2)
    })
  })

  it('that are cut off, foreign or hold no numbers are refused, and the model stays as it was', async () => {
    const pool = await opened(openSmall(1))
    const good = join(folder, 'good')
    await pool.save(good, { ...save, optimizer: false })
    const before = await pool.generate(prompts, DRAW)
    const bytes = await readFile(join(good, 'model.safetensors'))
    const spoilt = async (name: string, file: string, content: Uint8Array | string): Promise<string> => {
      const at = join(folder, name)
      await cp(good, at, { recursive: true })
      await writeFile(join(at, file), content)
      return codeOf(pool.load(at, { optimizer: false }))
    }
    const weights = 'model.safetensors'
    expect(await spoilt('cut', weights, bytes.subarray(0, bytes.length - 100))).toBe('policy.weightsDamaged')
    expect(await spoilt('empty', weights, '')).toBe('policy.weightsDamaged')
    expect(await spoilt('html', weights, '<html>not here</html>')).toBe('policy.weightsDamaged')
    const nan = new Uint8Array(bytes)
    nan.fill(0xff, bytes.length - 8)
    expect(await spoilt('nan', weights, nan)).toBe('policy.weightsDamaged')
    const renamed = Buffer.from(
      bytes.toString('latin1').replace('model.norm.weight', 'model.form.weight'),
      'latin1',
    )
    expect(await spoilt('renamed', weights, renamed)).toBe('policy.foreignModel')
    expect(await spoilt('llama', 'config.json', '{"architectures":["LlamaForCausalLM"]}')).toBe(
      'policy.foreignModel',
    )
    expect(await codeOf(pool.load(join(folder, 'nowhere'), { optimizer: false }))).toBe('policy.fileMissing')
    expect(await codeOf(pool.load(good, { optimizer: true }))).toBe('policy.fileMissing')
    expect(await pool.generate(prompts, DRAW)).toEqual(before)
  })
})
