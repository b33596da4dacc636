import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Turn } from '#core/dialog/dialog.ts'
import { type SampleOptions, samplesOfDialog } from '#core/sample/from-dialog.ts'
import { calls, results, says, sourceOf, user } from './dialogs.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const ALL = { history: 8, textHistory: 6, textSamples: true }
const make = (turns: readonly Turn[], options: SampleOptions = ALL) =>
  samplesOfDialog(sourceOf(turns), options, hash)
const call = (more = {}) => calls([['get_weather', '{"city":"Lima"}']], more)

describe('samples of a dialog', () => {
  it('makes one of every call turn and, where wanted, of every text', () => {
    const turns = [user('a'), call(), results(['get_weather', '{"t":1}']), says('1 degree')]
    expect(make(turns).samples.map((s) => s.accepted[0]?.kind)).toEqual(['calls', 'text'])
    const only = make(turns, { ...ALL, textSamples: false })
    expect(only.samples.map((s) => s.accepted[0]?.kind)).toEqual(['calls'])
    expect(only.refused).toEqual({})
  })

  it('can keep to texts that open an answer: a question, a refusal, no report of results, no farewell', () => {
    const turns = [
      user('a', 0),
      says('Which city?'),
      user('Lima'),
      call(),
      results(['get_weather', '{"t":1}']),
      says('1 degree'),
      user('Sing!', 1),
      says('No tool sings.'),
      user('A pity.', 1),
      says('Yes.'),
    ]
    const { samples } = make(turns, { ...ALL, openingTexts: true })
    expect(
      samples.map(({ accepted: [answer] }) => (answer?.kind === 'text' ? answer.text : 'calls')),
    ).toEqual(['Which city?', 'calls', 'No tool sings.'])
  })

  it('keeps a last call that has no result', () => {
    expect(make([user('a'), call()]).samples).toHaveLength(1)
  })

  it.each<[string, Turn[], object]>([
    ['unagreed', [user('a'), call({ agreed: false })], { unagreed: 1 }],
    ['marked', [user('a'), call({ marks: ['schema'] })], { marked: 1 }],
    [
      'errorResult',
      [user('a'), call(), results(['get_weather', '{"error":"no such city"}'])],
      { errorResult: 1 },
    ],
    [
      'errorResult inside a text',
      [user('a'), call(), results(['get_weather', '"{\\"status\\":500}"'])],
      { errorResult: 1 },
    ],
    ['thinkingOnly', [user('a'), says('', { thinking: 'hm' })], { thinkingOnly: 1 }],
    ['emptyAnswer', [user('a'), says('\u200b ')], { emptyAnswer: 1 }],
    ['tagInText', [user('a'), says('see <tool_call>')], { tagInText: 1 }],
    ['noUser', [call()], { noUser: 1 }],
  ])('refuses a turn and counts it: %s', (_why, turns, refused) => {
    const made = make(turns)
    expect(made.samples).toEqual([])
    expect(made.refused).toEqual(refused)
  })

  it('does not take a result that merely speaks of an error for one', () => {
    const spoken = results(['get_weather', '{"log":"error in line 3","error":null,"errors":[]}'])
    expect(make([user('a'), call(), spoken]).samples).toHaveLength(1)
  })

  it('shows the last 8 user messages before a call and the last 6 before a text', () => {
    const turns = Array.from({ length: 10 }, (_, i) => [user(`u${i}`, i), says(`a${i}`)]).flat()
    const made = make([...turns, user('u10', 10), call()])
    const opening = (i: number) => made.samples.at(i)?.messages[0]
    expect(opening(-1)).toEqual({ role: 'user', text: 'u3' })
    expect(made.samples.at(-1)?.messages.filter((m) => m.role === 'user')).toHaveLength(8)
    expect(opening(-2)).toEqual({ role: 'user', text: 'u4' })
  })

  it('leaves thinking and prose out of what the policy sees', () => {
    const withProse = { ...call({ thinking: 'secret' }), answer: { ...call().answer, prose: 'Let me see' } }
    const made = make([user('a'), withProse as Turn, results(['get_weather', '1']), says('done')])
    expect(JSON.stringify(made.samples)).not.toMatch(/secret|Let me see/)
  })

  it('gives the same ids again, and others to equal samples of another place', () => {
    const turns = [user('a'), call()]
    expect(make(turns).samples[0]?.id).toBe(make(turns).samples[0]?.id)
    const elsewhere = samplesOfDialog({ ...sourceOf(turns), place: 'd2' }, ALL, hash)
    expect(elsewhere.samples[0]?.id).not.toBe(make(turns).samples[0]?.id)
    expect(make([user('b'), call()]).samples[0]?.id).not.toBe(make(turns).samples[0]?.id)
  })

  it.each([
    ['Which city do you mean?', ['city']],
    ['请问您想查哪个城市？', ['城市']],
    ['请问目的地是什么？', ['目的地']],
  ])('says what a question asks for: %s', (question, wordings) => {
    const turns = [user('weather'), says(question), user('Lima'), call()]
    const source = sourceOf(turns)
    const plan = { needs: [{ type: 'missingParameter' as const, text: 'weather' }] }
    const [asking] = samplesOfDialog({ ...source, dialog: { ...source.dialog, plan } }, ALL, hash).samples
    expect(asking?.kind).toBe('missingParameter')
    expect(asking?.missing?.map((m) => m.name)).toEqual(['city'])
    const ways = [...(asking?.missing?.[0]?.wordings ?? []), asking?.missing?.[0]?.name]
    expect(ways).toEqual(expect.arrayContaining(wordings))
  })
})
