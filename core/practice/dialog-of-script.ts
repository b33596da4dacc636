import type { Dialog, Turn } from '../dialog/dialog.ts'
import { agreesWrongly, type Script } from './script.ts'

/** The dialog as it stands when the first two votes are kept wherever they agree. */
export function dialogOfScript(script: Script): Dialog {
  const turns = script.turns.map((turn, i): Turn => {
    if (turn.from === 'user') return { from: 'user', text: turn.text, need: turn.need }
    const before = script.turns[i - 1]
    if (turn.from === 'tool') {
      const wrong =
        before?.from === 'assistant' && agreesWrongly(before) ? before.votes[0].results : undefined
      return { from: 'tool', results: wrong ?? turn.results }
    }
    const answer = agreesWrongly(turn) ? turn.votes[0].answer : turn.answer
    return { from: 'assistant', answer, votes: [], agreed: true, marks: [] }
  })
  return { setup: script.setup, plan: script.plan, turns, wrongTurns: [] }
}
