import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { groupOf, heldOutOf } from '#core/round/held-out.ts'
import { LeakCheck } from '#core/round/leak.ts'
import { relabelled } from '#core/round/relabel.ts'
import type { Sample } from '#core/sample/sample.ts'
import { childOf, sampleOf, samples } from './samples.ts'

const all = samples(400)

describe('the held-out set', () => {
  it('keeps a dialog whole: its samples show each other’s labels', () => {
    const { ids, groups } = heldOutOf(all, { share: 0.1, seed: 7 })
    expect(ids.size).toBe(40)
    for (const sample of all) expect(ids.has(sample.id)).toBe(groups.has(groupOf(sample)))
  })

  it('is the same for the same seed in any order, under any name of the job, and another for another seed', () => {
    const draw = (list: readonly Sample[], seed: number) =>
      [...heldOutOf(list, { share: 0.1, seed }).ids].sort()
    const renamed = all.map((sample) => ({
      ...sample,
      parents: sample.parents.map((parent) => ({ ...parent, job: 'another' })),
    }))
    expect(draw([...all].reverse(), 7)).toEqual(draw(all, 7))
    expect(draw(renamed as Sample[], 7)).toEqual(draw(all, 7))
    expect(draw(all, 8)).not.toEqual(draw(all, 7))
  })

  it('takes at least one dialog and never all, and none where no share is wanted', () => {
    expect(heldOutOf(all, { share: 0.0001, seed: 1 }).groups.size).toBe(1)
    expect(heldOutOf(samples(4), { share: 0.99, seed: 1 }).ids.size).toBe(2)
    expect(heldOutOf(samples(2), { share: 0.5, seed: 1 }).ids.size).toBe(0)
    expect(heldOutOf(all, { share: 0, seed: 1 }).ids.size).toBe(0)
  })
})

describe('the leak check', () => {
  const check = new LeakCheck()
  check.add(sampleOf(10))

  it('finds a held-out sample, a neighbour in its dialog and its children', () => {
    expect(check.find(sampleOf(10))).toEqual({ leak: 'heldOut' })
    expect(check.find(sampleOf(11))).toEqual({ leak: 'heldOutOrigin' })
    expect(check.find(sampleOf(90, { parents: childOf(sampleOf(10).id) }))).toEqual({ leak: 'heldOutOrigin' })
  })

  it('finds a near copy that has another origin, and leaves other samples alone', () => {
    const copy = sampleOf(10, { id: 'copy', parents: childOf('elsewhere') })
    const text = copy.messages[0]?.role === 'user' ? `${copy.messages[0].text} please` : ''
    expect(check.find({ ...copy, messages: [{ role: 'user', text }] })).toEqual({
      leak: 'heldOutCopy',
      near: sampleOf(10).id,
    })
    expect(check.find(sampleOf(12))).toBeUndefined()
  })
})

describe('a corrected label', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const original = sampleOf(1)
  const other = sampleOf(2).accepted

  it('makes another sample with the old one as a parent, the same each time', () => {
    const made = relabelled(original, { ...original, accepted: other }, sha256)
    expect(made.id).not.toBe(original.id)
    expect(made.parents).toEqual([...original.parents, { from: 'sample', sample: original.id }])
    expect(relabelled(original, { ...original, accepted: other }, sha256)).toEqual(made)
    expect(groupOf(made)).toBe(groupOf(original))
  })

  it('leaves a sample alone whose label stands', () => {
    expect(relabelled(original, { ...original }, sha256)).toEqual(original)
  })
})
