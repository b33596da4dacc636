/** Simulating with practice roles: what a dialog costs in requests, bytes, time and memory. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Dialog } from '#core/dialog/dialog.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { finishedDialogs } from '#engine/project/dialog-records.ts'
import { dialogFromSteps } from '#engine/stage/simulate/record.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import type { BenchRow } from './row.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')

async function withSample<T>(work: (engine: Engine, folder: string) => Promise<T>): Promise<T> {
  const temp = tempFolder()
  const folder = join(temp.path, 'sample')
  const engine = createEngine({
    resourcesFolder: RESOURCES,
    sampleFolder: folder,
    workerFile: WORKER,
    appVersion: '0',
    startPolicy,
    now: () => new Date(),
    push: () => undefined,
    secrets: { get: async () => undefined, set: async () => undefined },
  })
  try {
    await engine.handlers['project.openSample'](undefined)
    return await work(engine, folder)
  } finally {
    await engine.close()
    temp.remove()
  }
}

async function simulate(engine: Engine, count: number): Promise<{ id: string; cpuMs: number }> {
  const [toolSet] = await engine.handlers['toolSet.list'](undefined)
  const settings = { ...DEFAULT_SIMULATE, toolSetId: toolSet?.id ?? '', count, concurrency: 64 }
  const before = process.cpuUsage()
  const { id } = await engine.handlers['simulate.start']({ settings })
  await engine.project().jobs.settled(id)
  const { user, system } = process.cpuUsage(before)
  return { id, cpuMs: (user + system) / 1000 }
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

/** The record a reader of the dialog needs; votes and thinking are kept beside it and counted apart. */
function finalRecord(dialog: Dialog): { record: number; extras: number } {
  const turns = dialog.turns.map((turn) =>
    turn.from === 'assistant'
      ? { from: turn.from, answer: turn.answer, agreed: turn.agreed, marks: turn.marks }
      : turn,
  )
  const extras = dialog.turns.map((turn) =>
    turn.from === 'assistant' ? { votes: turn.votes, thinking: turn.thinking } : undefined,
  )
  return {
    record: bytes({ setup: dialog.setup, plan: dialog.plan, turns }),
    extras: bytes([extras, dialog.wrongTurns]),
  }
}

async function bytesPerDialog(): Promise<BenchRow[]> {
  return withSample(async (engine, folder) => {
    const file = join(folder, 'project.sqlite')
    const { id } = await simulate(engine, 500)
    let dialogs = 0
    let record = 0
    let extras = 0
    for await (const stored of finishedDialogs(engine.project().folder.store, id)) {
      const sizes = finalRecord(dialogFromSteps(stored.input, stored.steps))
      dialogs++
      record += sizes.record
      extras += sizes.extras
    }
    await engine.close()
    const onDisk = statSync(file).size - extras
    return [
      { name: 'final record of a dialog', value: record / dialogs / 1024, unit: 'KiB' },
      {
        name: 'bytes on disk / final record (votes, thinking not counted)',
        value: onDisk / record,
        unit: '×',
        bar: '≤ 2',
      },
    ]
  })
}

async function growth(): Promise<BenchRow[]> {
  return withSample(async (engine) => {
    await simulate(engine, 200)
    const small = await simulate(engine, 1000)
    const smallRss = process.memoryUsage.rss()
    const large = await simulate(engine, 10_000)
    const largeRss = process.memoryUsage.rss()
    return [
      { name: 'CPU per dialog, 1 k dialogs', value: small.cpuMs / 1000, unit: 'ms' },
      {
        name: 'CPU per dialog, 10 k ÷ 1 k',
        value: large.cpuMs / 10 / small.cpuMs,
        unit: '×',
        bar: 'about 1 (linear)',
      },
      {
        name: 'memory after 10 k ÷ after 1 k',
        value: largeRss / smallRss,
        unit: '×',
        bar: 'about 1 (flat)',
        note: `${Math.round(largeRss / 1048576)} MiB`,
      },
    ]
  })
}

export const benchDialogs = async (): Promise<BenchRow[]> => [
  ...(await bytesPerDialog()),
  ...(await growth()),
]
