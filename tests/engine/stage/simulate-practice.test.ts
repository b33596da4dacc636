/** The stage with the practice roles, over the sample project's tools: what was asked for is what comes out. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { realisedTypes } from '#core/dialog/came-out.ts'
import { CASE_TYPES, type CaseType } from '#core/dialog/case-type.ts'
import type { Dialog } from '#core/dialog/dialog.ts'
import { createDraw, ordinalOf } from '#core/dialog/draw.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { isExactObject, readJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'
import type { Tool } from '#core/tool/tool.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { createPractice } from '#engine/inference/practice.ts'
import type { ItemEnd } from '#engine/job/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { simulateKind } from '#engine/stage/simulate/kind.ts'
import { dialogFromSteps } from '#engine/stage/simulate/record.ts'
import { fakeItem } from '#tests/fakes/item-context.ts'

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url))

function sampleTools(): Tool[] {
  const list = readJson(readFileSync(`${resourcesFolder}/sample/tools.json`, 'utf8'))
  return (Array.isArray(list) ? list : []).flatMap((entry) => {
    const tool = isExactObject(entry) ? (entry.get('function') ?? entry) : undefined
    if (!isExactObject(tool) || !isExactObject(entry)) return []
    const category = entry.get('category') ?? tool.get('category')
    return [
      {
        name: String(tool.get('name')),
        description: String(tool.get('description')),
        parameters: printJson(tool.get('parameters') ?? null),
        ...(typeof category === 'string' ? { category } : {}),
      },
    ]
  })
}

const toolSet = { id: 't', name: 'Sample', version: 1, hash: 'h', tools: sampleTools() }
const settings: SimulateSettings = { ...DEFAULT_SIMULATE, toolSetId: 't', count: 200, seed: 11 }

async function simulate(): Promise<{ ends: ItemEnd[]; dialogs: Dialog[] }> {
  const draw = createDraw(settings, toolSet)
  const byName = new Map(toolSet.tools.map((tool) => [tool.name, tool]))
  const practice = createPractice({
    seed: settings.seed,
    wrongVotes: 0.2,
    setup: async (key) => {
      const setup = draw.setup(ordinalOf(key) ?? -1)
      return { setup, tools: setup.tools.flatMap((name) => byName.get(name) ?? []) }
    },
  })
  const kind = simulateKind({ toolSet: async () => toolSet, prompts: createPrompts({ resourcesFolder }) })
  const spec = {
    id: 'job',
    kind: 'simulate',
    kindVersion: 1,
    title: '',
    inputs: {},
    prompts: {},
    roles: {},
    settings,
    seed: settings.seed,
    budget: {},
    concurrency: 1,
    appVersion: '0',
    createdAt: '2026-01-01T00:00:00.000Z',
  }
  const { signal } = new AbortController()
  const ends: ItemEnd[] = []
  const dialogs: Dialog[] = []
  for (let ordinal = 0; ordinal < settings.count; ordinal++) {
    const input = draw.setup(ordinal)
    const { context, steps } = fakeItem({
      spec,
      settings,
      key: input.key,
      input,
      chat: (_role, request) => practice.chat({ ...request, model: 'practice' }, signal),
    })
    ends.push(await kind.run(context))
    dialogs.push(dialogFromSteps(input, steps))
  }
  return { ends, dialogs }
}

describe('200 dialogs played by the practice roles', async () => {
  const { ends, dialogs } = await simulate()
  const done = dialogs.filter((_, i) => ends[i]?.state === 'done')

  it('come to their end, nearly all', () => {
    expect(done.length).toBeGreaterThanOrEqual(196)
    for (const { setup, turns } of done) {
      expect(turns.length).toBeGreaterThanOrEqual(setup.target)
      expect(turns.length).toBeLessThanOrEqual(setup.target + 8)
    }
  })

  it('turn out within three points of the mix that was asked for', () => {
    const found = done.flatMap(realisedTypes)
    const asked = Object.values(settings.mix).reduce((a, b) => a + b, 0)
    const share = (type: CaseType) => (100 * found.filter((t) => t === type).length) / found.length
    for (const type of CASE_TYPES) {
      expect(Math.abs(share(type) - (100 * (settings.mix[type] ?? 0)) / asked)).toBeLessThanOrEqual(3)
    }
  })

  it('hold votes that disagree, and name the turns without agreement as what they are', () => {
    const turns = done.flatMap((dialog) => dialog.turns).filter((turn) => turn.from === 'assistant')
    expect(turns.some((turn) => turn.votes.length === 3 && turn.agreed)).toBe(true)
    expect(turns.some((turn) => !turn.agreed)).toBe(true)
    for (const { agreed, votes, answer } of turns) {
      expect(votes.filter((vote) => sameAnswer(vote.answer, answer)).length > 1).toBe(agreed)
    }
  })
})
