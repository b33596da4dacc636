import { describe, expect, it } from 'vitest'
import { backoffMs, MAX_WAIT_MS, retryAfterMs, waitMs } from '#core/endpoint/backoff.ts'
import { type Breaker, CLOSED, mayPass, onFailure, onPass, onSuccess } from '#core/endpoint/breaker.ts'
import { type Limiter, newLimiter, onOverload, onServed } from '#core/endpoint/limiter.ts'

describe('backoff', () => {
  it('doubles and never passes the cap', () => {
    expect([1, 2, 3, 4].map((n) => backoffMs(n, 0))).toEqual([250, 500, 1000, 2000])
    expect([1, 2, 3, 4].map((n) => backoffMs(n, 0.999999)).map(Math.round)).toEqual([500, 1000, 2000, 4000])
    for (const n of [8, 20, 1000, 1e9]) expect(backoffMs(n, 0.999999)).toBeLessThanOrEqual(MAX_WAIT_MS)
  })

  const now = Date.parse('2026-11-21T10:00:00Z')
  it.each([
    ['0', 0],
    ['5', 5_000],
    [' 5 ', 5_000],
    ['1.5', 1_500],
    ['86400', 60_000],
    ['999999999999999999999', 60_000],
    ['Sat, 21 Nov 2026 10:00:07 GMT', 7_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['Mon, 21 Nov 2044 09:00:00 GMT', 60_000],
    ['soon', undefined],
    ['-3', undefined],
    ['5 apples', undefined],
    ['NaN', undefined],
    ['', undefined],
    [undefined, undefined],
    ['Monday', undefined],
  ])('reads Retry-After %j as %j ms', (header, ms) => expect(retryAfterMs(header, now)).toBe(ms))

  it('waits at least as long as the server asks, and by its own measure when it asks nothing', () => {
    expect(waitMs(1, 5_000, 0)).toBe(5_000)
    expect(waitMs(1, 0, 0)).toBe(250)
    expect(waitMs(9, 5_000, 0)).toBe(30_000)
    expect(waitMs(1, undefined, 0)).toBe(250)
  })
})

describe('the limiter', () => {
  it('halves once for all refusals of one volley', () => {
    let limiter = newLimiter(64)
    for (let request = 1; request <= 40; request++) limiter = onOverload(limiter, request, 64, 64)
    expect(limiter.limit).toBe(32)
    expect(onOverload(limiter, 65, 90, 32).limit).toBe(16)
  })

  it('never falls below one place', () => {
    let limiter = newLimiter(4)
    for (let i = 1; i < 50; i++) limiter = onOverload(limiter, i, i, 1)
    expect(limiter.limit).toBe(1)
  })

  it('grows back to what was configured and no further', () => {
    let limiter = onOverload(newLimiter(64), 1, 1, 64)
    for (let i = 0; i < 5_000; i++) limiter = onServed(limiter, 64)
    expect(limiter.limit).toBe(64)
  })

  it('does not grow while its places are not used', () => {
    const limiter = onOverload(newLimiter(64), 1, 1, 64)
    expect(onServed(limiter, 3)).toBe(limiter)
  })

  /** A server that serves `capacity` at once for a second and refuses the rest at once; 10 ms a tick. */
  function usedShare(max: number, capacity: number, seconds: number): number {
    let limiter: Limiter = newLimiter(max)
    let sent = 0
    let served = 0
    const done: number[] = []
    for (let tick = 0; tick < seconds * 100; tick++) {
      while (done.length > 0 && (done[0] ?? 0) <= tick) {
        limiter = onServed(limiter, done.length)
        done.shift()
        served++
      }
      while (done.length < Math.floor(limiter.limit)) {
        sent++
        if (done.length >= capacity) {
          limiter = onOverload(limiter, sent, sent, done.length + 1)
          break
        }
        done.push(tick + 100)
      }
    }
    return served / (seconds * capacity)
  }

  it.each([
    [1024, 100],
    [256, 200],
    [64, 10],
    [1024, 900],
    [16, 16],
  ])('uses at least 80 %% of a server: %i configured, %i served at once', (max, capacity) => {
    expect(usedShare(max, capacity, 120)).toBeGreaterThanOrEqual(0.8)
  })
})

describe('the circuit breaker', () => {
  const failures = (times: readonly number[], from: Breaker = CLOSED): Breaker =>
    times.reduce<Breaker>((breaker, at) => onFailure(breaker, at), from)

  it('stays closed for a volley that fails in one instant', () => {
    expect(failures(Array.from({ length: 1000 }, () => 50)).state).toBe('closed')
  })
  it('opens when failures go on for three seconds', () => {
    expect(failures([0, 500, 1500, 2900, 2999]).state).toBe('closed')
    expect(failures([0, 500, 1500, 2900, 3000]).state).toBe('open')
  })
  it('opens for few slow failures within thirty seconds', () => {
    expect(failures([5_000, 10_500, 17_000]).state).toBe('open')
  })
  it('forgets failures at any success', () => {
    expect(failures([5000, 6000], onSuccess(failures([0, 1, 2, 3])))).toEqual({
      state: 'closed',
      failures: 2,
      since: 5000,
    })
  })
  it('lets one probe pass at a time, at most ten seconds apart', () => {
    let breaker = failures([0, 1000, 2000, 3000, 4000])
    const probes: number[] = []
    for (let now = 4000; now < 60_000; now += 100) {
      if (!mayPass(breaker, now)) continue
      probes.push(now)
      breaker = onPass(breaker, now)
    }
    expect(probes.slice(0, 4)).toEqual([5000, 7000, 11_000, 19_000])
    const gaps = probes.slice(1).map((at, i) => at - (probes[i] ?? 0))
    expect(Math.max(...gaps)).toBe(10_000)
  })
  it('closes at the first success', () => {
    const open = failures([0, 1000, 2000, 3000, 4000])
    expect(onSuccess(open)).toEqual(CLOSED)
    expect(mayPass(onSuccess(open), 4001)).toBe(true)
  })
  it('keeps the time of the first failure while it is open', () => {
    expect(failures([0, 1000, 2000, 3000, 4000, 9000])).toMatchObject({ state: 'open', since: 0 })
  })
})
