/** The compiled kernels (source in kernels/, built by `npm run nano:kernels`), typed. All addresses are bytes. */
import { setFlagsFromString } from 'node:v8'

export interface Kernels {
  gemmScratch(): number
  /** C[m×n] = A[m×k]·B[k×n] (+ C if `add` is 1); strides from row to row and column to column in floats. */
  gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    rowA: number,
    columnA: number,
    b: number,
    rowB: number,
    columnB: number,
    c: number,
    rowC: number,
    add: 0 | 1,
    scratch: number,
  ): void
  rmsNorm(
    y: number,
    x: number,
    gain: number,
    inverse: number,
    rows: number,
    width: number,
    epsilon: number,
  ): void
  rmsNormBackward(
    dx: number,
    dGain: number,
    dy: number,
    x: number,
    gain: number,
    inverse: number,
    rows: number,
    width: number,
    add: 0 | 1,
  ): void
  rope(x: number, rows: number, heads: number, positions: number, turns: number, sign: 1 | -1): void
  swiglu(out: number, gate: number, up: number, n: number): void
  swigluBackward(gate: number, up: number, dOut: number, n: number): void
  softmaxCausal(
    scores: number,
    rows: number,
    columns: number,
    stride: number,
    before: number,
    scale: number,
  ): void
  maskTree(scores: number, rows: number, stride: number, before: number, parents: number): void
  softmaxBackward(d: number, p: number, rows: number, columns: number, stride: number, scale: number): void
  attendRows(
    out: number,
    query: number,
    key: number,
    value: number,
    rows: number,
    slots: number,
    promptKeys: number,
    promptValues: number,
    promptCount: number,
    ownKeys: number,
    ownValues: number,
    ownRoom: number,
    ownCount: number,
    heads: number,
    scale: number,
    scores: number,
  ): void
  measureRows(logits: number, rows: number, vocab: number, entropies: number, normalizers: number): void
  lossGradient(logits: number, rows: number, vocab: number, normalizers: number, slopes: number): void
  weighTokens(logits: number, vocab: number, temperature: number, weights: number, measures: number): void
  draw(logits: number, vocab: number, u: number, weights: number, measures: number): number
  splitHeads(to: number, from: number, rows: number, heads: number): void
  add(to: number, from: number, n: number): void
  blend(to: number, from: number, n: number, a: number, b: number): void
  sumSquares(from: number, n: number): number
  gatherRows(to: number, table: number, index: number, rows: number, width: number): void
  scatterAddRows(table: number, from: number, index: number, rows: number, width: number): void
  adamw(
    w: number,
    g: number,
    m: number,
    v: number,
    n: number,
    scale: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decay: number,
    correct1: number,
    correct2: number,
  ): void
}

/** The most that the memory may ever grow to, as the kernels were built: 2 GiB of 64 KiB pages. */
export const MOST_PAGES = 32_768

/**
 * Compiles the kernels, once for all threads. V8 is asked to join neighbouring 128-bit operations into 256-bit ones: on
 * a processor with AVX2 products are then twice as fast, to the same bits (tests compare them). Where V8 does not know
 * the wish or cannot fulfil it, they are slower only.
 */
export function compileKernels(wasm: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  setFlagsFromString('--experimental-wasm-revectorize')
  return WebAssembly.compile(wasm)
}

/** Links the kernels to the memory. Exports are checked by the compiler's source only: both come from this tree. */
export async function linkKernels(wasm: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(wasm, { env: { memory } })
  return exports as unknown as Kernels
}
