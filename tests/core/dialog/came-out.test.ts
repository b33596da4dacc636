import { describe, expect, it } from 'vitest'
import { caseOfTurn, LONG_RESULT, realisedTypes, typesIn } from '#core/dialog/came-out.ts'
import type { CaseType } from '#core/dialog/case-type.ts'
import type { Turn } from '#core/dialog/dialog.ts'
import { isErrorResult } from '#core/dialog/error-result.ts'
import { needAtHand, situationOf, wantsThinking } from '#core/dialog/situation.ts'
import type { JsonText } from '#core/json/exact.ts'
import { dialogWith, does, gives, says, user } from './talk-parts.ts'

const one = (planned: CaseType, ...turns: Turn[]) =>
  realisedTypes(dialogWith([planned], user('Go', 0), ...turns))
const find = does(['find', { q: 'x' }])
const found = gives(['find', { id: 'H-77' }])
const done = says('Done.')

describe('what a need turned out to be', () => {
  it.each<[CaseType, CaseType, Turn[]]>([
    ['single', 'single', [find, found, done]],
    [
      'parallel',
      'parallel',
      [does(['find', { q: 'a' }], ['find', { q: 'b' }]), gives(['find', 1], ['find', 2]), done],
    ],
    ['parallel', 'single', [find, found, done]],
    ['single', 'parallel', [does(['find', {}], ['book', {}]), gives(['find', 1], ['book', 2]), done]],
    ['sequential', 'sequential', [find, found, does(['book', { id: 'H-77' }]), gives(['book', 'ok']), done]],
    ['sequential', 'single', [find, found, does(['book', { id: 'H-78' }]), gives(['book', 'ok']), done]],
    ['single', 'sequential', [find, found, does(['book', { id: 'H-77' }]), gives(['book', 'ok']), done]],
    ['toolError', 'toolError', [find, gives(['find', { error: 'busy' }]), find, found, done]],
    [
      'toolError',
      'toolError',
      [find, gives(['find', { error: 'busy' }]), says('Which one?'), user('That', 0)],
    ],
    ['toolError', 'single', [find, found, done]],
    [
      'missingParameter',
      'missingParameter',
      [says('Where?'), user('Rome', 0), does(['find', { q: 'Rome' }]), gives(['find', 1]), done],
    ],
    [
      'multiTurn',
      'multiTurn',
      [says('Where?'), user('Rome', 0), does(['find', { q: 'Rome' }]), gives(['find', 1]), done],
    ],
    [
      'single',
      'missingParameter',
      [says('Where?'), user('Rome', 0), does(['find', { q: 'Rome' }]), gives(['find', 1]), done],
    ],
    [
      'multiTurn',
      'multiTurn',
      [find, found, done, user('And Y?', 0), does(['find', { q: 'y' }]), gives(['find', 1]), done],
    ],
    ['longContext', 'longContext', [find, gives(['find', 'x'.repeat(LONG_RESULT)]), done]],
    ['missingTool', 'missingTool', [says('I cannot do that.')]],
    ['missingTool', 'single', [find, found, done]],
    ['chat', 'chat', [says('How nice!')]],
    ['single', 'missingTool', [says('There is no way to do this.')]],
    ['single', 'missingParameter', [says('Which one?')]],
  ])('planned %s, came out %s', (planned, type, turns) => expect(one(planned, ...turns)).toEqual([type]))

  it('is no chain when the user named the value, or an earlier call had it', () => {
    const named = dialogWith(
      ['single'],
      user('Book H-77', 0),
      find,
      found,
      does(['book', { id: 'H-77' }]),
      gives(['book', 1]),
      done,
    )
    expect(realisedTypes(named)).toEqual(['single'])
    const echo = dialogWith(['single'], user('Go', 0), find, gives(['find', { q: 'x' }]), find, found, done)
    expect(realisedTypes(echo)).toEqual(['single'])
  })

  it('is a chain also when the number is spelled otherwise', () => {
    const dialog = dialogWith(
      ['sequential'],
      user('Go', 0),
      find,
      { from: 'tool', results: [{ name: 'find', content: '{"id":4711.0}' as JsonText }] },
      does(['book', { id: 4711 }]),
      gives(['book', 1]),
      done,
    )
    expect(realisedTypes(dialog)).toEqual(['sequential'])
  })

  it('sees a far reference', () => {
    const talk = Array.from({ length: 5 }, () => [user('And?', 1), says('Well.')]).flat()
    const dialog = dialogWith(
      ['chat', 'chat', 'longContext'],
      user('My number is QX-9.', 0),
      says('Noted.'),
      ...talk,
      user('Use the number I gave', 2),
      does(['find', { q: 'QX-9' }]),
      gives(['find', 1]),
      done,
    )
    expect(realisedTypes(dialog)).toEqual(['chat', 'chat', 'longContext'])
  })

  it('is told need by need; a user turn without a need goes on with the last', () => {
    const dialog = dialogWith(
      ['single', 'chat'],
      user('Go', 0),
      find,
      found,
      done,
      user('Nice', 1),
      says('Indeed.'),
      user('Yes'),
      says('So.'),
    )
    expect(realisedTypes(dialog)).toEqual(['single', 'chat'])
    expect(typesIn(dialog)).toEqual(['single', 'chat'])
  })
})

describe('the kind of a sample', () => {
  const dialog = dialogWith(
    ['missingParameter', 'toolError', 'sequential'],
    user('Weather', 0),
    says('Where?'),
    user('Rome', 0),
    does(['find', { q: 'Rome' }]),
    gives(['find', { id: 'R1' }]),
    says('Sunny.'),
    user('Book a table', 1),
    does(['book', { t: 'one' }]),
    gives(['book', { error: 'full' }]),
    does(['book', { t: 'two' }]),
    gives(['book', { ok: true }]),
    says('Booked.'),
    user('And the best hotel', 2),
    does(['find', { q: 'hotel' }]),
    gives(['find', { id: 'H-77' }]),
    does(['book', { id: 'H-77' }]),
    gives(['book', 1]),
    says('Booked.'),
  )
  it.each<[number, CaseType]>([
    [1, 'missingParameter'],
    [3, 'multiTurn'],
    [5, 'multiTurn'],
    [7, 'toolError'],
    [9, 'toolError'],
    [13, 'sequential'],
    [15, 'sequential'],
  ])('turn %i is %s', (turn, type) => expect(caseOfTurn(dialog, turn)).toBe(type))
})

describe('an error result', () => {
  it.each([
    ['{"error":"x"}', true],
    ['{"errors":["x"]}', true],
    ['{"isError":true}', true],
    ['{"status":404}', true],
    ['{"status":"503"}', true],
    ['"Error: no such place"', true],
    ['"错误：没有这个地点"', true],
    ['{"error":null}', false],
    ['{"errors":[]}', false],
    ['{"error":false,"ok":1}', false],
    ['{"status":200}', false],
    ['{"status":1450}', false],
    ['{"log":[{"error":"x"}]}', false],
    ['"No error was found"', false],
    ['[]', false],
  ])('%s: %s', (content, expected) => expect(isErrorResult(content as JsonText)).toBe(expected))
})

describe('what the roles are told', () => {
  it('an error once, for a need of that type, and then no more', () => {
    const first = dialogWith(['toolError'], user('Go', 0), find)
    expect(situationOf(first, 0)).toBe('error')
    const second = dialogWith(['toolError'], user('Go', 0), find, gives(['find', { error: 1 }]), find)
    expect(situationOf(second, 0)).toBe('normal')
    expect(situationOf(dialogWith(['longContext'], user('Go', 0), find), 0)).toBe('long')
    expect(situationOf(dialogWith(['single'], user('Go', 0), find), 0.99)).toBe('normal')
    expect(situationOf(dialogWith(['single'], user('Go', 0), find), 0)).toBe('surprise')
  })

  it('to think when a user is answered, not at results nor when the user only answers', () => {
    expect(wantsThinking(dialogWith(['single'], user('Go', 0)))).toBe(true)
    expect(wantsThinking(dialogWith(['single'], user('Go', 0), find, found))).toBe(false)
    expect(wantsThinking(dialogWith(['single'], user('Go', 0), says('Where?'), user('Rome', 0)))).toBe(false)
    expect(wantsThinking(dialogWith(['single', 'chat'], user('Go', 0), says('More?'), user('Hi', 1)))).toBe(
      true,
    )
    expect(needAtHand(dialogWith(['single', 'chat'], user('Go', 0), done, user('Hi', 1)))).toBe(1)
  })
})
