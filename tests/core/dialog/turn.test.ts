import { describe, expect, it } from 'vitest'
import type { Turn } from '#core/dialog/dialog.ts'
import { OVERRUN } from '#core/dialog/draw.ts'
import { nextMove } from '#core/dialog/turn.ts'
import { does, gives, says, user } from './talk-parts.ts'

const plan = { needs: [] }
const u = user('hello')
const a = says('hi')
const c = does(['find', {}])
const t = gives(['find', {}])
/** u a u a … of the given length. */
const small = (length: number): Turn[] => Array.from({ length }, (_, i) => (i % 2 === 0 ? u : a))

describe('whose turn it is', () => {
  it.each<[string, Turn[], string]>([
    ['nothing said', [], 'user'],
    ['user', [u], 'assistant'],
    ['assistant text', [u, a], 'user'],
    ['assistant calls', [u, c], 'tool'],
    ['results', [u, c, t], 'assistant'],
    ['calls again behind results', [u, c, t, c], 'tool'],
    ['text behind results', [u, c, t, a], 'user'],
    ['calls at the target', [...small(9), c], 'tool'],
    ['results at the target', [...small(8), u, c, t], 'assistant'],
  ])('after %s', (_, turns, role) => {
    expect(nextMove({ target: 10 }, plan, turns)).toEqual({ kind: 'speak', role })
  })

  it('begins with the planner', () => {
    expect(nextMove({ target: 4 }, undefined, [])).toEqual({ kind: 'speak', role: 'planner' })
  })

  it('ends at or behind the target, behind an assistant text only', () => {
    expect(nextMove({ target: 4 }, plan, small(4))).toEqual({ kind: 'end' })
    expect(nextMove({ target: 4 }, plan, [u, c, t, c, t, a])).toEqual({ kind: 'end' })
    expect(nextMove({ target: 4 }, plan, [u, c, t, c])).not.toEqual({ kind: 'end' })
    expect(nextMove({ target: 6 }, plan, small(4))).toEqual({ kind: 'speak', role: 'user' })
  })

  it('drops what has not ended eight messages behind the target', () => {
    const calling = [u, ...Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? c : t))]
    expect(nextMove({ target: 4 }, plan, calling.slice(0, 4 + OVERRUN - 1))).toMatchObject({ kind: 'speak' })
    expect(nextMove({ target: 4 }, plan, calling.slice(0, 4 + OVERRUN))).toEqual({
      kind: 'drop',
      reason: 'tooLong',
    })
    const justInTime = [...calling.slice(0, 4 + OVERRUN - 1), a]
    expect(nextMove({ target: 4 }, plan, justInTime)).toEqual({ kind: 'end' })
  })
})
