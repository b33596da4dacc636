/** Catches a result that does not say that a project's own prompt went into it, and one that says so for nothing. */
import { describe, expect, it } from 'vitest'
import { ownPromptsOf } from '#core/round/own-prompts.ts'

const shipped = { version: 1, hash: 's' }
const own = (hash: string) => ({ version: 1, hash, own: true as const })
const job = (
  id: string,
  kind: string,
  inputs: Record<string, string> = {},
  prompts = {},
  parent?: string,
) => ({ id, kind, inputs, prompts, ...(parent === undefined ? {} : { parent }) })

const JOBS = [
  job('sim', 'simulate', { toolSet: 't' }, { 'user/turn.en': own('a'), 'planner/plan.en': shipped }),
  job('sim2', 'simulate', {}, { 'user/turn.en': shipped }),
  job('prep', 'prepare', { 'dialogs.0': 'sim2', 'dialogs.1': 'sim' }, { 'policy/tool-call.en': own('p') }),
  job('prep2', 'prepare', { 'dialogs.0': 'sim2' }),
  job('round', 'round', {}, { 'judge/verdict.en': own('j'), 'expander/child.en': own('e') }),
  job('round.compose.1', 'compose', { fresh: 'dataset-prep2 dataset-prep' }, {}, 'round'),
  job(
    'round.judge.1',
    'judge',
    { dataset: 'dataset-round.compose.1' },
    { 'judge/verdict.en': own('j') },
    'round',
  ),
]
const of = (id: string) => ownPromptsOf(id, JOBS).map(({ id, hash }) => `${id} ${hash}`)

describe('own prompts of a result', () => {
  it('are its job’s', () => expect(of('sim')).toEqual(['user/turn.en a']))
  it('are those of all that it was made from, for datasets too', () => {
    expect(of('dataset-prep')).toEqual(['policy/tool-call.en p', 'user/turn.en a'])
    expect(of('round.compose.1')).toEqual(['policy/tool-call.en p', 'user/turn.en a'])
  })
  it('of a round are those that its stages used, not all that they might have', () => {
    expect(of('round')).toEqual(['judge/verdict.en j', 'policy/tool-call.en p', 'user/turn.en a'])
  })
  it('are none where none went in, and for what is not there', () => {
    expect(of('sim2')).toEqual([])
    expect(of('dataset-prep2')).toEqual([])
    expect(of('nobody')).toEqual([])
  })
  it('are found where jobs name each other in a circle', () => {
    const circle = [job('a', 'x', { b: 'b' }, { 'user/turn.en': own('1') }), job('b', 'x', { a: 'a' })]
    expect(ownPromptsOf('b', circle)).toEqual([{ id: 'user/turn.en', hash: '1' }])
  })
})
