/** Catches a prompt that is counted otherwise than its trainer counts it: a training would fail hours later, or leave it out. */
import { expect, it } from 'vitest'
import { LAYOUTS } from '#core/training/host-training.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { countedSamples, countsOf, GOLDEN, modelWith } from '#tests/helpers/prompt-counts.ts'

it.each(LAYOUTS)('prompts of the layout %s have the tokens that transformers counts', async (layout) => {
  const temp = tempFolder()
  expect(await countsOf(countedSamples(), modelWith(layout, temp.path), layout)).toEqual(GOLDEN[layout])
  temp.remove()
})
