import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedMoves, foldEvent, foldEvents, type JobState, NEW_JOB, ranMs } from '#core/job/fold.ts'
import type { JobEvent, JobEventBody } from '#core/job/job.ts'
import { paceSince } from '#core/job/view.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString()
const events = (...bodies: JobEventBody[]): JobEvent[] =>
  bodies.map((body, i) => ({ ...body, seq: i + 1, at: at(i * 10) }))

const BODIES: JobEventBody[] = [
  { type: 'queued' },
  { type: 'started' },
  { type: 'planned', items: 5, complete: true },
  { type: 'pausing', reason: 'user', detail: '' },
  { type: 'paused', reason: 'user', detail: '' },
  { type: 'resumed' },
  { type: 'stopping' },
  { type: 'cancelled' },
  { type: 'done' },
  { type: 'failed', boundary: 'disk', detail: 'x' },
  { type: 'interrupted' },
  { type: 'retried', items: 2 },
]

describe('a job’s state', () => {
  it.each<[string, JobEventBody[], JobState['name']]>([
    [
      'runs',
      [
        { type: 'queued' },
        { type: 'started' },
        { type: 'planned', items: 3, complete: true },
        { type: 'done' },
      ],
      'done',
    ],
    ['pauses', [{ type: 'queued' }, { type: 'started' }, BODIES[3]!, BODIES[4]!], 'paused'],
    ['goes on', [{ type: 'queued' }, { type: 'started' }, BODIES[4]!, { type: 'resumed' }], 'queued'],
    [
      'is cancelled while paused',
      [{ type: 'queued' }, BODIES[4]!, { type: 'stopping' }, { type: 'cancelled' }],
      'cancelled',
    ],
    ['is cut off', [{ type: 'queued' }, { type: 'started' }, { type: 'interrupted' }], 'queued'],
    [
      'is cut off while stopping',
      [{ type: 'queued' }, { type: 'started' }, { type: 'stopping' }, { type: 'interrupted' }],
      'stopping',
    ],
    [
      'is done and retried',
      [{ type: 'queued' }, { type: 'started' }, { type: 'done' }, { type: 'retried', items: 1 }],
      'queued',
    ],
  ])('%s', (_what, bodies, name) => {
    const state = foldEvents(events(...bodies))
    expect(state).toMatchObject({ name, illegal: 0 })
  })

  it('does not move on an event that may not come, and says so', () => {
    const state = foldEvents(events({ type: 'queued' }, { type: 'done' }))
    expect(state).toMatchObject({ name: 'queued', illegal: 1 })
    const ended = foldEvents(
      events(
        { type: 'queued' },
        { type: 'started' },
        { type: 'done' },
        { type: 'paused', reason: 'user', detail: '' },
      ),
    )
    expect(ended).toMatchObject({ name: 'done', illegal: 1 })
  })

  it('notices a gap in the numbers', () => {
    const state = foldEvent(foldEvents(events({ type: 'queued' })), { type: 'started', seq: 3, at: at(1) })
    expect(state).toMatchObject({ name: 'queued', illegal: 1 })
  })

  it('counts running time only', () => {
    const state = foldEvents(
      events(
        { type: 'queued' },
        { type: 'started' },
        BODIES[4]!,
        { type: 'resumed' },
        { type: 'started' },
        { type: 'done' },
      ),
    )
    expect(state.ranMs).toBe(20_000)
    const live = foldEvents(events({ type: 'queued' }, { type: 'started' }))
    expect(ranMs(live, at(15))).toBe(5000)
  })

  it('has a reason to stand still exactly while it pauses or is paused, never after it went on or ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BODIES), { maxLength: 30 }), (bodies) => {
        const { name, pause } = foldEvents(events(...bodies))
        expect(pause !== undefined).toBe(name === 'pausing' || name === 'paused')
      }),
    )
    const cancelled = foldEvents(
      events({ type: 'queued' }, BODIES[4]!, { type: 'stopping' }, { type: 'cancelled' }),
    )
    expect(cancelled.pause).toBeUndefined()
  })

  it('folds the same from a snapshot as from the start', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BODIES), { maxLength: 30 }), fc.nat(30), (bodies, cut) => {
        const all = events(...bodies)
        const halfway = foldEvents(all.slice(0, cut))
        expect(foldEvents(all.slice(cut), halfway)).toEqual(foldEvents(all))
      }),
    )
  })

  it('allows no move that its own fold would call illegal', () => {
    const body = { pause: BODIES[4]!, resume: BODIES[5]!, cancel: BODIES[6]!, retry: BODIES[11]! }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BODIES), { maxLength: 20 }), (bodies) => {
        const state = foldEvents(events(...bodies))
        for (const move of allowedMoves(state, 1)) {
          const next = foldEvent(state, { ...body[move], seq: state.seq + 1, at: at(999) })
          expect(next.illegal).toBe(state.illegal)
        }
      }),
    )
    expect(allowedMoves(NEW_JOB, 0)).toEqual(['pause', 'cancel'])
  })
})

describe('pace', () => {
  it('says nothing before there is something to say', () => {
    expect(paceSince(2, 60_000, 10)).toEqual({})
    expect(paceSince(10, 200, 10)).toEqual({})
    expect(paceSince(20, 10_000, 10)).toEqual({ rate: 2, secondsLeft: 5 })
  })
})
