import { expect, it } from 'vitest'
import { sampleOrder } from '#main/sample-window.ts'

it('is none without the switch, and takes its numbers with sense', () => {
  expect(sampleOrder(['electron', '.'])).toBeUndefined()
  expect(sampleOrder(['electron', '.', '--rounds', '2'])).toBeUndefined()
  expect(sampleOrder(['electron', '--no-sandbox', '.', '--sample'])).toEqual({ rounds: 1, dialogs: 60 })
  expect(sampleOrder(['electron', '.', '--sample', '--rounds', '3', '--json', '/tmp/c.json'])).toEqual({
    rounds: 3,
    dialogs: 60,
    json: '/tmp/c.json',
  })
  expect(sampleOrder(['electron', '.', '--sample', '--rounds=-1', '--dialogs=x'])).toEqual({
    rounds: 1,
    dialogs: 60,
  })
})
