/** Samples of dialogs that practice roles played, without the engine in between. */
import { createHash } from 'node:crypto'
import type { DialogSetup } from '#core/dialog/dialog.ts'
import { dialogOfScript } from '#core/practice/dialog-of-script.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import type { PracticeSample } from '#core/practice/truth.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import { SAMPLE, SEED, setups } from './tool-sets.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const toolsFor = (setup: DialogSetup) =>
  setup.tools.flatMap((name) => SAMPLE.find((tool) => tool.name === name) ?? [])

/** All samples of so many dialogs, each with the way back to its truth. */
export function playedSamples(dialogs: number, wrongLabels = 0): PracticeSample[] {
  return setups(SAMPLE, dialogs).flatMap((setup) => {
    const tools = toolsFor(setup)
    const script = scriptDialog(SEED, setup, tools, 0, wrongLabels)
    const { samples } = samplesOfDialog(
      {
        dialog: dialogOfScript(script),
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
