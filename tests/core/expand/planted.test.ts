import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Turn } from '#core/dialog/dialog.ts'
import { refuse } from '#core/expand/accept.ts'
import { type Child, readChild } from '#core/expand/child.ts'
import { NearIndex } from '#core/expand/near-index.ts'
import { expanderReply, plantedFault } from '#core/practice/expander.ts'
import { scriptDialog } from '#core/practice/script-dialog.ts'
import { samplesOfDialog } from '#core/sample/from-dialog.ts'
import type { Sample } from '#core/sample/sample.ts'
import { SAMPLE, SEED, setups } from '#tests/core/practice/tool-sets.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const byName = new Map(SAMPLE.map((tool) => [tool.name, tool]))
const options = { history: 8, textHistory: 6, textSamples: false }

/** The samples of practice dialogs without a wrong label. */
const samples: Sample[] = setups(SAMPLE, 40).flatMap((setup) => {
  const { plan, turns } = scriptDialog(SEED, setup, SAMPLE, 0)
  const said = turns.map((turn): Turn => {
    if (turn.from === 'user') return { from: 'user', text: turn.text, need: turn.need }
    if (turn.from === 'tool') return turn
    return { from: 'assistant', answer: turn.answer, votes: [], agreed: true, marks: [] }
  })
  const tools = setup.tools.flatMap((name) => byName.get(name) ?? [])
  const parent = (turn: number) => ({ from: 'dialog', job: 'j', dialog: setup.key, turn }) as const
  const dialog = { setup, plan, turns: said, wrongTurns: [] }
  return [
    ...samplesOfDialog({ dialog, tools, toolSetHash: 'h', place: setup.key, parent }, options, sha256)
      .samples,
  ]
})

/** The code that each planted fault must be refused by. */
const EXPECTED = {
  notJson: 'notJson',
  empty: 'empty',
  seedAgain: 'nearSeed',
  unknownTool: 'unknownTool',
  ungrounded: 'ungrounded',
} as const

describe('planted faults of the practice expander', () => {
  it('are refused, each by its own code; what has none is refused as a near copy only', () => {
    const dataset = new NearIndex(0.7)
    for (const sample of samples) dataset.add(sample.id, sample)
    const seen = new Map<string, number>()
    for (const sample of samples.slice(0, 120)) {
      const siblings: Child[] = []
      for (let child = 0; child < 4; child++) {
        const asked = { sample, seed: 1, child, attempt: 0 }
        const fault = plantedFault(asked, { faults: 0.3 })
        const text = expanderReply(asked, { faults: 0.3 })
        const read = readChild(text)
        const near = { threshold: 0.7, siblings, heldOut: new NearIndex(0.7), dataset }
        const code = read.ok ? refuse(sample, read.ok, near, true)?.refused : read.refused
        // A call without an open text argument has no room for an invented value.
        const planted = fault === 'ungrounded' && !text.includes('Quillhaven') ? undefined : fault
        if (planted !== undefined) expect([planted, code]).toEqual([planted, EXPECTED[planted]])
        else if (code !== undefined) expect(code).toMatch(/^near/)
        const outcome = planted ?? code ?? 'taken'
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
        if (code === undefined && read.ok) siblings.push(read.ok)
      }
    }
    for (const fault of Object.keys(EXPECTED)) expect(seen.get(fault) ?? 0).toBeGreaterThan(5)
    expect(seen.get('taken') ?? 0).toBeGreaterThan(240)
  })
})
