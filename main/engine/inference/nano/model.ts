import { Arena } from './arena.ts'
import { HEAD_WIDTH, type NanoConfig } from './config.ts'
import type { Kernels } from './kernels.ts'
import { ARENA_BYTES, type MemoryPlan } from './memory-plan.ts'
import type { Tensor, Tensors } from './tensors.ts'

/** One thread's hold on the model: kernels, the shared memory, and its own arena. */
export class Model {
  readonly kernels: Kernels
  readonly plan: MemoryPlan
  readonly config: NanoConfig
  readonly tensors: Tensors
  readonly arena: Arena
  readonly floats: Float32Array
  readonly ints: Int32Array
  /** Width of all heads together. */
  readonly inner: number
  /** Attention scores are multiplied by this. */
  readonly scale = 1 / Math.sqrt(HEAD_WIDTH)
  private readonly scratch: number

  constructor(kernels: Kernels, plan: MemoryPlan, memory: WebAssembly.Memory, worker: number) {
    const start = plan.arenas[worker]
    if (start === undefined) throw new RangeError(`no arena ${worker}`)
    this.kernels = kernels
    this.plan = plan
    this.config = plan.config
    this.tensors = plan.tensors
    this.inner = plan.config.heads * HEAD_WIDTH
    this.floats = new Float32Array(memory.buffer)
    this.ints = new Int32Array(memory.buffer)
    this.arena = new Arena(start, ARENA_BYTES)
    this.scratch = this.arena.take(kernels.gemmScratch() / 4)
  }

  weight(tensor: Tensor): number {
    return this.plan.weights + tensor.offset * 4
  }

  /** Puts integers into the arena. */
  putInts(values: ArrayLike<number>): number {
    const at = this.arena.take(values.length)
    this.ints.set(values, at / 4)
    return at
  }

  putFloats(values: ArrayLike<number>): number {
    const at = this.arena.take(values.length)
    this.floats.set(values, at / 4)
    return at
  }

  zeros(count: number): number {
    const at = this.arena.take(count)
    this.floats.fill(0, at / 4, at / 4 + count)
    return at
  }

  copy(to: number, from: number, count: number): void {
    this.floats.copyWithin(to / 4, from / 4, from / 4 + count)
  }

  readFloats(at: number, count: number): Float32Array {
    return new Float32Array(this.floats.subarray(at / 4, at / 4 + count))
  }

  /** y[rows, out] = x[rows, in]·W, added to y if `add`. */
  apply(y: number, x: number, rows: number, matrix: Tensor, add: 0 | 1 = 0): void {
    const { rows: inputs, columns: outputs } = matrix
    this.product(y, outputs, x, inputs, 1, this.weight(matrix), outputs, 1, rows, outputs, inputs, add)
  }

  /** dx[rows, in] (+)= dy[rows, out]·Wᵀ. */
  applyBack(dx: number, dy: number, rows: number, matrix: Tensor, add: 0 | 1 = 0): void {
    const { rows: inputs, columns: outputs } = matrix
    this.product(dx, inputs, dy, outputs, 1, this.weight(matrix), 1, outputs, rows, inputs, outputs, add)
  }

  /** dW[in, out] += xᵀ·dy over the rows. */
  accumulate(dw: number, x: number, inputs: number, dy: number, outputs: number, rows: number): void {
    this.product(dw, outputs, x, 1, inputs, dy, outputs, 1, inputs, outputs, rows, 1)
  }

  /** The kernel's product with this thread's scratch: C, A and B with their strides, then the sizes. */
  product(
    c: number,
    rowC: number,
    a: number,
    rowA: number,
    columnA: number,
    b: number,
    rowB: number,
    columnB: number,
    m: number,
    n: number,
    k: number,
    add: 0 | 1,
  ): void {
    this.kernels.gemm(m, n, k, a, rowA, columnA, b, rowB, columnB, c, rowC, add, this.scratch)
  }
}
