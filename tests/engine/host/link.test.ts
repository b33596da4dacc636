/** A link that is made when it is needed, knocks ever more rarely while nobody answers, and comes back within seconds. */
import { EventEmitter } from 'node:events'
import type { Client } from 'ssh2'
import { beforeEach, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import type { Connection } from '#engine/host/ssh-connect.ts'
import { SshLink } from '#engine/host/ssh-link.ts'
import { type ManualClock, manualClock } from '#tests/fakes/clock.ts'

let clock: ManualClock
let knocks: number
let away: Failure | undefined
let breakLink: () => void
let link: SshLink

beforeEach(() => {
  clock = manualClock()
  knocks = 0
  away = undefined
  link = new SshLink(
    'me@gpu',
    async (): Promise<Connection> => {
      knocks++
      if (away) throw away
      const closed = new Promise<void>((resolve) => {
        breakLink = resolve
      })
      return { client: new EventEmitter() as unknown as Client, closed, close: () => breakLink() }
    },
    clock,
  )
})
const refused = new Failure('host.refused', { place: 'me@gpu' })
const codeOf = (): Promise<string> =>
  link.use().then(
    () => 'up',
    (error: Failure) => error.code,
  )
/** Polls as a follower does, every second of the clock. */
async function poll(seconds: number): Promise<number> {
  const before = knocks
  for (let i = 0; i < seconds; i++) {
    await clock.advance(1000)
    await codeOf()
  }
  return knocks - before
}

it('is shared by all who use it', async () => {
  const [one, two] = await Promise.all([link.use(), link.use()])
  expect(one).toBe(two)
  expect(knocks).toBe(1)
})

it('tells who polls the last failure, and knocks at most every fourth second', async () => {
  away = refused
  expect(await codeOf()).toBe('host.refused')
  expect(await poll(60)).toBeLessThanOrEqual(19)
  expect(await poll(600)).toBeLessThanOrEqual(151)
})

it.each([30, 600, 86_400])(
  'after %i s away it is back within 5 s, which leaves as much for a look',
  async (seconds) => {
    await link.use()
    away = refused
    breakLink()
    await clock.advance(0)
    await poll(Math.min(seconds, 900))
    await clock.advance(Math.max(0, seconds - 900) * 1000)
    await codeOf()
    away = undefined
    for (let waited = 0; (await codeOf()) !== 'up'; waited++) {
      expect(waited).toBeLessThan(5)
      await clock.advance(1000)
    }
  },
)

it('a person who waits is not made to wait', async () => {
  away = refused
  for (let i = 0; i < 20; i++) {
    await codeOf()
    await clock.advance(4000)
  }
  const before = knocks
  await codeOf()
  await codeOf()
  expect(knocks - before).toBe(1)
  link.wake()
  await codeOf()
  expect(knocks - before).toBe(2)
})

it('closed, it is not made again', async () => {
  await link.use()
  link.close()
  expect(await codeOf()).toBe('host.closed')
  expect(knocks).toBe(1)
})
