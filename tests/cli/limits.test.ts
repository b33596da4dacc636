/**
 * Caps and pilots on the command line. Bugs caught: a verb that starts anew beside the job that waits for an answer, a
 * pilot whose items are done again, a cap that the next call cannot raise.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const TOOLS = join(import.meta.dirname, '../../resources/sample/tools.json')
let temp: ReturnType<typeof tempFolder>
let project: string

beforeAll(async () => {
  temp = tempFolder()
  project = join(temp.path, 'p')
  expect(await loop('import', TOOLS, '--project', project)).toMatchObject({ code: 0 })
}, 60_000)
afterAll(() => temp.remove())

const simulate = (...more: string[]) =>
  loop('simulate', '--project', project, '--count', '60', '--json', ...more)

it('stands still behind the pilot with an interval; the same verb goes on, up to a cap, and with a higher one to the end', async () => {
  const first = await simulate('--pilot', '12')
  expect(first, first.err).toMatchObject({ code: 0 })
  const pilot = JSON.parse(first.out)
  expect(pilot).toMatchObject({ state: 'paused', reason: 'pilot', counts: { planned: 60, waiting: 48 } })
  expect(pilot.estimate).toMatchObject({ items: 12, of: 60 })
  const spentFirst = pilot.counters['usage.promptTokens'] + pilot.counters['usage.completionTokens']
  const second = await simulate('--tokens', String(2 * spentFirst))
  expect(second.code).toBe(1)
  expect(second.err).toContain(`of ${2 * spentFirst}`)
  expect(second.err).toMatch(/budget job tokens/)
  const third = await simulate('--tokens', '1000000000')
  expect(third, third.err).toMatchObject({ code: 0 })
  const done = JSON.parse(third.out)
  expect(done).toMatchObject({ id: pilot.id, state: 'done', counts: { planned: 60, waiting: 0, failed: 0 } })
  const spent = done.counters['usage.promptTokens'] + done.counters['usage.completionTokens']
  expect(pilot.estimate.tokens[0]).toBeLessThanOrEqual(spent)
  expect(pilot.estimate.tokens[1]).toBeGreaterThanOrEqual(spent)
  const budget = await loop('budget', '--project', project, '--tokens', '5', '--json')
  expect(JSON.parse(budget.out)).toMatchObject({
    budget: { tokens: 5 },
    spent: { read: done.counters['usage.promptTokens'] },
  })
  const held = await simulate('--seed', '2')
  expect(held.err).toMatch(/budget project tokens/)
}, 120_000)

it('says a cap that is none', async () => {
  for (const wrong of [
    ['--money', '0'],
    ['--hours', 'x'],
    ['--pilot', '1'],
    ['--tokens', '-3'],
  ])
    expect((await simulate(...wrong)).code).toBe(2)
}, 60_000)
