// Updates of weights from gradients.

/**
 * AdamW (arXiv 1711.05101): w −= rate·(m̂ / (√v̂ + ε) + decay·w), from the gradient times `scale`. `correct1` and
 * `correct2` are 1 − β^step.
 */
export function adamw(
  w: usize, g: usize, m: usize, v: usize, n: usize, scale: f32,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, correct1: f32, correct2: f32,
): void {
  const b1 = f32x4.splat(beta1)
  const b2 = f32x4.splat(beta2)
  const rest1 = f32x4.splat((1 - beta1) * scale)
  const rest2 = f32x4.splat((1 - beta2) * scale * scale)
  const e = f32x4.splat(epsilon)
  const c1 = f32x4.splat(rate / correct1)
  const c2 = f32x4.splat(1 / correct2)
  const keep = f32x4.splat(1 - rate * decay)
  for (let i: usize = 0; i < n << 2; i += 16) {
    const gradient = v128.load(g + i)
    const mi = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(rest1, gradient))
    const vi = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(rest2, f32x4.mul(gradient, gradient)))
    v128.store(m + i, mi)
    v128.store(v + i, vi)
    const step = f32x4.div(f32x4.mul(c1, mi), f32x4.add(f32x4.sqrt(f32x4.mul(vi, c2)), e))
    v128.store(w + i, f32x4.sub(f32x4.mul(v128.load(w + i), keep), step))
  }
}
