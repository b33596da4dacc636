/** The safetensors format: 8 bytes of length, a JSON header, then the tensors' bytes, all little-endian. */
import { z } from 'zod'

const WIDTHS = { F32: 4, F16: 2, BF16: 2 } as const
export type Dtype = keyof typeof WIDTHS

/** More would not be one of our models. */
const MOST_HEADER = 4 * 1024 * 1024

const entrySchema = z.object({
  dtype: z.enum(['F32', 'F16', 'BF16']),
  shape: z.array(z.int().min(0)).max(4),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
})

export interface StoredTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A tensor on its way into a file: it is put where the file is made, so that nothing is held twice. */
export interface LeavingTensor {
  readonly name: string
  readonly shape: readonly number[]
  putInto(values: Float32Array): void
}

export interface StoredFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** The file is not what it should be; `message` says how. */
export class DamagedTensors extends Error {}

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

export function writeTensors(
  tensors: readonly LeavingTensor[],
  dtype: 'F32' | 'F16',
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } }
  for (const { name, shape } of tensors) {
    const end = offset + countOf(shape) * WIDTHS[dtype]
    header[name] = { dtype, shape, data_offsets: [offset, end] }
    offset = end
  }
  const text = JSON.stringify(header)
  // The data begin at a multiple of 8.
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8, ' '))
  const out = new Uint8Array(8 + head.length + offset)
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true)
  out.set(head, 8)
  let at = 8 + head.length
  for (const tensor of tensors) {
    const count = countOf(tensor.shape)
    if (dtype === 'F32') tensor.putInto(new Float32Array(out.buffer, at, count))
    else {
      const values = new Float32Array(count)
      tensor.putInto(values)
      new Float16Array(out.buffer, at, count).set(values)
    }
    at += count * WIDTHS[dtype]
  }
  return out
}

function decode(bytes: Uint8Array, dtype: Dtype): Float32Array {
  const { buffer } = new Uint8Array(bytes)
  if (dtype === 'F32') return new Float32Array(buffer)
  if (dtype === 'F16') return new Float32Array(new Float16Array(buffer))
  // bfloat16 is the upper half of float32.
  const halves = new Uint16Array(buffer)
  const words = Uint32Array.from(halves, (half) => half << 16)
  return new Float32Array(words.buffer)
}

function readHeader(bytes: Uint8Array): {
  readonly header: Record<string, unknown>
  readonly data: Uint8Array
} {
  if (bytes.length < 8) throw new DamagedTensors('it is shorter than its own length field')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > MOST_HEADER || Number(length) + 8 > bytes.length) {
    throw new DamagedTensors(`its header of ${length} bytes does not fit in ${bytes.length}`)
  }
  const end = 8 + Number(length)
  try {
    const parsed: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)),
    )
    return { header: z.record(z.string(), z.unknown()).parse(parsed), data: bytes.subarray(end) }
  } catch {
    throw new DamagedTensors('its header is not a JSON object')
  }
}

/** Throws DamagedTensors on anything that is not a whole safetensors file of float tensors. */
export function readTensors(bytes: Uint8Array): StoredFile {
  const { header, data } = readHeader(bytes)
  const { __metadata__: rawMetadata, ...entries } = header
  const metadata = z.record(z.string(), z.string()).optional().safeParse(rawMetadata)
  if (!metadata.success) throw new DamagedTensors('its metadata are not texts')
  const tensors = new Map<string, StoredTensor>()
  for (const [name, raw] of Object.entries(entries)) {
    const entry = entrySchema.safeParse(raw)
    if (!entry.success) throw new DamagedTensors(`tensor ${name} has a damaged entry or an unknown type`)
    const { dtype, shape, data_offsets } = entry.data
    const [from, to] = data_offsets
    if (to - from !== countOf(shape) * WIDTHS[dtype])
      throw new DamagedTensors(`tensor ${name} is not as large as its shape`)
    if (to > data.length) throw new DamagedTensors(`it ends before tensor ${name} does`)
    tensors.set(name, { name, shape, values: decode(data.subarray(from, to), dtype) })
  }
  return { tensors, metadata: metadata.data ?? {} }
}
