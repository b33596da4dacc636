/** The stages of a round as job kinds, joined to the project they read. */

import { preambleOf } from './dataset/read-samples.ts'
import type { JobKind } from './job/kind.ts'
import { inDataset, type LoopSource, loopRecords, oneSample, samplesOf, seedsOf } from './loop-records.ts'
import { insertDataset, nextDatasetNumber } from './project/dataset-records.ts'
import { sha256 } from './project/tool-set-records.ts'
import { composeKind } from './stage/compose/kind.ts'
import { roundSources } from './stage/compose/sources.ts'
import { expandKind } from './stage/expand/kind.ts'
import { judgeKind } from './stage/judge/kind.ts'
import { probeKind } from './stage/probe/kind.ts'
import type { Prompts } from './stage/prompts.ts'

/** @param now ISO 8601 */
export function loopKinds(source: LoopSource, prompts: Prompts, now: () => string): JobKind[] {
  const records = loopRecords(source)
  // Nobody probes, judges or learns from what is held out.
  const train = (dataset: string) => samplesOf(source, dataset, 'train')
  const sample = (dataset: string, id: string) => oneSample(source, dataset, id)
  return [
    probeKind({
      samples: train,
      sample,
      preamble: (dataset) => inDataset(source, dataset, preambleOf),
    }),
    judgeKind({ samples: train, sample, predictions: (probe) => records.predictions(probe), prompts }),
    expandKind({
      seeds: (settings) => seedsOf(source, settings),
      sample,
      samples: (dataset, part) => samplesOf(source, dataset, part),
      // The dataset's own test part is the project's held-out set.
      heldOut: async function* () {},
      prompts,
      sha256,
    }),
    composeKind({
      ...roundSources(records, sha256),
      prompts,
      datasetsFolder: source.datasetsFolder,
      nextNumber: () => nextDatasetNumber(source.store),
      recordDataset: insertDataset,
      now,
      sha256,
    }),
  ]
}
