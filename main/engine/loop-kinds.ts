/** The stages of a round as job kinds, joined to the project they read. */
import { preambleOf } from './dataset/read-samples.ts'
import type { JobKind } from './job/kind.ts'
import {
  checkedIn,
  heldOutOf,
  inDataset,
  type LoopSource,
  loopRecords,
  oneSample,
  samplesOf,
  seedsOf,
} from './loop-records.ts'
import { insertDataset, nextDatasetNumber } from './project/dataset-records.ts'
import { sha256 } from './project/tool-set-records.ts'
import { promptSources } from './prompt-sources.ts'
import { collectKind } from './stage/collect/kind.ts'
import { composeKind } from './stage/compose/kind.ts'
import { roundSources } from './stage/compose/sources.ts'
import { expandKind } from './stage/expand/kind.ts'
import { fetchKind } from './stage/fetch/kind.ts'
import { checkKind } from './stage/filter/check-kind.ts'
import { filterKind } from './stage/filter/kind.ts'
import { calibrateKind } from './stage/judge/calibrate.ts'
import { judgeKind } from './stage/judge/kind.ts'
import { type LengthsDeps, lengthsKind } from './stage/lengths/kind.ts'
import { policyPreamble } from './stage/made-dataset.ts'
import { probeKind } from './stage/probe/kind.ts'
import type { Prompts } from './stage/prompts.ts'
import { type TrainDeps, trainKind } from './stage/train/kind.ts'
import type { PromptSources } from './stage/train/prompts.ts'
import { keepThere } from './stage/train/there.ts'

/**
 * @param now ISO 8601
 * @param trains where runs and policies stand, and who starts the small policy's process
 */
export function loopKinds(
  source: LoopSource,
  prompts: Prompts,
  now: () => string,
  trains: Omit<TrainDeps, keyof PromptSources | 'preamble' | 'now'> & Pick<LengthsDeps, 'counterFor'>,
): JobKind[] {
  const records = loopRecords(source)
  const sources = roundSources(records, sha256)
  // Nobody probes, judges or learns from what is held out.
  const train = (dataset: string) => samplesOf(source, dataset, 'train')
  const sample = (dataset: string, id: string) => oneSample(source, dataset, id)
  const preamble = (dataset: string) => inDataset(source, dataset, preambleOf)
  const all = (dataset: string, part: 'all' | 'train' | 'test') => samplesOf(source, dataset, part)
  const makes = {
    prompts,
    datasetsFolder: source.datasetsFolder,
    nextNumber: () => nextDatasetNumber(source.store),
    recordDataset: insertDataset,
    now,
    sha256,
  }
  // The dataset's own test part is the project's held-out set.
  const heldOut = async function* () {}
  return [
    probeKind({ samples: train, sample, preamble }),
    probeKind({ samples: (dataset) => samplesOf(source, dataset, 'test'), sample, preamble }, 'evaluate'),
    calibrateKind({ samples: train, prompts }),
    judgeKind({ samples: train, sample, predictions: (probe) => records.predictions(probe), prompts }),
    expandKind({
      seeds: (settings) => seedsOf(source, settings),
      sample,
      samples: all,
      heldOut,
      prompts,
      sha256,
    }),
    composeKind({ ...sources, ...makes }),
    checkKind({ samples: all, sample, prompts }),
    filterKind({
      ...makes,
      samples: all,
      heldOut: () => heldOutOf(source),
      checked: (job) => checkedIn(source, job),
    }),
    collectKind({ ...makes, samples: all }),
    lengthsKind({
      samples: (dataset) => samplesOf(source, dataset, 'all'),
      preamble: (dataset, reader) =>
        reader.kind === 'onHost' ? policyPreamble({ prompts }) : preamble(dataset),
      counterFor: trains.counterFor,
    }),
    fetchKind({
      ...trains,
      keep: async (run, step) => {
        const place = await trains.placeOfRun(run)
        await keepThere(await trains.openHost(place.host), place.folder, [step])
      },
    }),
    trainKind({
      ...trains,
      now,
      preamble: () => policyPreamble({ prompts }),
      ...promptSources(source),
    }),
  ]
}
