/** The shipped kernels are those of the source, and products do what they say at every edge. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { gradientOfGroups } from '#engine/inference/nano/gradient.ts'
import { buildKernels } from '../../../scripts/nano/kernels.mjs'
import { modelHere } from './model-here.ts'
import { KERNELS, SMALL, someTokens } from './small.ts'

it('building the source again gives the shipped bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'))
  await buildKernels(join(folder, 'kernels.wasm'))
  const [built, shipped] = await Promise.all([readFile(join(folder, 'kernels.wasm')), readFile(KERNELS)])
  await rm(folder, { recursive: true })
  expect(built.equals(shipped)).toBe(true)
})

it('keeps no data of its own at low addresses, where the weights could overwrite them', async () => {
  const wasm = await readFile(KERNELS)
  const DATA_SECTION = 11
  const sections: number[] = []
  for (let at = 8; at < wasm.length; ) {
    sections.push(wasm[at++]!)
    let size = 0
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++]!
      size |= (byte & 127) << shift
      if (byte < 128) break
    }
    at += size
  }
  expect(sections).not.toContain(DATA_SECTION)
})

it('multiplies any sizes, either operand turned, adding or not', async () => {
  const model = await modelHere(SMALL, 1)
  const random = new Random('products')
  const numbers = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => random.next() - 0.5)
  for (let round = 0; round < 60; round++) {
    const [m, n] = [random.int(1, 75), random.int(1, 90)]
    const k = random.pick([1, 3, 31, 256, 257, 300])
    const [turnA, turnB, add] = [random.chance(0.5), random.chance(0.5), random.chance(0.5)]
    const [a, b, c] = [numbers(m * k), numbers(k * n), numbers(m * n)]
    const mark = model.arena.mark()
    const [atA, atB, atC] = [model.putFloats(a), model.putFloats(b), model.putFloats(c)]
    const guard = model.putFloats([7, 7, 7, 7])
    const [rowA, columnA] = turnA ? [1, m] : [k, 1]
    const [rowB, columnB] = turnB ? [1, k] : [n, 1]
    model.product(atC, n, atA, rowA, columnA, atB, rowB, columnB, m, n, k, add ? 1 : 0)
    const found = model.readFloats(atC, m * n)
    expect([...model.readFloats(guard, 4)]).toEqual([7, 7, 7, 7])
    model.arena.release(mark)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = add ? c[i * n + j]! : 0
        for (let x = 0; x < k; x++) sum += a[i * rowA + x * columnA]! * b[x * rowB + j * columnB]!
        expect(Math.abs(found[i * n + j]! - sum), `${m}×${n}×${k} at ${i},${j}`).toBeLessThan(1e-4)
      }
    }
  }
})

it('gives a row the same bits alone and in a batch', async () => {
  const model = await modelHere(SMALL, 1)
  const random = new Random('rows')
  const [rows, inputs, outputs] = [13, 300, 44]
  const x = Float32Array.from({ length: rows * inputs }, () => random.next() - 0.5)
  const w = Float32Array.from({ length: inputs * outputs }, () => random.next() - 0.5)
  const [atX, atW] = [model.putFloats(x), model.putFloats(w)]
  const [all, one] = [model.zeros(rows * outputs), model.zeros(outputs)]
  model.product(all, outputs, atX, inputs, 1, atW, outputs, 1, rows, outputs, inputs, 0)
  for (let row = 0; row < rows; row++) {
    model.product(one, outputs, atX + row * inputs * 4, inputs, 1, atW, outputs, 1, 1, outputs, inputs, 0)
    expect(model.readFloats(one, outputs)).toEqual(model.readFloats(all + row * outputs * 4, outputs))
  }
})

it('gives the same bits where V8 joins vectors to 256 bits and where it does not', async () => {
  /** As bytes that V8 has not compiled before, since it keeps what it compiled. */
  const compiled =
    (flag: string) =>
    (wasm: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> => {
      setFlagsFromString(flag)
      const emptySection = [0, 2, 1, flag.length]
      return WebAssembly.compile(Uint8Array.from([...wasm, ...emptySection]))
    }
  const gradient = async (flag: string): Promise<Float32Array> => {
    const model = await modelHere(SMALL, 5, compiled(flag))
    const random = new Random('joined')
    const completions = [9, 14, 5].map((length, i) => ({
      tokens: someTokens(random, length),
      oldLogprobs: new Float32Array(length).fill(-3),
      ...{ advantage: i - 1, scale: 1 },
    }))
    const settings = { clipLow: 0.2, clipHigh: 0.3, klWeight: 0 }
    const region = model.plan.gradients[0]!
    const units = [{ prompt: someTokens(random, 20), completions }]
    // Compiled for speed after the first time.
    for (let time = 0; time < 3; time++) gradientOfGroups(model, units, settings, region)
    return model.readFloats(region, model.tensors.size)
  }
  setFlagsFromString('--wasm-sync-tier-up')
  setFlagsFromString('--wasm-tiering-budget=1')
  const apart = await gradient('--no-experimental-wasm-revectorize')
  const joined = await gradient('--experimental-wasm-revectorize')
  expect(joined.some((value) => value !== 0)).toBe(true)
  expect(joined).toEqual(apart)
})
