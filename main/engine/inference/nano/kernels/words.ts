// From logits to probabilities, losses and drawn tokens. A row of logits is `vocab` floats, a multiple of 4.
import { exp4, max4, sum4 } from './vector'

/** ln x for x > 0. The standard library's would put a table at low addresses of the memory. */
function log(x: f64): f64 {
  const bits = reinterpret<u64>(x)
  let exponent = <i32>(bits >> 52) - 1023
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (m > 1.4142135623730951) {
    m *= 0.5
    exponent++
  }
  // ln m = 2·artanh z with |z| < 0.172; the first term left out is below 3e-12.
  const z = (m - 1) / (m + 1)
  const y = z * z
  const series = 1 + y * (1.0 / 3 + y * (1.0 / 5 + y * (1.0 / 7 + y * (1.0 / 9 + y * (1.0 / 11 + y / 13)))))
  return 2 * z * series + <f64>exponent * 0.6931471805599453
}

function greatest(logits: usize, vocab: usize): f32 {
  let most = f32x4.splat(-3e38)
  for (let i: usize = 0; i < vocab << 2; i += 16) most = f32x4.max(most, v128.load(logits + i))
  return max4(most)
}

/**
 * For each row: entropy of the whole distribution (nats), and the logarithm of the sum of e^logit, which a token's
 * logit exceeds by its log-probability. The logits stay.
 */
export function measureRows(logits: usize, rows: usize, vocab: usize, entropies: usize, normalizers: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    const most = greatest(logits, vocab)
    const shift = f32x4.splat(most)
    let sum = f32x4.splat(0)
    let weighted = f32x4.splat(0)
    for (let i: usize = 0; i < vocab << 2; i += 16) {
      const x = f32x4.sub(v128.load(logits + i), shift)
      const e = exp4(x)
      sum = f32x4.add(sum, e)
      weighted = f32x4.add(weighted, f32x4.mul(e, x))
    }
    const total = sum4(sum)
    const logTotal = <f32>log(<f64>total)
    store<f32>(normalizers + (r << 2), most + logTotal)
    store<f32>(entropies + (r << 2), logTotal - sum4(weighted) / total)
    logits += vocab << 2
  }
}

/** Logits become slope·softmax, which is the gradient of Σ −slope·log p(target) but for −slope at the target. */
export function lossGradient(logits: usize, rows: usize, vocab: usize, normalizers: usize, slopes: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    const shift = f32x4.splat(load<f32>(normalizers + (r << 2)))
    const s = f32x4.splat(load<f32>(slopes + (r << 2)))
    for (let i: usize = 0; i < vocab << 2; i += 16) {
      v128.store(logits + i, f32x4.mul(s, exp4(f32x4.sub(v128.load(logits + i), shift))))
    }
    logits += vocab << 2
  }
}

/** Tokens whose probabilities are summed together before one of them is looked for. */
const BLOCK: usize = 64

/**
 * Prepares a row for drawing: e^((logit − greatest) / temperature) of each token goes to `weights` (vocab floats). To
 * `measures` go their sum (float64), then at temperature 1 the greatest logit, the logarithm of the sum past it, and
 * the entropy (nats).
 */
export function weighTokens(logits: usize, vocab: usize, temperature: f32, weights: usize, measures: usize): void {
  const most = greatest(logits, vocab)
  const shift = f32x4.splat(most)
  const plain = temperature == 1 || temperature == 0
  const s = f32x4.splat(1 / temperature)
  let sum = f32x4.splat(0)
  let weighted = f32x4.splat(0)
  let tempered: f64 = 0
  for (let block: usize = 0; block < vocab << 2; block += BLOCK << 2) {
    const end = min(block + (BLOCK << 2), vocab << 2)
    let blockSum = f32x4.splat(0)
    for (let i = block; i < end; i += 16) {
      const x = f32x4.sub(v128.load(logits + i), shift)
      const e = exp4(x)
      sum = f32x4.add(sum, e)
      weighted = f32x4.add(weighted, f32x4.mul(e, x))
      const t = plain ? e : exp4(f32x4.mul(s, x))
      v128.store(weights + i, t)
      blockSum = f32x4.add(blockSum, t)
    }
    tempered += <f64>sum4(blockSum)
  }
  const total = sum4(sum)
  const logTotal = <f32>log(<f64>total)
  store<f64>(measures, tempered)
  store<f32>(measures, most, 8)
  store<f32>(measures, logTotal, 12)
  store<f32>(measures, logTotal - sum4(weighted) / total, 16)
}

/**
 * Draws a token of a weighed row: at `u` (in [0, 1)) of the running sum of the weights, or below 0 the one with the
 * greatest logit, the first of equals. Its log-probability at temperature 1 goes to `measures` behind the others.
 */
export function draw(logits: usize, vocab: usize, u: f64, weights: usize, measures: usize): i32 {
  const most = load<f32>(measures, 8)
  const token = u < 0 ? firstOf(logits, vocab, most) : tokenAt(weights, vocab, u * load<f64>(measures))
  store<f32>(measures, load<f32>(logits + (<usize>token << 2)) - most - load<f32>(measures, 12), 20)
  return token
}

function firstOf(logits: usize, vocab: usize, value: f32): i32 {
  for (let i: usize = 0; i < vocab; i++) if (load<f32>(logits + (i << 2)) == value) return <i32>i
  return 0
}

/** The token within which the running sum of the weights passes `left`. */
function tokenAt(weights: usize, vocab: usize, left: f64): i32 {
  let last: usize = 0
  for (let block: usize = 0; block < vocab; block += BLOCK) {
    const end = min(block + BLOCK, vocab)
    let sum = f32x4.splat(0)
    for (let i = block; i < end; i += 4) sum = f32x4.add(sum, v128.load(weights + (i << 2)))
    const blockSum = <f64>sum4(sum)
    for (let i = block; left < blockSum && i < end; i++) {
      const weight = load<f32>(weights + (i << 2))
      if (weight > 0) {
        last = i
        if (left < <f64>weight) return <i32>i
        left -= <f64>weight
      }
    }
    // Rounding can leave a rest; the last token that has any probability takes it.
    if (left < blockSum) return <i32>last
    left -= blockSum
  }
  return <i32>last
}
