/** Why a training on a host ended: each from what its program left behind. A wrong cause sends a user the wrong way. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureCodes } from '#core/failure/words.ts'
import { type EndSigns, endingOf, toldEnding } from '#core/training/ending.ts'
import { remedyOf } from '#core/training/remedy.ts'

const LOGS = join(import.meta.dirname, '../../fixtures/training/ends')
const log = (name: string): string => readFileSync(join(LOGS, `${name}.log`), 'utf8')
const signs = (more: Partial<EndSigns>): EndSigns => ({
  ...{ code: 1, started: true, rebooted: false, memory: false, step: 40, log: '' },
  ...{ python: '/opt/py/bin/python', folder: '.looptool/jobs/x' },
  ...more,
})

describe('the cause of an end', () => {
  it.each([
    ['cuda-memory', 'training.outOfMemory'],
    ['main-memory', 'training.outOfMemory'],
    ['disk-full', 'host.diskFull'],
    ['module-gone', 'env.unfit'],
    ['gpu-lost', 'training.gpuLost'],
  ])('is read from the last lines (%s)', (name, code) => {
    expect(endingOf(signs({ log: log(name) })).code).toBe(code)
  })
  it.each([
    [{ rebooted: true, code: null }, 'host.rebooted'],
    [{ code: 137, memory: true }, 'host.memoryKilled'],
    [{ code: 137 }, 'host.killedHard'],
    [{ code: 143 }, 'host.killed'],
    [{ code: 139 }, 'host.killed'],
    [{ code: 127, started: false }, 'host.pythonGone'],
    [{ code: 127, started: false, python: '.looptool/envs/ab12/bin/python' }, 'host.environmentGone'],
    [{ code: 1 }, 'host.ended'],
    [{ code: null }, 'host.vanished'],
    // A program that was there but could not find one of its own is no missing Python.
    [{ code: 127 }, 'host.ended'],
  ] as const)('%j is %s', (more, code) => {
    expect(endingOf(signs(more)).code).toBe(code)
  })
  it('of what was killed by force is not a warning that it had printed before', () => {
    expect(endingOf(signs({ code: 137, log: log('module-gone') })).code).toBe('host.killedHard')
  })
  it('is not a full disk that the log told of long ago', () => {
    const old = `${log('disk-full')}\n${'step done\n'.repeat(200)}`
    expect(endingOf(signs({ log: old })).code).toBe('host.ended')
  })
  it('a full disk that the trainer told of is the host’s, not this one’s', () => {
    expect(toldEnding({ code: 'disk.full', values: {} }, 'f')).toEqual({
      code: 'host.diskFull',
      values: { path: 'f' },
    })
  })
  it('has words, and something to do, whatever was left behind', () => {
    const known = new Set(failureCodes('en'))
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 255 })),
        fc.record({ started: fc.boolean(), rebooted: fc.boolean(), memory: fc.boolean(), log: fc.string() }),
        (code, more) => {
          const ending = endingOf(signs({ code, ...more }))
          expect(known).toContain(ending.code)
          expect(remedyOf({ code: ending.code, step: 40, lr: 1e-5 }).do).not.toBe('')
        },
      ),
    )
  })
})

describe('what to do about it', () => {
  it.each([
    [
      { code: 'host.rebooted', step: 40 },
      { do: 'resume', step: 40 },
    ],
    [
      { code: 'training.outOfMemory', step: 40, microBatch: 8, answers: 64 },
      { do: 'smaller', step: 40, microBatch: 4 },
    ],
    [
      { code: 'training.outOfMemory', step: 40, microBatch: 5, answers: 15 },
      { do: 'smaller', step: 40, microBatch: 1 },
    ],
    [
      { code: 'training.outOfMemory', step: 0, microBatch: 1, answers: 64 },
      { do: 'resume', step: 0 },
    ],
    [
      { code: 'training.notFinite', step: 30 },
      { do: 'slower', step: 30, lr: 5e-6 },
    ],
    [{ code: 'host.diskFull', step: 30 }, { do: 'host' }],
  ] as const)('%j: %j', (ended, remedy) => {
    expect(remedyOf({ lr: 1e-5, ...ended })).toEqual(remedy)
  })
  it('half a pass always divides the answers of a step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 2, max: 64 }), (times, microBatch) => {
        const answers = times * microBatch
        const remedy = remedyOf({ code: 'training.outOfMemory', step: 1, lr: 1, microBatch, answers })
        expect(
          remedy.do === 'smaller' && answers % remedy.microBatch === 0 && remedy.microBatch * 2 <= microBatch,
        ).toBe(true)
      }),
    )
  })
})
