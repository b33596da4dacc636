/** Catches a prompt that cannot be filled from a real project: a value too many, one too few, or none at all. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PromptRow } from '#core/contract/prompt-views.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { readPrompt, withBody } from '#core/prompt/front-matter.ts'
import { renderMessages } from '#core/prompt/render.ts'
import { policyMessages } from '#core/sample/policy-prompt.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')
let temp: ReturnType<typeof tempFolder>
let engine: Engine
let prompts: readonly PromptRow[] = []

beforeAll(async () => {
  temp = tempFolder()
  engine = createEngine({
    ...{
      resourcesFolder: RESOURCES,
      sampleFolder: join(temp.path, 'sample'),
      workerFile: WORKER,
      appVersion: '0',
    },
    ...{ startPolicy, now: () => new Date(), push: () => undefined },
    secrets: { get: async () => undefined, set: async () => undefined },
  })
  await engine.handlers['project.openSample'](undefined)
  prompts = (await engine.handlers['prompt.list'](undefined)).prompts
})
afterAll(async () => {
  await engine.close()
  temp.remove()
})

const shipped = ({ id, version }: PromptRow) => {
  const path = `${id}.v${version}.md`
  return readPrompt(path, readFileSync(join(RESOURCES, 'prompts', path), 'utf8'), (text) => text)
}

describe('what prompts are filled with', () => {
  it('is asked for where the project has nothing yet', async () => {
    const wants = new Set<string>()
    for (const { id } of prompts) {
      const example = await engine.handlers['prompt.example']({ id, at: 0 })
      expect(example.kind).toBe('none')
      if (example.kind === 'none') wants.add(example.wants)
    }
    expect([...wants].sort()).toEqual(['dialogs', 'nothing', 'samples'])
  })

  it('are dialogs and samples, in the prompt’s language where there are some, for every prompt', async () => {
    const [toolSet] = await engine.handlers['toolSet.list'](undefined)
    const settings = {
      ...DEFAULT_SIMULATE,
      toolSetId: toolSet?.id ?? '',
      count: 16,
      languages: { en: 1, zh: 1 },
    }
    const { id } = await engine.handlers['simulate.start']({ settings })
    await engine.project().jobs.settled(id)
    const wish = { jobs: [id], name: 'D', history: 8, textSamples: true, testShare: 0.2, seed: 1 }
    await engine.project().jobs.settled((await engine.handlers['prepare.start'](wish)).id)
    expect(prompts).toHaveLength(29)
    for (const row of prompts) {
      for (const at of [0, 3, 5000]) {
        const example = await engine.handlers['prompt.example']({ id: row.id, at })
        if (row.partOf !== undefined) {
          expect(example).toEqual({ kind: 'none', wants: 'nothing' })
          continue
        }
        if (example.kind === 'none') throw new Error(`${row.id} has no example`)
        expect(example.source.language).toBe(row.language)
        expect(example.count).toBeGreaterThan(3)
        const prompt = shipped(row)
        const messages =
          example.kind === 'values'
            ? renderMessages(prompt, example.values)
            : policyMessages(example.sample, undefined, prompt.body)
        expect(messages.map(({ content }) => content).join('\n')).not.toMatch(/\{\{[a-z]+\}\}/i)
        const counted = await engine.handlers['prompt.count']({
          id: row.id,
          messages: messages.flatMap(({ role, content }) =>
            role === 'system' || role === 'user' ? [{ role, content }] : [],
          ),
        })
        expect(counted).toMatchObject({ way: 'estimated' })
        expect(counted.tokens).toBeGreaterThan(20)
      }
    }
  }, 120_000)

  it('a body that was written back is the same prompt', () => {
    for (const row of prompts) {
      const prompt = shipped(row)
      const again = readPrompt(`${row.id}.v${row.version}.md`, withBody(prompt, prompt.body), (text) => text)
      expect(again).toMatchObject({ body: prompt.body, variables: prompt.variables })
    }
  })
})
