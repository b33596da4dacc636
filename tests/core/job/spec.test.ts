/** Specs of earlier versions. Bug caught: a project of yesterday whose jobs cannot be listed, or play without their judge. */
import { describe, expect, it } from 'vitest'
import { isScripted, type JobSpec } from '#core/job/job.ts'
import { decodeSpec } from '#core/job/spec.ts'

const STORED = {
  ...{ id: 'j', kind: 'judge', kindVersion: 1, title: '', inputs: {}, prompts: {}, settings: { votes: 3 } },
  ...{ seed: 1, budget: {}, concurrency: 4, appVersion: '0', createdAt: '2026-01-01T00:00:00.000Z' },
}
const judge = { endpoint: 'http://h/v1', model: 'q', scripted: false }

describe('a job’s spec from disk', () => {
  it('has its one player of a role as a list of one', () => {
    const spec = decodeSpec({ ...STORED, roles: { judge } })
    expect(spec.roles).toEqual({ judge: [judge] })
    expect(isScripted(spec)).toBe(false)
  })

  it('keeps several players in order, with their accuracy', () => {
    const practice = { endpoint: 'practice', model: 'practice', scripted: true, accuracy: 0.85 }
    const spec: JobSpec = { ...STORED, roles: { judge: [judge, practice] }, parent: 'p' }
    expect(decodeSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
    expect(isScripted(spec)).toBe(true)
  })

  it('is refused where it is not what a job is', () => {
    for (const broken of [
      null,
      {},
      { ...STORED, roles: { cook: [judge] } },
      { ...STORED, seed: 'one', roles: {} },
    ])
      expect(() => decodeSpec(broken)).toThrow()
  })
})
