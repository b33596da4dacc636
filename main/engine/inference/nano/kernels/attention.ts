// Attention's softmax for training (scores as whole matrices) and a step of decoding (one query a head at a time).
import { exp1, exp4, max4, sum4 } from './vector'

/**
 * Row i of the scores becomes softmax(scale·scores) over its first `before` + i + 1 columns, 0 after them. Rows lie
 * `stride` floats apart, a multiple of 4 and at least `columns`.
 */
export function softmaxCausal(scores: usize, rows: usize, columns: usize, stride: usize, before: usize, scale: f32): void {
  for (let r: usize = 0; r < rows; r++) {
    const seen = min(before + r + 1, columns)
    // Up to the next multiple of 4 the unseen count as −∞, so that whole vectors can be read.
    for (let j = seen; j & 3; j++) store<f32>(scores + (j << 2), -3e38)
    const end = scores + (((seen + 3) & ~3) << 2)
    let most = f32x4.splat(-3e38)
    for (let at = scores; at < end; at += 16) most = f32x4.max(most, v128.load(at))
    const shift = f32x4.splat(max4(most))
    const s = f32x4.splat(scale)
    let sum = f32x4.splat(0)
    for (let at = scores; at < end; at += 16) {
      const e = exp4(f32x4.mul(s, f32x4.sub(v128.load(at), shift)))
      v128.store(at, e)
      sum = f32x4.add(sum, e)
    }
    const f = f32x4.splat(1 / sum4(sum))
    for (let at = scores; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), f))
    memory.fill(end, 0, scores + (stride << 2) - end)
    scores += stride << 2
  }
}

/** d (gradient of the probabilities) becomes scale·p ⊙ (d − Σ p·d), the gradient of the unscaled scores. */
export function softmaxBackward(d: usize, p: usize, rows: usize, columns: usize, stride: usize, scale: f32): void {
  const padded = (columns + 3) & ~3
  for (let r: usize = 0; r < rows; r++) {
    // Past the last column the probabilities are 0, whatever lies in d.
    for (let j = columns; j < padded; j++) store<f32>(d + (j << 2), 0)
    let dot = f32x4.splat(0)
    for (let i: usize = 0; i < padded << 2; i += 16) dot = f32x4.add(dot, f32x4.mul(v128.load(d + i), v128.load(p + i)))
    const mean = f32x4.splat(sum4(dot))
    const s = f32x4.splat(scale)
    for (let i: usize = 0; i < padded << 2; i += 16) {
      v128.store(d + i, f32x4.mul(f32x4.mul(s, v128.load(p + i)), f32x4.sub(v128.load(d + i), mean)))
    }
    d += stride << 2
    p += stride << 2
  }
}

/** scores[j] = q·k[j] for `count` keys; gives back the greatest score or `most`. */
function scoreKeys(scores: usize, q: usize, keys: usize, perKey: usize, count: usize, most: f32): f32 {
  const q0 = v128.load(q)
  const q1 = v128.load(q, 16)
  const q2 = v128.load(q, 32)
  const q3 = v128.load(q, 48)
  const q4 = v128.load(q, 64)
  const q5 = v128.load(q, 80)
  const q6 = v128.load(q, 96)
  const q7 = v128.load(q, 112)
  for (let j: usize = 0; j < count; j++) {
    let a = f32x4.mul(q0, v128.load(keys))
    let b = f32x4.mul(q1, v128.load(keys, 16))
    a = f32x4.relaxed_madd(q2, v128.load(keys, 32), a)
    b = f32x4.relaxed_madd(q3, v128.load(keys, 48), b)
    a = f32x4.relaxed_madd(q4, v128.load(keys, 64), a)
    b = f32x4.relaxed_madd(q5, v128.load(keys, 80), b)
    a = f32x4.relaxed_madd(q6, v128.load(keys, 96), a)
    b = f32x4.relaxed_madd(q7, v128.load(keys, 112), b)
    const score = sum4(f32x4.add(a, b))
    store<f32>(scores + (j << 2), score)
    most = max(most, score)
    keys += perKey
  }
  return most
}

/** out += Σ weight[j]·value[j]. */
function mixValues(out: usize, weights: usize, values: usize, perKey: usize, count: usize): void {
  let o0 = v128.load(out)
  let o1 = v128.load(out, 16)
  let o2 = v128.load(out, 32)
  let o3 = v128.load(out, 48)
  let o4 = v128.load(out, 64)
  let o5 = v128.load(out, 80)
  let o6 = v128.load(out, 96)
  let o7 = v128.load(out, 112)
  for (let j: usize = 0; j < count; j++) {
    const w = v128.load_splat<f32>(weights + (j << 2))
    o0 = f32x4.relaxed_madd(w, v128.load(values), o0)
    o1 = f32x4.relaxed_madd(w, v128.load(values, 16), o1)
    o2 = f32x4.relaxed_madd(w, v128.load(values, 32), o2)
    o3 = f32x4.relaxed_madd(w, v128.load(values, 48), o3)
    o4 = f32x4.relaxed_madd(w, v128.load(values, 64), o4)
    o5 = f32x4.relaxed_madd(w, v128.load(values, 80), o5)
    o6 = f32x4.relaxed_madd(w, v128.load(values, 96), o6)
    o7 = f32x4.relaxed_madd(w, v128.load(values, 112), o7)
    values += perKey
  }
  v128.store(out, o0)
  v128.store(out, o1, 16)
  v128.store(out, o2, 32)
  v128.store(out, o3, 48)
  v128.store(out, o4, 64)
  v128.store(out, o5, 80)
  v128.store(out, o6, 96)
  v128.store(out, o7, 112)
}

/**
 * One token's attention, all heads: out[heads×32] from its query, the keys and values of the shared prompt, and those
 * of its own answer so far. Rows of keys and values are heads×32 floats. `scores` has room for all keys and 3 more.
 */
export function attendOne(
  out: usize, q: usize, promptKeys: usize, promptValues: usize, promptCount: usize,
  ownKeys: usize, ownValues: usize, ownCount: usize, heads: usize, scale: f32, scores: usize,
): void {
  const perKey = heads << 7
  const count = promptCount + ownCount
  const own = scores + (promptCount << 2)
  for (let h: usize = 0; h < heads; h++) {
    const at = h << 7
    let most = scoreKeys(scores, q + at, promptKeys + at, perKey, promptCount, -3e38)
    most = scoreKeys(own, q + at, ownKeys + at, perKey, ownCount, most)
    let j: usize = 0
    let sum = f32x4.splat(0)
    const shift = f32x4.splat(most)
    const s = f32x4.splat(scale)
    for (; j + 4 <= count; j += 4) {
      const e = exp4(f32x4.mul(s, f32x4.sub(v128.load(scores + (j << 2)), shift)))
      v128.store(scores + (j << 2), e)
      sum = f32x4.add(sum, e)
    }
    let total = sum4(sum)
    for (; j < count; j++) {
      const e = exp1(scale * (load<f32>(scores + (j << 2)) - most))
      store<f32>(scores + (j << 2), e)
      total += e
    }
    memory.fill(out + at, 0, 128)
    mixValues(out + at, scores, promptValues + at, perKey, promptCount)
    mixValues(out + at, own, ownValues + at, perKey, ownCount)
    const f = f32x4.splat(1 / total)
    for (let i: usize = 0; i < 128; i += 16) v128.store(out + at + i, f32x4.mul(v128.load(out + at + i), f))
  }
}
