import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCutter, type RecordLayout } from '#engine/dataset/record-cutter.ts'
import { layoutOf } from '#engine/dataset/record-file.ts'

const cut = (text: string, layout: RecordLayout, size: number, from = 0): string[] => {
  const bytes = Buffer.from(text)
  const cutter = createCutter(layout, from)
  const found = []
  for (let at = from; at < bytes.length; at += size) found.push(...cutter.push(bytes.subarray(at, at + size)))
  found.push(...cutter.finish())
  // Where a record says it stands is where its bytes are.
  for (const { start, end, bytes: own } of found) expect(bytes.subarray(start, end)).toEqual(own)
  return found.map((record) => record.bytes?.toString() ?? '')
}

describe('records of a file', () => {
  const records = fc.array(fc.jsonValue(), { maxLength: 8 })
  const size = fc.integer({ min: 1, max: 40 })

  it('are cut the same wherever the pieces end: one a line', () => {
    fc.assert(
      fc.property(records, size, fc.constantFrom('\n', '\r\n', '\n\n'), (values, bytes, newline) => {
        const found = cut(values.map((value) => JSON.stringify(value)).join(newline), 'lines', bytes)
        expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  })

  it('are cut the same wherever the pieces end: in one list', () => {
    fc.assert(
      fc.property(records, size, fc.constantFrom(0, 2), (values, bytes, indent) => {
        const found = cut(JSON.stringify(values, null, indent), 'list', bytes, 1)
        expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  })

  it('are cut the same wherever the pieces end: laid out over several lines', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), size, (values, bytes) => {
        const found = cut(values.map((value) => JSON.stringify(value, null, 2)).join('\n'), 'values', bytes)
        expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  })

  it('end for any bytes at all', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        size,
        fc.constantFrom<RecordLayout>('lines', 'list', 'values'),
        (raw, bytes, layout) => {
          const cutter = createCutter(layout, 0)
          for (let at = 0; at < raw.length; at += bytes)
            cutter.push(Buffer.from(raw.subarray(at, at + bytes)))
          expect(cutter.finish().length).toBeLessThan(2)
        },
      ),
    )
  })

  it.each<[string, string, RecordLayout, number]>([
    ['a list', '[{"a":1}]', 'list', 1],
    ['a list behind a mark and spaces', '\ufeff \n[\n', 'list', 6],
    ['lines', '{"a":1}\n{"a":2}', 'lines', 0],
    ['a single value on a line', '{"a":1}', 'lines', 0],
    ['a value over several lines', '{\n  "a": 1\n}', 'values', 0],
    ['a first line that is torn', '{"a":\n{"a":2}', 'lines', 0],
    ['nothing', '', 'lines', 0],
  ])('are laid out as %s', (_what, text, layout, from) => {
    expect(layoutOf(Buffer.from(text))).toEqual({ layout, from })
  })

  it('longer than a record may be are refused, and the next one is read', () => {
    const cutter = createCutter('lines', 0)
    const piece = Buffer.alloc(1 << 20, 'x')
    for (let i = 0; i < 65; i++) expect(cutter.push(piece)).toEqual([])
    const found = [...cutter.push(Buffer.from('\n{"a":1}\n')), ...cutter.finish()]
    expect(found.map((record) => record.bytes?.toString())).toEqual([undefined, '{"a":1}'])
  })
})
