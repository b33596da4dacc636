/** The whole spine in one process: a real tool file in, dialogs and training rows out, with practice roles. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CASE_TYPES, type CaseType } from '#core/dialog/case-type.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import type { JobView } from '#core/job/view.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')
const SHARED = join(import.meta.dirname, '../../../shared/data')
const SOURCES = [
  ['the sample tools', join(RESOURCES, 'sample/tools.json'), 1, 42],
  ['929 ToolBench APIs', join(SHARED, 'toolbench/all_tools.flat.derived.json'), 2, 900],
  ['Slack’s OpenAPI', join(SHARED, 'openapi/slack-2.0.json'), 3, 174],
] as const

let temp: ReturnType<typeof tempFolder>
let engine: Engine
beforeEach(() => {
  temp = tempFolder()
  engine = createEngine({
    resourcesFolder: RESOURCES,
    sampleFolder: join(temp.path, 'sample'),
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(),
    push: () => undefined,
    secrets: { get: async () => undefined, set: async () => undefined },
  })
})
afterEach(async () => {
  await engine.close()
  temp.remove()
})

const settled = async (id: string): Promise<JobView> => {
  const view = await engine.project().jobs.settled(id)
  expect(view.state, JSON.stringify(view.state)).toMatchObject({ name: 'done', illegal: 0 })
  return view
}

async function* allDialogs(job: string) {
  let after: string | undefined
  do {
    const page = await engine.handlers['dialog.page']({
      job,
      search: '',
      limit: 100,
      ...(after ? { after } : {}),
    })
    for (const row of page.rows) yield engine.handlers['dialog.get']({ job, key: row.key })
    after = page.next
  } while (after !== undefined)
}

async function* allSamples(dataset: string) {
  let after: string | undefined
  do {
    const page = await engine.handlers['sample.page']({
      dataset,
      search: '',
      limit: 500,
      ...(after ? { after } : {}),
    })
    for (const row of page.rows) yield row
    after = page.next
  } while (after !== undefined)
}

describe('from a tool file to training rows', () => {
  for (const [name, file, seed, least] of SOURCES) {
    it.skipIf(!existsSync(file))(
      `over ${name}: the mix asked for, no tool twice, no unagreed turn among samples`,
      async () => {
        await engine.handlers['project.create']({ name: 'P', folder: join(temp.path, 'p') })
        const draft = await engine.handlers['toolSet.read']({ paths: [file] })
        expect(draft.rows.length).toBeGreaterThanOrEqual(least)
        const toolSet = await engine.handlers['toolSet.save']({ draftId: draft.draftId, name, leaveOut: [] })
        const settings = { ...DEFAULT_SIMULATE, toolSetId: toolSet.id, count: 200, seed }
        const { id } = await engine.handlers['simulate.start']({ settings })
        const view = await settled(id)
        expect(view.counts).toMatchObject({ planned: 200, waiting: 0, failed: 0 })

        const mix = DEFAULT_SIMULATE.mix
        const asked = CASE_TYPES.reduce((sum, type) => sum + (mix[type] ?? 0), 0)
        const came = (type: CaseType): number => view.counters[`need.${type}`] ?? 0
        const total = CASE_TYPES.reduce((sum, type) => sum + came(type), 0)
        for (const type of CASE_TYPES) {
          const points = 100 * (came(type) / total - (mix[type] ?? 0) / asked)
          expect(Math.abs(points), `${type} came out ${points.toFixed(1)} points off`).toBeLessThanOrEqual(3)
        }

        const unagreed = new Set<string>()
        for await (const { dialog, row } of allDialogs(id)) {
          expect(new Set(dialog.setup.tools).size).toBe(dialog.setup.tools.length)
          dialog.turns.forEach((turn, i) => {
            if (turn.from === 'assistant' && (!turn.agreed || turn.marks.length > 0))
              unagreed.add(`${row.key} ${i}`)
          })
        }
        expect(unagreed.size).toBeGreaterThan(0)

        const prepared = await engine.handlers['prepare.start']({
          name: 'S',
          jobs: [id],
          history: 8,
          textSamples: true,
          testShare: 0.02,
          seed: 2025,
        })
        await settled(prepared.id)
        const [dataset] = await engine.handlers['dataset.list'](undefined)
        let samples = 0
        for await (const row of allSamples(dataset?.id ?? '')) {
          samples++
          if (samples % 20 !== 0) continue
          const { sample } = await engine.handlers['sample.get']({ dataset: dataset?.id ?? '', id: row.id })
          for (const parent of sample.parents) {
            if (parent.from === 'dialog') expect(unagreed.has(`${parent.dialog} ${parent.turn}`)).toBe(false)
          }
        }
        expect(samples).toBe((dataset?.counts.train ?? 0) + (dataset?.counts.test ?? 0))
        expect(dataset?.counts.refused.unagreed ?? 0).toBe(unagreed.size)
      },
      120_000,
    )
  }

  it('says what cannot be asked for before anything is stored', async () => {
    await engine.handlers['project.openSample'](undefined)
    const [toolSet] = await engine.handlers['toolSet.list'](undefined)
    const settings = { ...DEFAULT_SIMULATE, toolSetId: toolSet?.id ?? '', mix: { single: 0 } }
    await expect(async () => engine.handlers['simulate.start']({ settings })).rejects.toMatchObject({
      code: 'job.settings',
    })
    expect(await engine.handlers['job.list'](undefined)).toEqual([])
    await expect(async () =>
      engine.handlers['simulate.start']({ settings: { ...DEFAULT_SIMULATE, toolSetId: 'gone' } }),
    ).rejects.toMatchObject({ code: 'toolSet.notFound' })
  })

  it('keeps one project at a time, and says when none is open', async () => {
    expect(await engine.handlers['project.current'](undefined)).toBeNull()
    expect(() => engine.handlers['job.list'](undefined)).toThrow(
      expect.objectContaining({ code: 'project.none' }),
    )
    await engine.handlers['project.openSample'](undefined)
    const other = await engine.handlers['project.create']({ name: 'Q', folder: join(temp.path, 'q') })
    expect((await engine.handlers['project.current'](undefined))?.id).toBe(other.id)
    await engine.handlers['project.close'](undefined)
    expect(await engine.handlers['project.current'](undefined)).toBeNull()
  })

  it('searches dialogs in both languages, and pages without losing or doubling a row', async () => {
    await engine.handlers['project.openSample'](undefined)
    const [toolSet] = await engine.handlers['toolSet.list'](undefined)
    const { id } = await engine.handlers['simulate.start']({
      settings: { ...DEFAULT_SIMULATE, toolSetId: toolSet?.id ?? '', count: 60 },
    })
    await settled(id)
    const all = await engine.handlers['dialog.page']({ search: '', limit: 500 })
    expect(all.total).toBe(60)
    const paged: string[] = []
    let after: string | undefined
    do {
      const page = await engine.handlers['dialog.page']({ search: '', limit: 7, ...(after ? { after } : {}) })
      paged.push(...page.rows.map((row) => row.key))
      after = page.next
    } while (after !== undefined)
    expect(paged).toEqual(all.rows.map((row) => row.key))
    const zh = all.rows.find((row) => row.language === 'zh')
    const word = zh?.opening.slice(0, 4) ?? ''
    const found = await engine.handlers['dialog.page']({ search: word, limit: 500 })
    expect(found.rows.map((row) => row.key)).toContain(zh?.key)
    const percent = await engine.handlers['dialog.page']({ search: '%_"\\', limit: 5 })
    expect(percent.total).toBe(0)
    const hard = await engine.handlers['dialog.page']({
      search: '',
      level: 'hard',
      type: 'parallel',
      limit: 500,
    })
    expect(hard.rows.every((row) => row.level === 'hard' && row.types.includes('parallel'))).toBe(true)
    expect(all.facets.language).toEqual({ en: 30, zh: 30 })
  })
})
