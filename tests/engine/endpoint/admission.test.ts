import { describe, expect, it } from 'vitest'
import { Abort } from '#engine/endpoint/abort.ts'
import { Admission, type Outcome, type Ticket } from '#engine/endpoint/admission.ts'
import { type ManualClock, manualClock } from '#tests/fakes/clock.ts'

const SERVED: Outcome = { what: 'served' }
const DOWN: Outcome = {
  what: 'fault',
  code: 'endpoint.unreachable',
  detail: 'ECONNREFUSED',
  overloaded: false,
}
const BUSY: Outcome = { what: 'fault', code: 'endpoint.overloaded', detail: '429', overloaded: true }
const never = new AbortController().signal

const enter = (admission: Admission, restMs = 0, model = 'm'): Promise<Ticket> =>
  admission.enter(model, restMs, new Abort(never))

/** An admission whose model has answered once. */
async function proven(places: number, clock: ManualClock, outageMs = 300_000): Promise<Admission> {
  const admission = new Admission(places, outageMs, clock)
  admission.leave(await enter(admission), SERVED)
  return admission
}

/** Fails requests one after the other, a second apart, until the breaker opens. */
async function open(admission: Admission, clock: ManualClock): Promise<void> {
  for (let i = 0; i < 5; i++) {
    admission.leave(await enter(admission), DOWN)
    await clock.advance(1000)
  }
  expect(admission.stats().breaker).toBe('open')
}

describe('places', () => {
  it('are never more than configured, and the next in line gets the one given back', async () => {
    const clock = manualClock()
    const admission = await proven(2, clock)
    const got: number[] = []
    const asked = [1, 2, 3, 4].map((n) => enter(admission).then((ticket) => got.push(n) && ticket))
    await clock.advance(0)
    expect(got).toEqual([1, 2])
    expect(admission.stats()).toMatchObject({ inFlight: 2, waiting: 2 })
    admission.leave(await (asked[0] as Promise<Ticket>), SERVED)
    await clock.advance(0)
    expect(got).toEqual([1, 2, 3])
  })

  it('are four for a model that never answered, all of them after its first answer', async () => {
    const clock = manualClock()
    const admission = new Admission(64, 300_000, clock)
    const asked = Array.from({ length: 20 }, () => enter(admission))
    expect(admission.stats().inFlight).toBe(4)
    admission.leave(await (asked[0] as Promise<Ticket>), SERVED)
    expect(admission.stats().inFlight).toBe(19)
  })

  it('are not held up by a model that nobody serves', async () => {
    const clock = manualClock()
    const admission = await proven(64, clock)
    for (let i = 0; i < 10; i++) void enter(admission, 0, 'new')
    const other = enter(admission, 0, 'm')
    await expect(other).resolves.toMatchObject({ model: 'm' })
  })

  it('are halved when the server is overloaded', async () => {
    const clock = manualClock()
    const admission = await proven(8, clock)
    const tickets = await Promise.all(Array.from({ length: 8 }, () => enter(admission)))
    for (const ticket of tickets) admission.leave(ticket, BUSY)
    expect(admission.stats()).toMatchObject({ inFlight: 0, places: 4 })
  })
})

describe('a rest', () => {
  it('is kept to the millisecond', async () => {
    const clock = manualClock()
    const admission = await proven(1, clock)
    let entered = false
    void enter(admission, 500).then(() => {
      entered = true
    })
    await clock.advance(499)
    expect(entered).toBe(false)
    await clock.advance(1)
    expect(entered).toBe(true)
  })

  it('does not hold up those who need none', async () => {
    const clock = manualClock()
    const admission = await proven(1, clock)
    void enter(admission, 60_000)
    await expect(enter(admission)).resolves.toBeDefined()
  })
})

describe('an outage', () => {
  it('lets one probe through at a time, also one that rests, and all at the first success', async () => {
    const clock = manualClock()
    const admission = await proven(8, clock)
    await open(admission, clock)
    const asked = Array.from({ length: 6 }, () => enter(admission, 60_000))
    await clock.advance(1)
    expect(admission.stats().inFlight).toBe(1)
    admission.leave(await (asked[0] as Promise<Ticket>), SERVED)
    expect(admission.stats()).toMatchObject({ breaker: 'closed', waiting: 5 })
    await clock.advance(60_000)
    expect(admission.stats().waiting).toBeLessThan(5)
  })

  it('is over within fifteen seconds of the recovery', async () => {
    const clock = manualClock()
    const admission = await proven(8, clock)
    await open(admission, clock)
    let recovered = Number.POSITIVE_INFINITY
    let closedAt = 0
    const worker = async (): Promise<void> => {
      for (;;) {
        const ticket = await enter(admission, 60_000)
        const up = clock.now() >= recovered
        admission.leave(ticket, up ? SERVED : DOWN)
        if (up) {
          closedAt ||= clock.now()
          return
        }
      }
    }
    void worker()
    await clock.advance(100_000)
    recovered = clock.now()
    await clock.advance(60_000)
    expect(closedAt).toBeGreaterThan(0)
    expect(closedAt - recovered).toBeLessThanOrEqual(15_000)
  })

  it('that lasts too long ends all, by name of the last fault, and the next request starts afresh', async () => {
    const clock = manualClock()
    const admission = await proven(2, clock)
    await open(admission, clock)
    const persist = async (): Promise<never> => {
      for (;;) admission.leave(await enter(admission, 40_000), DOWN)
    }
    const ended = [persist(), persist(), persist()].map((one) => one.catch((error: unknown) => error))
    await clock.advance(290_000)
    expect(admission.stats().waiting).toBe(3)
    await clock.advance(20_000)
    for (const one of await Promise.all(ended))
      expect(one).toMatchObject({
        scope: 'job',
        code: 'endpoint.unreachable',
        detail: expect.stringContaining('ECONNREFUSED'),
      })
    await expect(enter(admission)).resolves.toBeDefined()
  })

  it('of an endpoint that never answered is told after half a minute', async () => {
    const clock = manualClock()
    const admission = new Admission(2, 300_000, clock)
    await open(admission, clock)
    const asked = [enter(admission), enter(admission), enter(admission)].map((one) =>
      one.catch((e: unknown) => e),
    )
    await clock.advance(30_000)
    expect(admission.stats().waiting).toBe(0)
    expect(await asked[2]).toMatchObject({ scope: 'job' })
  })
})

describe('leaving no trace', () => {
  it.each([0, 500])(
    'an abort while waiting (rest %i) rejects with its reason and takes the waiter out',
    async (rest) => {
      const clock = manualClock()
      const admission = await proven(1, clock)
      const holder = await enter(admission)
      const controller = new AbortController()
      const waiting = admission.enter('m', rest, new Abort(controller.signal))
      const reason = new Error('stop')
      controller.abort(reason)
      await expect(waiting).rejects.toBe(reason)
      expect(admission.stats().waiting).toBe(0)
      admission.leave(holder, SERVED)
      await clock.advance(0)
      expect(clock.pending()).toBe(0)
    },
  )

  it('closing ends those who wait and lets nobody in', async () => {
    const clock = manualClock()
    const admission = await proven(1, clock)
    const holder = await enter(admission)
    const waiting = enter(admission)
    const reason = new Error('closed')
    admission.close(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(enter(admission)).rejects.toBe(reason)
    admission.leave(holder, SERVED)
    expect(admission.stats()).toMatchObject({ inFlight: 0, waiting: 0 })
  })
})
