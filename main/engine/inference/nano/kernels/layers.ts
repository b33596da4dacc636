// The parts of a Qwen3 layer beside matrix products, forward and backward. Rows lie side by side, `width` floats each.
import { exp4, sum4 } from './vector'

/**
 * y = gain ⊙ x / √(mean(x²) + ε) for each row (RMSNorm, arXiv 1910.07467); the factor 1/√… of each row goes to `inverse`.
 */
export function rmsNorm(y: usize, x: usize, gain: usize, inverse: usize, rows: usize, width: usize, epsilon: f32): void {
  for (let r: usize = 0; r < rows; r++) {
    let sum = f32x4.splat(0)
    for (let i: usize = 0; i < width << 2; i += 16) {
      const v = v128.load(x + i)
      sum = f32x4.add(sum, f32x4.mul(v, v))
    }
    const factor: f32 = 1 / sqrt<f32>(sum4(sum) / <f32>width + epsilon)
    store<f32>(inverse + (r << 2), factor)
    const f = f32x4.splat(factor)
    for (let i: usize = 0; i < width << 2; i += 16) {
      v128.store(y + i, f32x4.mul(f32x4.mul(v128.load(x + i), f), v128.load(gain + i)))
    }
    x += width << 2
    y += width << 2
  }
}

/** dx = (or += if `add`) the gradient of rmsNorm's input; dGain += that of the gain. */
export function rmsNormBackward(
  dx: usize, dGain: usize, dy: usize, x: usize, gain: usize, inverse: usize, rows: usize, width: usize, add: bool,
): void {
  for (let r: usize = 0; r < rows; r++) {
    const factor = load<f32>(inverse + (r << 2))
    const f = f32x4.splat(factor)
    let dot = f32x4.splat(0)
    for (let i: usize = 0; i < width << 2; i += 16) {
      const xi = f32x4.mul(v128.load(x + i), f)
      const dyi = v128.load(dy + i)
      v128.store(dGain + i, f32x4.add(v128.load(dGain + i), f32x4.mul(dyi, xi)))
      dot = f32x4.add(dot, f32x4.mul(f32x4.mul(dyi, v128.load(gain + i)), xi))
    }
    const mean = f32x4.splat(sum4(dot) / <f32>width)
    for (let i: usize = 0; i < width << 2; i += 16) {
      const xi = f32x4.mul(v128.load(x + i), f)
      const through = f32x4.mul(v128.load(dy + i), v128.load(gain + i))
      const d = f32x4.mul(f, f32x4.sub(through, f32x4.mul(xi, mean)))
      v128.store(dx + i, add ? f32x4.add(v128.load(dx + i), d) : d)
    }
    dx += width << 2
    dy += width << 2
    x += width << 2
  }
}

/**
 * Turns each head of each row by its position (RoPE, arXiv 2104.09864; halves as in Qwen). `turns` has 16 cosines, then
 * 16 sines a position; `sign` −1 turns back, which is the gradient.
 */
export function rope(x: usize, rows: usize, heads: usize, positions: usize, turns: usize, sign: f32): void {
  const s = f32x4.splat(sign)
  for (let r: usize = 0; r < rows; r++) {
    const turn = turns + (<usize>load<i32>(positions + (r << 2)) << 7)
    for (let h: usize = 0; h < heads; h++) {
      for (let i: usize = 0; i < 64; i += 16) {
        const cos = v128.load(turn + i)
        const sin = f32x4.mul(s, v128.load(turn + i, 64))
        const a = v128.load(x + i)
        const b = v128.load(x + i, 64)
        v128.store(x + i, f32x4.sub(f32x4.mul(a, cos), f32x4.mul(b, sin)))
        v128.store(x + i, f32x4.add(f32x4.mul(b, cos), f32x4.mul(a, sin)), 64)
      }
      x += 128
    }
  }
}

/** out = silu(gate) ⊙ up (SwiGLU, arXiv 2002.05202). */
export function swiglu(out: usize, gate: usize, up: usize, n: usize): void {
  const one = f32x4.splat(1)
  for (let i: usize = 0; i < n << 2; i += 16) {
    const g = v128.load(gate + i)
    const sigmoid = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(g))))
    v128.store(out + i, f32x4.mul(f32x4.mul(g, sigmoid), v128.load(up + i)))
  }
}

/** Puts the gradients of gate and up where gate and up were. */
export function swigluBackward(gate: usize, up: usize, dOut: usize, n: usize): void {
  const one = f32x4.splat(1)
  for (let i: usize = 0; i < n << 2; i += 16) {
    const g = v128.load(gate + i)
    const u = v128.load(up + i)
    const d = v128.load(dOut + i)
    const sigmoid = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(g))))
    const silu = f32x4.mul(g, sigmoid)
    // silu' = σ + silu·(1 − σ)
    const slope = f32x4.add(sigmoid, f32x4.mul(silu, f32x4.sub(one, sigmoid)))
    v128.store(gate + i, f32x4.mul(f32x4.mul(d, u), slope))
    v128.store(up + i, f32x4.mul(d, silu))
  }
}
