import { describe, expect, it } from 'vitest'
import type { Turn } from '#core/dialog/dialog.ts'
import { addStep, decodeSetup, dialogOf, planStep, StoredDialogError, turnStep } from '#core/dialog/stored.ts'
import type { JsonText } from '#core/json/exact.ts'
import { assistant, calls, dialogWith, gives, setupOf, text, user } from './talk-parts.ts'

const exact = calls(['find', {}])
if (exact.kind === 'calls')
  Object.assign(exact.calls[0]!, { arguments: '{"b":1.0,"a":12345678901234567890}' as JsonText })

const turns: Turn[] = [
  user('Hi', 0),
  assistant(exact, {
    votes: [
      { answer: text('no'), model: 'm', thinking: 'hm' },
      { answer: exact, model: 'm', thinking: 'so' },
      { answer: calls(['book', { x: 1 }]), model: 'n' },
    ],
    thinking: 'so',
    agreed: false,
    marks: ['schema'],
  }),
  gives(['find', { ok: true }]),
  assistant(text('Done')),
]
const wrong = [{ role: 'user', reason: 'json.broken', text: 'x' }]
const plan = { needs: [{ type: 'single' as const, text: 'a need' }] }
const steps = [
  planStep(plan, []),
  ...turns.map((turn, i) => turnStep(turn, i === 2 ? wrong : [], i === 1 ? 1 : 0)),
]
const throughDisk = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('a stored dialog', () => {
  it('comes back as it was, votes, thinking, numbers and wrong turns included', () => {
    const dialog = { ...dialogWith(['single'], ...turns), plan, wrongTurns: wrong }
    expect(dialogOf(decodeSetup(throughDisk(setupOf())), throughDisk(steps))).toEqual(dialog)
    let grown = dialogOf(setupOf(), [])
    for (const step of steps) grown = addStep(grown, step)
    expect(grown).toEqual(dialog)
  })

  it('keeps an answer that several votes gave once', () => {
    const step = turnStep(assistant(calls(['find', { needle: 'only once' }])), [])
    expect(JSON.stringify(step).match(/only once/g)).toHaveLength(1)
  })

  it.each<[string, unknown[]]>([
    ['a step of unknown kind', [steps[0], { kind: 'other', wrong: [] }]],
    [
      'arguments that are no object',
      [steps[0], { ...steps[2], answer: { kind: 'calls', calls: [{ name: 'a', arguments: '[1' }] } }],
    ],
    ['a turn before the plan', [steps[1]]],
    ['two plans', [steps[0], steps[0]]],
    ['nothing where a step should be', [null]],
  ])('with %s is refused, naming the step', (_, bodies) => {
    expect(() => dialogOf(setupOf(), bodies)).toThrow(StoredDialogError)
    expect(() => dialogOf(setupOf(), bodies)).toThrow(/step \d/)
  })

  it('with a setup that is none is refused', () => {
    expect(() => decodeSetup({ ...setupOf(), needs: ['odd'] })).toThrow(StoredDialogError)
  })
})
