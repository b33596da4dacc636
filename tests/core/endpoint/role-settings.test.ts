/** Settings of roles. Bugs caught: a word of the project that is not heard, a reset that keeps the old value, a lost preset. */
import { expect, it } from 'vitest'
import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import {
  asChosen,
  changedSettings,
  chosenModel,
  chosenSettings,
  presetOf,
} from '#core/endpoint/role-settings.ts'
import { seatsOf } from '#core/endpoint/role-table.ts'

it('the project goes before all projects, and both before the method; each value says where it is from', () => {
  const app = { judge: { temperature: 0.3, topP: 0.5 } }
  const project = { judge: { temperature: 0.7, thinking: false } }
  expect(chosenSettings('judge', app, project)).toEqual({
    temperature: { value: 0.7, from: 'project' },
    topP: { value: 0.5, from: 'app' },
    maxTokens: { value: ROLE_SAMPLING.judge.maxTokens, from: 'preset' },
    thinking: { value: false, from: 'project' },
  })
  expect(chosenSettings('judge', {}, {}).temperature).toEqual({
    value: presetOf('judge').temperature,
    from: 'preset',
  })
})

it('a model in place of the endpoint’s own is a matter of who plays, and no setting of a request', () => {
  const app = { judge: { model: 'a' }, user: { model: 'b' } }
  expect(chosenModel('judge', app, { judge: { model: 'c' } })).toEqual({ value: 'c', from: 'project' })
  expect(chosenModel('user', app, {})).toEqual({ value: 'b', from: 'app' })
  expect(chosenModel('tool', app, {})).toBeUndefined()
  expect(changedSettings(app, {})).toEqual({})
  const endpoints = [{ id: '1', url: 'http://a', model: 'own' }]
  expect(seatsOf({ judge: ['1'] }, endpoints, 'judge', 'c')).toEqual([{ url: 'http://a', model: 'c' }])
})

it('only what differs goes into specs, by role', () => {
  expect(changedSettings({ judge: { topP: 0.5 }, user: {} }, { judge: { temperature: 1 } })).toEqual({
    judge: { topP: 0.5, temperature: 1 },
  })
  expect(changedSettings({}, {})).toEqual({})
})

it('a request keeps what nobody changed, and a wish to think or not is heard', () => {
  const usual = { sampling: { temperature: 0, maxTokens: 10 }, thinking: true }
  expect(asChosen(undefined, usual)).toEqual(usual)
  expect(asChosen({ maxTokens: 20, thinking: false }, usual)).toEqual({
    sampling: { temperature: 0, maxTokens: 20 },
    thinking: false,
  })
  expect(asChosen({}, { sampling: {} })).toEqual({ sampling: {} })
})
