/** What the tests of the simulate stage share. */
import { fileURLToPath } from 'node:url'
import type { Dialog, DialogSetup } from '#core/dialog/dialog.ts'
import { drawSetup } from '#core/dialog/draw.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { ItemEnd, StepRecord } from '#engine/job/kind.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { simulateKind } from '#engine/stage/simulate/kind.ts'
import { dialogFromSteps } from '#engine/stage/simulate/record.ts'
import { toolOf } from '#tests/core/dialog/made-tools.ts'
import { type FakeItem, fakeItem, Halted } from '#tests/fakes/item-context.ts'
import { type Asked, cast, type Line } from './scripted.ts'

export const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url))
const tools = Array.from({ length: 12 }, (_, i) =>
  toolOf(`find_${i}`, { name: { type: 'string' }, limit: { type: 'integer' } }, ['name'], `c${i % 3}`),
)
export const toolSet = { id: 't', name: 'T', version: 1, hash: 'h', tools }
export const settings: SimulateSettings = { ...DEFAULT_SIMULATE, toolSetId: 't', count: 10, seed: 3 }
export const specOf = (more: Partial<SimulateSettings> = {}): JobSpec => ({
  id: 'job',
  kind: 'simulate',
  kindVersion: 1,
  title: 'test',
  inputs: {},
  prompts: {},
  roles: {},
  settings: { ...settings, ...more },
  seed: 3,
  budget: {},
  concurrency: 1,
  appVersion: '0',
  createdAt: '2026-01-01T00:00:00.000Z',
})
export const kind = () =>
  simulateKind({ toolSet: async () => toolSet, prompts: createPrompts({ resourcesFolder }) })

export type Alter = (asked: Asked) => Line | undefined
export interface Played extends FakeItem<SimulateSettings> {
  readonly end: ItemEnd | undefined
  readonly dialog: Dialog
  readonly log: Asked[]
}

export const setupAt = (ordinal: number): DialogSetup => drawSetup(settings, toolSet, ordinal)
export const byTarget = (wanted: (target: number) => boolean): DialogSetup =>
  Array.from({ length: 10 }, (_, i) => setupAt(i)).find((setup) => wanted(setup.target))!
/** A dialog of a few messages. */
export const short = byTarget((target) => target >= 6 && target <= 14)

/** Plays one dialog with the scripted cast, from the steps given on. */
export async function play(
  setup: DialogSetup,
  alter?: Alter,
  more: { steps?: readonly StepRecord[]; haltAfter?: number; thinking?: boolean } = {},
): Promise<Played> {
  const { chat, log } = cast(setup, alter)
  const { steps, haltAfter, thinking = false } = more
  const item = fakeItem({
    spec: specOf({ thinking }),
    settings: { ...settings, thinking },
    key: setup.key,
    input: setup,
    chat,
    ...(steps ? { steps } : {}),
    ...(haltAfter === undefined ? {} : { haltAfter }),
  })
  let end: ItemEnd | undefined
  try {
    end = await kind().run(item.context)
  } catch (error) {
    if (!(error instanceof Halted)) throw error
  }
  return { ...item, end, log, dialog: dialogFromSteps(setup, item.steps) }
}
