import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bundleFile } from '#main/protocol.ts'

const ROOT = '/opt/app/renderer'

it('gives its own files only', () => {
  expect(bundleFile(ROOT, 'app://bundle/')).toBe(join(ROOT, 'index.html'))
  expect(bundleFile(ROOT, 'app://bundle/assets/a-1.js?x#y')).toBe(join(ROOT, 'assets/a-1.js'))
  for (const address of [
    'app://other/index.html',
    'http://bundle/index.html',
    'app://bundle:80/index.html',
    'app://bundle/a/..%2f..%2fx.js',
    'app://bundle/%2e%2e%2fx.js',
    'app://bundle/..%5cx.js',
    'app://bundle/x.js%00',
    'app://bundle/%ff.js',
    'app://bundle/x.node',
    'app://bundle/x',
    'nonsense',
  ]) {
    expect([address, bundleFile(ROOT, address)]).toEqual([address, undefined])
  }
})

it('never leaves its folder, whatever the address', () => {
  const piece = fc.constantFrom(
    '..',
    '%2e',
    '%2f',
    '/',
    '\\',
    '%5c',
    'a',
    '.js',
    '%00',
    '%252e',
    ':',
    '@',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const file = bundleFile(ROOT, `app://bundle/${pieces.join('')}`)
      if (file !== undefined) expect(file.startsWith(`${ROOT}/`) && !file.includes('/../')).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
