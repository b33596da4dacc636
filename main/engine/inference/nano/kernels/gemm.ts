// C = A·B or C += A·B in float32, with any of A and B transposed: both come with a stride for each direction, one of
// which is 1. Blocks of A and B are copied into panels that the inner loop reads in order (after Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication", 2008).
//
// Each element of C is summed over k in one order whatever its row and whatever the other rows: blocks of DEPTH, each
// in turn from its first k. A row's result therefore does not depend on the batch that it is computed in.

/**
 * Rows and columns of C that stay in registers: 16 vectors of 4 floats, or 8 of 8 where V8 joins neighbouring vectors
 * (see kernels.ts), which keeps two multiply-adds of 8 floats going at once. The shape changes no result.
 */
const ROWS: usize = 4
const COLUMNS: usize = 16
/** k's, rows and columns of a block: panels of B fill half the second-level cache, those of A the first. */
const DEPTH: usize = 256
const TALL: usize = 64
const WIDE: usize = 256
/** Floats of scratch: panels of A and B, and one tile for the edges of C. */
const PANELS_A: usize = TALL * DEPTH
const PANELS_B: usize = WIDE * DEPTH

/** Bytes that `scratch` must have. */
export function gemmScratch(): usize {
  return (PANELS_A + PANELS_B + ROWS * COLUMNS) << 2
}

/** Copies 4 rows (fewer: the rest is 0) × depth into [depth][4] where one k takes `step` bytes. */
function pack4(to: usize, step: usize, from: usize, perRow: usize, perK: usize, rows: usize, depth: usize): void {
  if (rows == 4 && perRow == 4) {
    for (let k: usize = 0; k < depth; k++) {
      v128.store(to, v128.load(from))
      to += step
      from += perK
    }
    return
  }
  let k: usize = 0
  if (rows == 4 && perK == 4) {
    for (; k + 4 <= depth; k += 4) {
      const r0 = v128.load(from)
      const r1 = v128.load(from + perRow)
      const r2 = v128.load(from + perRow * 2)
      const r3 = v128.load(from + perRow * 3)
      const lo01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
      const hi01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
      const lo23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
      const hi23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
      v128.store(to, v128.shuffle<f32>(lo01, lo23, 0, 1, 4, 5))
      v128.store(to + step, v128.shuffle<f32>(lo01, lo23, 2, 3, 6, 7))
      v128.store(to + step * 2, v128.shuffle<f32>(hi01, hi23, 0, 1, 4, 5))
      v128.store(to + step * 3, v128.shuffle<f32>(hi01, hi23, 2, 3, 6, 7))
      to += step * 4
      from += 16
    }
  }
  for (; k < depth; k++) {
    for (let r: usize = 0; r < 4; r++) {
      store<f32>(to + (r << 2), r < rows ? load<f32>(from + r * perRow) : 0)
    }
    to += step
    from += perK
  }
}

/** Copies 16 columns (fewer: the rest is 0) × depth into [depth][16]. */
function pack16(to: usize, from: usize, perColumn: usize, perK: usize, columns: usize, depth: usize): void {
  if (columns >= COLUMNS && perColumn == 4) {
    for (let k: usize = 0; k < depth; k++) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
      v128.store(to, v128.load(from, 32), 32)
      v128.store(to, v128.load(from, 48), 48)
      to += COLUMNS << 2
      from += perK
    }
    return
  }
  for (let j: usize = 0; j < COLUMNS; j += 4) {
    const left = columns > j ? min(4, columns - j) : 0
    pack4(to + (j << 2), COLUMNS << 2, from + perColumn * j, perColumn, perK, left, depth)
  }
}

/** Puts 16 floats into C, or adds them. */
function put16(c: usize, v0: v128, v1: v128, v2: v128, v3: v128, add: bool): void {
  if (add) {
    v0 = f32x4.add(v128.load(c), v0)
    v1 = f32x4.add(v128.load(c, 16), v1)
    v2 = f32x4.add(v128.load(c, 32), v2)
    v3 = f32x4.add(v128.load(c, 48), v3)
  }
  v128.store(c, v0)
  v128.store(c, v1, 16)
  v128.store(c, v2, 32)
  v128.store(c, v3, 48)
}

/** One tile of C: a is [depth][4], b is [depth][16]; `perRow` is bytes from row to row of C. */
function tile(depth: usize, a: usize, b: usize, c: usize, perRow: usize, add: bool): void {
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c02 = f32x4.splat(0)
  let c03 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c12 = f32x4.splat(0)
  let c13 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c22 = f32x4.splat(0)
  let c23 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c32 = f32x4.splat(0)
  let c33 = f32x4.splat(0)
  const end = a + (depth << 4)
  while (a < end) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const b2 = v128.load(b, 32)
    const b3 = v128.load(b, 48)
    const s0 = v128.load_splat<f32>(a)
    c00 = f32x4.relaxed_madd(s0, b0, c00)
    c01 = f32x4.relaxed_madd(s0, b1, c01)
    c02 = f32x4.relaxed_madd(s0, b2, c02)
    c03 = f32x4.relaxed_madd(s0, b3, c03)
    const s1 = v128.load_splat<f32>(a, 4)
    c10 = f32x4.relaxed_madd(s1, b0, c10)
    c11 = f32x4.relaxed_madd(s1, b1, c11)
    c12 = f32x4.relaxed_madd(s1, b2, c12)
    c13 = f32x4.relaxed_madd(s1, b3, c13)
    const s2 = v128.load_splat<f32>(a, 8)
    c20 = f32x4.relaxed_madd(s2, b0, c20)
    c21 = f32x4.relaxed_madd(s2, b1, c21)
    c22 = f32x4.relaxed_madd(s2, b2, c22)
    c23 = f32x4.relaxed_madd(s2, b3, c23)
    const s3 = v128.load_splat<f32>(a, 12)
    c30 = f32x4.relaxed_madd(s3, b0, c30)
    c31 = f32x4.relaxed_madd(s3, b1, c31)
    c32 = f32x4.relaxed_madd(s3, b2, c32)
    c33 = f32x4.relaxed_madd(s3, b3, c33)
    a += 16
    b += 64
  }
  put16(c, c00, c01, c02, c03, add)
  put16(c + perRow, c10, c11, c12, c13, add)
  put16(c + perRow * 2, c20, c21, c22, c23, add)
  put16(c + perRow * 3, c30, c31, c32, c33, add)
}

/** A tile at the edge of C goes through `spare`, of which only the part inside C is taken over. */
function edgeTile(
  depth: usize, a: usize, b: usize, c: usize, perRow: usize, add: bool, rows: usize, columns: usize, spare: usize,
): void {
  tile(depth, a, b, spare, COLUMNS << 2, false)
  for (let r: usize = 0; r < rows; r++) {
    for (let j: usize = 0; j < columns; j++) {
      const at = c + r * perRow + (j << 2)
      const value = load<f32>(spare + ((r * COLUMNS + j) << 2))
      store<f32>(at, add ? load<f32>(at) + value : value)
    }
  }
}

/** One row times B without panels, for rows of B that lie in one piece; n is a multiple of 4. */
function oneRow(n: usize, depth: usize, a: usize, perKA: usize, b: usize, perKB: usize, c: usize, add: bool): void {
  const end = depth * perKA + a
  let j: usize = 0
  for (; j + 16 <= n; j += 16) {
    let c0 = f32x4.splat(0)
    let c1 = f32x4.splat(0)
    let c2 = f32x4.splat(0)
    let c3 = f32x4.splat(0)
    let at = b + (j << 2)
    for (let from = a; from < end; from += perKA) {
      const s = v128.load_splat<f32>(from)
      c0 = f32x4.relaxed_madd(s, v128.load(at), c0)
      c1 = f32x4.relaxed_madd(s, v128.load(at, 16), c1)
      c2 = f32x4.relaxed_madd(s, v128.load(at, 32), c2)
      c3 = f32x4.relaxed_madd(s, v128.load(at, 48), c3)
      at += perKB
    }
    put16(c + (j << 2), c0, c1, c2, c3, add)
  }
  for (; j < n; j += 4) {
    let c0 = f32x4.splat(0)
    let at = b + (j << 2)
    for (let from = a; from < end; from += perKA) {
      c0 = f32x4.relaxed_madd(v128.load_splat<f32>(from), v128.load(at), c0)
      at += perKB
    }
    const to = c + (j << 2)
    v128.store(to, add ? f32x4.add(v128.load(to), c0) : c0)
  }
}

/**
 * C[m×n] = A[m×k]·B[k×n], added to C if `add`. Strides count floats: from row to row and from column to column; one of
 * each pair is 1. Rows of C lie `ldc` floats apart, their elements side by side.
 */
export function gemm(
  m: usize, n: usize, k: usize,
  a: usize, rowA: usize, columnA: usize,
  b: usize, rowB: usize, columnB: usize,
  c: usize, ldc: usize, add: bool, scratch: usize,
): void {
  const perRowA = rowA << 2
  const perKA = columnA << 2
  const perKB = rowB << 2
  const perColumnB = columnB << 2
  const perRowC = ldc << 2
  const panelsA = scratch
  const panelsB = panelsA + (PANELS_A << 2)
  const spare = panelsB + (PANELS_B << 2)
  for (let k0: usize = 0; k0 < k; k0 += DEPTH) {
    const depth = min(DEPTH, k - k0)
    const addNow = add || k0 > 0
    if (m == 1 && columnB == 1 && (n & 3) == 0) {
      oneRow(n, depth, a + k0 * perKA, perKA, b + k0 * perKB, perKB, c, addNow)
      continue
    }
    for (let j0: usize = 0; j0 < n; j0 += WIDE) {
      const wide = min(WIDE, n - j0)
      for (let j: usize = 0; j < wide; j += COLUMNS) {
        const from = b + k0 * perKB + (j0 + j) * perColumnB
        pack16(panelsB + ((j * depth) << 2), from, perColumnB, perKB, wide - j, depth)
      }
      for (let i0: usize = 0; i0 < m; i0 += TALL) {
        const tall = min(TALL, m - i0)
        for (let i: usize = 0; i < tall; i += ROWS) {
          pack4(
            panelsA + ((i * depth) << 2), ROWS << 2,
            a + (i0 + i) * perRowA + k0 * perKA, perRowA, perKA, min(ROWS, tall - i), depth,
          )
        }
        for (let j: usize = 0; j < wide; j += COLUMNS) {
          const panelB = panelsB + ((j * depth) << 2)
          for (let i: usize = 0; i < tall; i += ROWS) {
            const panelA = panelsA + ((i * depth) << 2)
            const to = c + (i0 + i) * perRowC + ((j0 + j) << 2)
            if (tall - i >= ROWS && wide - j >= COLUMNS) tile(depth, panelA, panelB, to, perRowC, addNow)
            else edgeTile(depth, panelA, panelB, to, perRowC, addNow, min(ROWS, tall - i), min(COLUMNS, wide - j), spare)
          }
        }
      }
    }
  }
}
