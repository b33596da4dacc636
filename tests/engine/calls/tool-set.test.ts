/** Tools from a file to a saved set, as the window asks for them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let engine: Engine
beforeEach(() => {
  temp = tempFolder()
  engine = createEngine({
    resourcesFolder: join(import.meta.dirname, '../../../resources'),
    sampleFolder: join(temp.path, 'sample'),
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(0),
    push: () => undefined,
    secrets: { get: async () => undefined, set: async () => undefined },
  })
})
afterEach(async () => {
  await engine.close()
  temp.remove()
})

const text = 'Gives the opening hours of one shop in the town for a day of the week that is named.'
const tool = (name: string, description: string, properties: Record<string, unknown>) => ({
  type: 'function',
  function: { name, description, parameters: { type: 'object', properties } },
})

it('says what was found in an import and in the saved set, and filters the set by it', async () => {
  const file = join(temp.path, 'tools.json')
  const day = { day: { type: 'string', description: 'Day of the week.' } }
  const tools = [tool('hours', text, day), tool('hours_v2', text, day), tool('bare', '', { x: {} })]
  writeFileSync(file, JSON.stringify(tools))
  await engine.handlers['project.create']({ name: 'P', folder: join(temp.path, 'p') })
  const draft = await engine.handlers['toolSet.read']({ paths: [file] })
  const expected = [
    { tool: 'hours_v2', code: 'tool.nearDuplicate', detail: 'hours' },
    { tool: 'bare', code: 'description.none' },
    { tool: 'bare', code: 'parameter.unexplained', detail: 'x' },
  ]
  expect(draft.findings).toEqual(expected)
  const { id } = await engine.handlers['toolSet.save']({ draftId: draft.draftId, name: 'S', leaveOut: [] })
  expect(await engine.handlers['toolSet.findings']({ id })).toEqual(expected)
  const page = { id, limit: 10, search: '' }
  const names = async (finding: 'tool.nearDuplicate' | 'parameters.many', search = ''): Promise<string[]> =>
    (await engine.handlers['toolSet.rows']({ ...page, finding, search })).rows.map((row) => row.name)
  expect(await names('tool.nearDuplicate')).toEqual(['hours_v2'])
  expect(await names('tool.nearDuplicate', 'bare')).toEqual([])
  expect(await names('parameters.many')).toEqual([])
  expect((await engine.handlers['toolSet.rows'](page)).total).toBe(3)
})
