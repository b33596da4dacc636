/** How many model requests of a dialog wait for one another: what latency costs a dialog, whatever the concurrency. */
import { join } from 'node:path'
import { createDraw, ordinalOf } from '#core/dialog/draw.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import type { Transport } from '#core/endpoint/transport.ts'
import { promptsOfKind } from '#core/prompt/uses.ts'
import { createPractice } from '#engine/inference/practice.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import { openStore } from '#engine/project/sqlite-store.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { simulateKind } from '#engine/stage/simulate/kind.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import type { BenchRow } from './row.ts'

const RESOURCES = join(import.meta.dirname, '../../resources')
const MESSAGES = 26
const DIALOGS = 50

/** Counts all requests, and those that were sent while none was under way. */
function counting(inner: Transport): { transport: Transport; requests: () => number; inARow: () => number } {
  let open = 0
  let requests = 0
  let inARow = 0
  const transport: Transport = {
    ...inner,
    async chat(request, signal) {
      requests++
      if (open++ === 0) inARow++
      try {
        return await inner.chat(request, signal)
      } finally {
        open--
      }
    },
  }
  return { transport, requests: () => requests, inARow: () => inARow }
}

/** Medium dialogs of exactly 26 messages, one at a time, votes that agree. */
export async function benchCriticalPath(): Promise<BenchRow[]> {
  const temp = tempFolder()
  const store = await openStore(WORKER, join(temp.path, 'project.sqlite'))
  const { tools } = await importFiles([join(RESOURCES, 'sample/tools.json')])
  const toolSet = { id: 't', name: 't', version: 1, hash: 't', tools }
  const { medium } = DEFAULT_SIMULATE.ranges
  const settings = {
    ...DEFAULT_SIMULATE,
    toolSetId: 't',
    count: DIALOGS,
    levels: { easy: 0, medium: 1, hard: 0 },
    ranges: {
      ...DEFAULT_SIMULATE.ranges,
      medium: { ...medium, messages: [MESSAGES, MESSAGES] as [number, number] },
    },
  }
  const draw = createDraw(settings, toolSet)
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const counted = counting(
    createPractice({
      seed: settings.seed,
      wrongVotes: 0,
      setup: async (key) => {
        const setup = draw.setup(ordinalOf(key) ?? 0)
        return { setup, tools: setup.tools.flatMap((name) => byName.get(name) ?? []) }
      },
    }),
  )
  const prompts = createPrompts({ resourcesFolder: RESOURCES })
  const jobs = new JobEngine({
    store,
    kinds: [simulateKind({ toolSet: async () => toolSet, prompts })],
    findPlayers: async () => ({
      of: () => ({ transport: counted.transport, model: 'practice' }),
      close: async () => undefined,
    }),
    now: () => new Date().toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })
  await jobs.start({
    id: 'j',
    kind: 'simulate',
    kindVersion: 1,
    title: '',
    inputs: {},
    prompts: await prompts.marks(promptsOfKind('simulate')),
    roles: {},
    settings,
    seed: settings.seed,
    budget: {},
    concurrency: 1,
    appVersion: '0',
    createdAt: new Date().toISOString(),
  })
  await jobs.settled('j')
  const row = await store.get(
    "SELECT sum(json_extract(summary, '$.messages')) AS n FROM item WHERE state = 'done'",
  )
  await jobs.close()
  await store.close()
  temp.remove()
  const messages = Number(row?.n ?? 0)
  return [
    {
      name: 'requests in a row for 26 messages',
      value: (counted.inARow() * MESSAGES) / messages,
      unit: '',
      bar: '≤ 27',
      note: `${((counted.requests() * MESSAGES) / messages).toFixed(1)} in all`,
    },
  ]
}
