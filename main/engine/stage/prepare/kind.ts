/** Prepare as a job kind: one item, the dataset. It is written again from the start until it is whole. */

import type { Dialog } from '#core/dialog/dialog.ts'
import { type PrepareSettings, prepareSettingsSchema } from '#core/dialog/settings.ts'
import { type SampleOptions, samplesOfDialog } from '#core/sample/from-dialog.ts'
import { countRefusal, type RefusalCounts, refusalsIn } from '#core/sample/refusal.ts'
import type { Parent } from '#core/sample/sample.ts'
import type { Hash } from '#core/sample/sample-id.ts'
import type { Tool } from '#core/tool/tool.ts'
import { type WrittenDataset, writeDataset } from '../../dataset/dataset-files.ts'
import type { SampleSpool } from '../../dataset/sample-spool.ts'
import type { FanOutKind, ItemContext, ItemEnd } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import { type MakesDatasets, madeDataset, policyPreamble } from '../made-dataset.ts'

/** A finished dialog with the tools offered in it. */
export interface FinishedDialog {
  readonly key: string
  readonly dialog: Dialog
  readonly tools: readonly Tool[]
  readonly toolSetHash: string
}

export interface PrepareDeps extends MakesDatasets {
  /** Finished dialogs of a simulate job, always in the same order. */
  dialogs(job: string): AsyncIterable<FinishedDialog>
}

/** The method's window for text answers. */
const TEXT_HISTORY = 6

interface Tally {
  dialogs: number
  call: number
  text: number
  readonly refused: RefusalCounts
}

function addDialog(
  { key, dialog, tools, toolSetHash }: FinishedDialog,
  job: string,
  options: SampleOptions,
  sha256: Hash,
  spool: SampleSpool,
  tally: Tally,
): void {
  const parent = (turn: number): Parent => ({ from: 'dialog', job, dialog: key, turn })
  const made = samplesOfDialog({ dialog, tools, toolSetHash, place: key, parent }, options, sha256)
  for (const [why, times] of refusalsIn(made.refused)) countRefusal(tally.refused, why, times)
  for (const sample of made.samples) {
    if (!spool.add(sample)) countRefusal(tally.refused, 'duplicate')
    else tally[sample.accepted[0]?.kind === 'text' ? 'text' : 'call']++
  }
  tally.dialogs++
}

async function fill(
  deps: PrepareDeps,
  context: ItemContext<PrepareSettings>,
  spool: SampleSpool,
  tally: Tally,
): Promise<void> {
  const { history, textSamples, openingTexts = false, jobs } = context.settings
  const options = { history, textHistory: TEXT_HISTORY, textSamples, openingTexts }
  for (const job of jobs) {
    for await (const finished of deps.dialogs(job)) {
      context.signal.throwIfAborted()
      addDialog(finished, job, options, deps.sha256, spool, tally)
      if (tally.dialogs % 50 === 0) context.progress(tally.dialogs, tally.dialogs, 'dialogs')
    }
  }
}

const countersOf = (tally: Tally, written: WrittenDataset | undefined): Record<string, number> => ({
  'samples.call': tally.call,
  'samples.text': tally.text,
  'samples.train': written?.train ?? 0,
  'samples.test': written?.test ?? 0,
  ...Object.fromEntries(refusalsIn(tally.refused).map(([why, times]) => [`refused.${why}`, times])),
})

async function run(deps: PrepareDeps, context: ItemContext<PrepareSettings>): Promise<ItemEnd> {
  const { settings, spec } = context
  const tally: Tally = { dialogs: 0, call: 0, text: 0, refused: {} }
  const preamble = await policyPreamble(deps, spec.prompts)
  const { testShare, seed } = settings
  const written = await writeDataset(
    { datasetsFolder: deps.datasetsFolder, job: spec.id, preamble, testShare, seed, round: 1 },
    (spool) => fill(deps, context, spool, tally),
    context.signal,
  )
  const counters = countersOf(tally, written)
  if (written === undefined)
    return { state: 'dropped', reason: 'dataset.empty', detail: JSON.stringify(tally.refused), counters }
  const dataset = await madeDataset(deps, spec, written, {
    name: settings.name,
    parents: settings.jobs.map((job) => ({ job })),
    refused: { ...tally.refused },
  })
  const { id, hash, counts } = dataset
  return { state: 'done', summary: { id, hash, counts }, counters, writes: [deps.recordDataset(dataset)] }
}

/** The prepare stage. Run again after a kill it writes the same bytes under the same hash. */
export const prepareKind = (deps: PrepareDeps): FanOutKind<PrepareSettings> => ({
  drive: 'fan-out',
  asksNobody: true,
  name: 'prepare',
  version: 1,
  decodeSettings: (raw) => decodeWith(prepareSettingsSchema, raw),
  plan: () => [{ key: 'dataset', input: {} }],
  run: (context) => run(deps, context),
})
