/** Samples of dialogs that practice roles played, without the engine in between. */
import { createHash } from 'node:crypto'
import type { Dialog, DialogSetup, Turn } from '#core/dialog/dialog.ts'
import { agreesWrongly, type Script } from '#core/practice/script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { PracticeSample } from '#core/practice/truth.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import { SAMPLE, SEED, setups } from './tool-sets.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The dialog as it stands when the first two votes are kept wherever they agree. */
export function dialogOf(script: Script): Dialog {
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

const toolsFor = (setup: DialogSetup) =>
  setup.tools.flatMap((name) => SAMPLE.find((tool) => tool.name === name) ?? [])

/** All samples of so many dialogs, each with the way back to its truth. */
export function playedSamples(dialogs: number, wrongLabels = 0): PracticeSample[] {
  return setups(SAMPLE, dialogs).flatMap((setup) => {
    const tools = toolsFor(setup)
    const script = scriptDialog(SEED, setup, tools, 0, wrongLabels)
    const { samples } = samplesOfDialog(
      {
        dialog: dialogOf(script),
        tools,
        toolSetHash: 'set',
        place: setup.key,
        parent: (turn) => ({ from: 'dialog', job: 'j', dialog: setup.key, turn }),
      },
      { history: 8, textHistory: 6, textSamples: true },
      sha256,
    )
    return samples.map((sample): PracticeSample => {
      const [parent] = sample.parents
      const turn = parent?.from === 'dialog' ? parent.turn : -1
      return { sample, dialog: { seed: SEED, setup, tools, wrongVotes: 0, wrongLabels, turn } }
    })
  })
}
