import { expect, it } from 'vitest'
import { answerDoor, type Door } from '#main/ipc/register.ts'
import { exceeds } from '#main/ipc/size.ts'

const door = (over: Partial<Door> = {}): Door => ({
  local: {
    'app.info': () => {
      throw new Error('a defect')
    },
  } as unknown as Door['local'],
  engine: { ask: async (name, input) => ({ ok: true, data: { name, input } }) },
  language: () => 'en',
  complete: (_name, input) => input,
  failed: () => undefined,
  ...over,
})

it('answers a stranger before looking at what is asked', async () => {
  expect(await answerDoor(door(), false, 'app.info', undefined)).toMatchObject({
    failure: { code: 'call.untrusted' },
  })
})

it('answers a defect of a handler as a failure instead of rejecting', async () => {
  expect(await answerDoor(door(), true, 'app.info', undefined)).toMatchObject({
    ok: false,
    failure: { code: 'program.defect' },
  })
})

it('hands the engine what main completed', async () => {
  const completing = door({ complete: () => ({ folder: '/p' }) })
  expect(await answerDoor(completing, true, 'project.create', { name: 'P' })).toEqual({
    ok: true,
    data: { name: 'project.create', input: { folder: '/p' } },
  })
})

it('finds a large input by its characters, bytes or number of values, and ends on a cycle', () => {
  expect(exceeds('x'.repeat(99), 100)).toBe(false)
  expect(exceeds('x'.repeat(100), 100)).toBe(true)
  expect(exceeds(new Uint8Array(100), 100)).toBe(true)
  expect(exceeds(new ArrayBuffer(100), 100)).toBe(true)
  expect(exceeds(Array(100).fill(0), 100)).toBe(true)
  expect(exceeds(Array(10).fill('x'.repeat(10)), 100)).toBe(true)
  expect(exceeds({ ['k'.repeat(100)]: 1 }, 100)).toBe(true)
  expect(exceeds(new Map([['k', 'v'.repeat(100)]]), 100)).toBe(true)
  expect(exceeds(new Set(['v'.repeat(100)]), 100)).toBe(true)
  expect(exceeds(10n ** 200n, 100)).toBe(true)
  expect(exceeds({ a: [1, 'two', null, undefined, { b: true }] }, 100)).toBe(false)
  const cycle: unknown[] = []
  cycle.push(cycle)
  expect(exceeds(cycle, 100)).toBe(true)
})
