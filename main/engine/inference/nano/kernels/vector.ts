// Small pieces that the other kernels share.

/** e^x in four lanes, relative error below 2e-7; 0 below −87. */
export function exp4(x: v128): v128 {
  const low = f32x4.splat(-87.3)
  const kept = f32x4.ge(x, low)
  x = f32x4.max(f32x4.min(x, f32x4.splat(88)), low)
  // x = n·ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts keeps r exact.
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896)))
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440054691e-4)))
  let p = f32x4.splat(1.9875691500e-4)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1))
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return v128.and(f32x4.mul(p, power), kept)
}

/** Sum of the four lanes, pairs first. */
export function sum4(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0)
}

export function max4(x: v128): f32 {
  const pairs = f32x4.max(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(f32x4.max(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0)
}

/** to += from; n is a multiple of 4, as in all that follows. */
export function add(to: usize, from: usize, n: usize): void {
  for (const end = to + (n << 2); to < end; to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  }
}

/** to = a·to + b·from. */
export function blend(to: usize, from: usize, n: usize, a: f32, b: f32): void {
  const a4 = f32x4.splat(a)
  const b4 = f32x4.splat(b)
  for (const end = to + (n << 2); to < end; to += 16, from += 16) {
    v128.store(to, f32x4.add(f32x4.mul(a4, v128.load(to)), f32x4.mul(b4, v128.load(from))))
  }
}

/** Sum of squares, summed in float64. */
export function sumSquares(from: usize, n: usize): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  for (const end = from + (n << 2); from < end; from += 16) {
    const x = v128.load(from)
    const a = f64x2.promote_low_f32x4(x)
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1))
    low = f64x2.add(low, f64x2.mul(a, a))
    high = f64x2.add(high, f64x2.mul(b, b))
  }
  const both = f64x2.add(low, high)
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
}

/** Row r of `to` = row index[r] of `table`. */
export function gatherRows(to: usize, table: usize, index: usize, rows: usize, width: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    memory.copy(to + ((r * width) << 2), table + ((<usize>load<i32>(index + (r << 2)) * width) << 2), width << 2)
  }
}

/** Row index[r] of `table` += row r of `from`, in the order of r. */
export function scatterAddRows(table: usize, from: usize, index: usize, rows: usize, width: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    add(table + ((<usize>load<i32>(index + (r << 2)) * width) << 2), from + ((r * width) << 2), width)
  }
}
