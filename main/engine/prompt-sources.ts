/** What a training, or its pre-flight, reads of a dataset and of a probe. */
import { probeSettingsSchema } from '#core/probe/settings.ts'
import { type LoopSource, loopRecords, samplesOf } from './loop-records.ts'
import { sha256 } from './project/tool-set-records.ts'
import { roundSources } from './stage/compose/sources.ts'
import type { PromptSources } from './stage/train/prompts.ts'

export function promptSources(source: LoopSource): PromptSources {
  const sources = roundSources(loopRecords(source), sha256)
  return {
    samples: (dataset, part) => samplesOf(source, dataset, part),
    passRates: async (probe) => {
      const rates = new Map<string, number>()
      // A single greedy answer says nothing of what can be learnt.
      if (probeSettingsSchema.parse(await source.settings(probe)).samples === 1) return rates
      for await (const { sample, passRate } of sources.probed(probe)) rates.set(sample.id, passRate)
      return rates
    },
  }
}
