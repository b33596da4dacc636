import { expect, it } from 'vitest'
import { SAMPLE_SIZE } from '#core/nano/sample-round.ts'
import { sampleOrder } from '#main/sample-window.ts'

it('is none without the switch, and takes its numbers with sense', () => {
  expect(sampleOrder(['electron', '.'])).toBeUndefined()
  expect(sampleOrder(['electron', '.', '--rounds', '2'])).toBeUndefined()
  expect(sampleOrder(['electron', '--no-sandbox', '.', '--sample'])).toEqual(SAMPLE_SIZE)
  const small = ['--rounds', '2', '--dialogs=30', '--held-out=20', '--steps=2', '--json', '/tmp/c.json']
  expect(sampleOrder(['electron', '.', '--sample', ...small])).toEqual({
    ...{ rounds: 2, dialogs: 30, heldOut: 20, steps: 2, seed: 1 },
    json: '/tmp/c.json',
  })
  expect(sampleOrder(['electron', '.', '--sample', '--rounds=-1', '--dialogs=x'])).toEqual({
    ...SAMPLE_SIZE,
    rounds: 1,
  })
})
