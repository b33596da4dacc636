import { describe, expect, it } from 'vitest'
import { refuse, sampleOfChild } from '#core/expand/accept.ts'
import { type Child, readChild } from '#core/expand/child.ts'
import { NearIndex } from '#core/expand/near-index.ts'
import { EXPANDER_FAULTS, expanderReply, plantedFault } from '#core/practice/expander.ts'
import type { Sample } from '#core/sample/sample.ts'
import { playedSamples } from './played.ts'

const seeds = playedSamples(60)
  .map(({ sample }) => sample)
  .filter(({ accepted }) => accepted[0]?.kind === 'calls')
  .slice(0, 150)
const near = (siblings: readonly Child[] = []) => ({
  threshold: 0.8,
  siblings,
  heldOut: new NearIndex(0.8),
  dataset: new NearIndex(0.8),
})
const asked = (sample: Sample, child = 0, attempt = 0) => ({ sample, seed: 4, child, attempt })
const reply = (sample: Sample, child = 0, attempt = 0, faults = 0) =>
  expanderReply(asked(sample, child, attempt), { faults })

describe('the practice expander', () => {
  it('makes cases that the rules accept, nearly always, over many tools and in both languages', () => {
    const reasons: string[] = []
    for (const sample of seeds) {
      const read = readChild(reply(sample))
      const refused = read.ok ? refuse(sample, read.ok, near(), true)?.refused : read.refused
      if (refused !== undefined) reasons.push(refused)
    }
    expect(seeds.length).toBe(150)
    expect(new Set(seeds.map(({ language }) => language)).size).toBe(2)
    expect({ reasons, many: reasons.length > 0.12 * seeds.length }).toMatchObject({ many: false })
  })

  it('makes every child of a seed another one, and the same again when it is asked again', () => {
    const distinct = seeds.map((sample) => {
      const children = [0, 1, 2, 3].map((child) => reply(sample, child))
      expect([0, 1, 2, 3].map((child) => reply(sample, child))).toEqual(children)
      return new Set(children).size
    })
    expect(distinct.filter((count) => count === 4).length).toBeGreaterThan(0.95 * seeds.length)
  })

  it('goes beyond one kind and beyond single turns', () => {
    const children = seeds.flatMap((sample) => {
      const { ok } = readChild(reply(sample))
      return ok ? [sampleOfChild(sample, ok, (text) => text.padEnd(24, '0'))] : []
    })
    expect(new Set(children.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3)
    expect(children.some(({ messages }) => messages.some(({ role }) => role === 'tool'))).toBe(true)
  })

  it('plants the faults it was told to, each refused for its own reason', () => {
    const found = new Map<string, Set<string>>()
    for (const sample of seeds) {
      for (const child of [0, 1, 2]) {
        const fault = plantedFault(asked(sample, child), { faults: 1 })
        const read = readChild(reply(sample, child, 0, 1))
        const refused = read.ok ? refuse(sample, read.ok, near(), true)?.refused : read.refused
        if (fault) found.set(fault, (found.get(fault) ?? new Set()).add(refused ?? 'accepted'))
      }
    }
    expect([...found.keys()].sort()).toEqual([...EXPANDER_FAULTS].sort())
    expect([...(found.get('notJson') ?? [])]).toEqual(['notJson'])
    expect([...(found.get('empty') ?? [])]).toEqual(['empty'])
    expect([...(found.get('unknownTool') ?? [])]).toEqual(['unknownTool'])
    expect([...(found.get('seedAgain') ?? [])]).toContain('nearSeed')
    expect([...(found.get('ungrounded') ?? [])]).toContain('ungrounded')
  })

  it('plants faults in the share that was asked for', () => {
    const planted = seeds.flatMap((sample) =>
      [0, 1, 2, 3].map((child) => plantedFault(asked(sample, child), { faults: 0.2 })),
    )
    const share = planted.filter((fault) => fault !== undefined).length / planted.length
    expect(Math.abs(share - 0.2)).toBeLessThan(0.05)
  })

  it('repeats the seed, which is then refused, where the tools allow no call', () => {
    const [sample] = seeds
    if (!sample) throw new Error('no seed')
    const read = readChild(reply({ ...sample, tools: [] }))
    expect(read.ok?.messages).toEqual(sample.messages)
  })
})
