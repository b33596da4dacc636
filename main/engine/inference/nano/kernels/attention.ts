// Attention's softmax for training (scores as whole matrices) and a step of decoding (one query a head at a time).
import { exp4, max4, sum4 } from './vector'

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

/**
 * Of the columns from `before` on, row r of the scores keeps its own and those of the rows above it in their tree:
 * parents[r], its parent, and so on until −1. The others of its first r count as −∞.
 */
export function maskTree(scores: usize, rows: usize, stride: usize, before: usize, parents: usize): void {
  scores += before << 2
  for (let r: i32 = 0; r < <i32>rows; r++) {
    let above = r
    for (let j = r; j >= 0; j--) {
      if (j == above) above = load<i32>(parents + (<usize>j << 2))
      else store<f32>(scores + (<usize>j << 2), -3e38)
    }
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

/** Lane j = sum of the lanes of the j-th vector. */
function sums4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

/** scores[j] = q·k[j] for `count` keys that lie side by side. Up to 3 scores more are written. */
function scoreKeys(scores: usize, q: usize, keys: usize, count: usize): void {
  const q0 = v128.load(q)
  const q1 = v128.load(q, 16)
  const q2 = v128.load(q, 32)
  const q3 = v128.load(q, 48)
  const q4 = v128.load(q, 64)
  const q5 = v128.load(q, 80)
  const q6 = v128.load(q, 96)
  const q7 = v128.load(q, 112)
  for (let j: usize = 0; j < count; j += 4) {
    let a = f32x4.mul(q0, v128.load(keys))
    let b = f32x4.mul(q0, v128.load(keys, 128))
    let c = f32x4.mul(q0, v128.load(keys, 256))
    let d = f32x4.mul(q0, v128.load(keys, 384))
    a = f32x4.relaxed_madd(q1, v128.load(keys, 16), a)
    b = f32x4.relaxed_madd(q1, v128.load(keys, 144), b)
    c = f32x4.relaxed_madd(q1, v128.load(keys, 272), c)
    d = f32x4.relaxed_madd(q1, v128.load(keys, 400), d)
    a = f32x4.relaxed_madd(q2, v128.load(keys, 32), a)
    b = f32x4.relaxed_madd(q2, v128.load(keys, 160), b)
    c = f32x4.relaxed_madd(q2, v128.load(keys, 288), c)
    d = f32x4.relaxed_madd(q2, v128.load(keys, 416), d)
    a = f32x4.relaxed_madd(q3, v128.load(keys, 48), a)
    b = f32x4.relaxed_madd(q3, v128.load(keys, 176), b)
    c = f32x4.relaxed_madd(q3, v128.load(keys, 304), c)
    d = f32x4.relaxed_madd(q3, v128.load(keys, 432), d)
    a = f32x4.relaxed_madd(q4, v128.load(keys, 64), a)
    b = f32x4.relaxed_madd(q4, v128.load(keys, 192), b)
    c = f32x4.relaxed_madd(q4, v128.load(keys, 320), c)
    d = f32x4.relaxed_madd(q4, v128.load(keys, 448), d)
    a = f32x4.relaxed_madd(q5, v128.load(keys, 80), a)
    b = f32x4.relaxed_madd(q5, v128.load(keys, 208), b)
    c = f32x4.relaxed_madd(q5, v128.load(keys, 336), c)
    d = f32x4.relaxed_madd(q5, v128.load(keys, 464), d)
    a = f32x4.relaxed_madd(q6, v128.load(keys, 96), a)
    b = f32x4.relaxed_madd(q6, v128.load(keys, 224), b)
    c = f32x4.relaxed_madd(q6, v128.load(keys, 352), c)
    d = f32x4.relaxed_madd(q6, v128.load(keys, 480), d)
    a = f32x4.relaxed_madd(q7, v128.load(keys, 112), a)
    b = f32x4.relaxed_madd(q7, v128.load(keys, 240), b)
    c = f32x4.relaxed_madd(q7, v128.load(keys, 368), c)
    d = f32x4.relaxed_madd(q7, v128.load(keys, 496), d)
    v128.store(scores + (j << 2), sums4(a, b, c, d))
    keys += 512
  }
}

/** out += Σ weight[j]·value[j], the values side by side. */
function mixValues(out: usize, weights: usize, values: usize, count: usize): void {
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
    values += 128
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

/** 32 floats; memory.copy is made for longer stretches. */
function copyHead(to: usize, from: usize): void {
  for (let i: usize = 0; i < 128; i += 16) v128.store(to + i, v128.load(from + i))
}

/** Rows of [heads][32] become, for each head, rows of 32 side by side: [heads][rows][32]. */
export function splitHeads(to: usize, from: usize, rows: usize, heads: usize): void {
  for (let h: usize = 0; h < heads; h++) {
    for (let r: usize = 0; r < rows; r++) {
      copyHead(to, from + ((r * heads + h) << 7))
      to += 128
    }
  }
}

/**
 * One head's attention of one token: out[32] from its query, the shared prompt, and its own answer up to itself. The
 * keys and values of each lie side by side; the last of the answer's is put there now, from `key` and `value`.
 */
function attendHead(
  out: usize, q: usize, key: usize, value: usize, promptKeys: usize, promptValues: usize, promptCount: usize,
  ownKeys: usize, ownValues: usize, ownCount: usize, scale: f32, scores: usize,
): void {
  const own = scores + (((promptCount + 3) & ~3) << 2)
  const end = own + (((ownCount + 3) & ~3) << 2)
  const last = (ownCount - 1) << 7
  const s = f32x4.splat(scale)
  copyHead(ownKeys + last, key)
  copyHead(ownValues + last, value)
  scoreKeys(scores, q, promptKeys, promptCount)
  scoreKeys(own, q, ownKeys, ownCount)
  // What lies between and after the keys' scores counts as −∞.
  for (let j = promptCount; j & 3; j++) store<f32>(scores + (j << 2), -3e38)
  for (let j = ownCount; j & 3; j++) store<f32>(own + (j << 2), -3e38)
  let most = f32x4.splat(-3e38)
  for (let at = scores; at < end; at += 16) most = f32x4.max(most, v128.load(at))
  const shift = f32x4.splat(max4(most))
  let sum = f32x4.splat(0)
  for (let at = scores; at < end; at += 16) {
    const e = exp4(f32x4.mul(s, f32x4.sub(v128.load(at), shift)))
    v128.store(at, e)
    sum = f32x4.add(sum, e)
  }
  for (let i: usize = 0; i < 128; i += 16) v128.store(out + i, f32x4.splat(0))
  mixValues(out, scores, promptValues, promptCount)
  mixValues(out, own, ownValues, ownCount)
  const f = f32x4.splat(1 / sum4(sum))
  for (let i: usize = 0; i < 128; i += 16) v128.store(out + i, f32x4.mul(v128.load(out + i), f))
}

/**
 * One token's attention in each of `rows` answers to one prompt, which are all as long: rows of [heads][32]. Keys and
 * values lie by head: `promptCount` rows of the prompt's; of each answer `ownRoom`, of which `ownCount` are used, in the
 * cache that `slots` names for it. A head's part of the prompt is gone through by all answers before the next head's, so
 * that it stays in the nearest memory. `scores` has room for all keys and 8 more; after the caches there are 3 rows that
 * may be read.
 */
export function attendRows(
  out: usize, q: usize, key: usize, value: usize, rows: usize, slots: usize,
  promptKeys: usize, promptValues: usize, promptCount: usize,
  ownKeys: usize, ownValues: usize, ownRoom: usize, ownCount: usize, heads: usize, scale: f32, scores: usize,
): void {
  for (let h: usize = 0; h < heads; h++) {
    const prompt = (h * promptCount) << 7
    for (let r: usize = 0; r < rows; r++) {
      const at = (r * heads + h) << 7
      const own = ((<usize>load<i32>(slots + (r << 2)) * heads + h) * ownRoom) << 7
      attendHead(
        out + at, q + at, key + at, value + at, promptKeys + prompt, promptValues + prompt, promptCount,
        ownKeys + own, ownValues + own, ownCount, scale, scores,
      )
    }
  }
}
