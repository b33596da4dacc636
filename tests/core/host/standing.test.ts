import { describe, expect, it } from 'vitest'
import { courseOf, type Followed, NOBODY, type Standing, signalOf } from '#core/host/standing.ts'

const stands = (state: Standing['state'], attempt: number): Standing => ({
  type: 'stands',
  state,
  attempt,
  started: attempt > 0,
  code: null,
  memory: false,
  rebooted: false,
})
const followed = (attempt: number, told: boolean): Followed => ({ attempt, begun: true, told })

describe('what follows from how a work stands', () => {
  it.each([
    ['nothing was ever started', stands('none', 0), NOBODY, { to: 'start', attempt: 1 }],
    // The program ended between starting it and storing that: a second start would double it.
    [
      'it runs, and nobody remembers starting it',
      stands('running', 1),
      NOBODY,
      { to: 'follow', over: false },
    ],
    ['it ended, and nobody remembers starting it', stands('ended', 1), NOBODY, { to: 'follow', over: true }],
    ['it runs on', stands('running', 2), followed(2, false), { to: 'follow', over: false }],
    ['its end is not told yet', stands('ended', 2), followed(2, false), { to: 'follow', over: true }],
    [
      'its end was told, and it is wanted again',
      stands('ended', 2),
      followed(2, true),
      { to: 'start', attempt: 3 },
    ],
    // Another desktop has resumed it.
    ['a later attempt runs', stands('running', 3), followed(2, true), { to: 'follow', over: false }],
    ['a later attempt ended', stands('ended', 3), followed(2, true), { to: 'follow', over: true }],
    // Whoever looks holds the lock for a moment; the next look sees better.
    ['it seems to run, its end told', stands('running', 2), followed(2, true), { to: 'follow', over: false }],
  ])('%s', (_what, standing, before, course) => {
    expect(courseOf(standing, before)).toMatchObject(course)
  })

  it('a later attempt is followed from its own beginning', () => {
    expect(courseOf(stands('running', 3), followed(2, true))).toMatchObject({
      followed: { attempt: 3, begun: false, told: false },
    })
  })
})

it('signals are read from exit codes', () => {
  expect([signalOf(137), signalOf(3), signalOf(null), signalOf(255)]).toEqual([
    9,
    undefined,
    undefined,
    undefined,
  ])
})
