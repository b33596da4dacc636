import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSafePath, readManifest } from '#core/archive/manifest.ts'

const file = (path: string) => ({ path, bytes: 1, sha256: 'a'.repeat(64) })
const manifest = (more: object = {}) => ({
  ...{ format: 1, appVersion: '1', createdAt: '2026-01-01T00:00:00Z', project: { id: 'i', name: 'n' } },
  files: [file('project.json'), file('project.sqlite'), file('datasets/a/train.parquet')],
  ...more,
})

it.each([
  '../x',
  'a/../../x',
  '/etc/passwd',
  'C:/x',
  'a\\b',
  '..',
  '.',
  'a/./b',
  'a//b',
  'a/',
  '',
  'x\0y',
  'nul',
  'a/con.txt',
  'a/b.',
  'a/b ',
  'a:b',
  'x'.repeat(300),
])('does not let %j become a path', (path) => {
  expect(isSafePath(path)).toBe(false)
})

it('lets usual names in any script through', () => {
  for (const path of [
    'project.json',
    'exports/说明 1.csv',
    'runs/r-1/checkpoints/step-10/model.safetensors',
    '.part',
  ])
    expect(isSafePath(path), path).toBe(true)
})

it('reads its own, and says why it reads no other', () => {
  const problem = (raw: unknown) => {
    const read = readManifest(typeof raw === 'string' ? raw : JSON.stringify(raw))
    return 'problem' in read ? read.problem : 'read'
  }
  expect(problem(manifest())).toBe('read')
  expect(problem(manifest({ format: 2, files: 'another shape' }))).toBe('newer')
  expect(problem('{')).toBe('unreadable')
  expect(problem(manifest({ files: [file('project.json')] }))).toBe('incomplete')
  expect(problem(manifest({ files: [...manifest().files, file('../../.bashrc')] }))).toBe('names')
  // One would overwrite the other where the system does not tell them apart.
  expect(problem(manifest({ files: [...manifest().files, file('Project.JSON')] }))).toBe('names')
})

it('answers anything without throwing', () => {
  fc.assert(fc.property(fc.json(), (text) => void readManifest(text)))
  fc.assert(fc.property(fc.string(), (text) => void readManifest(text)))
})
