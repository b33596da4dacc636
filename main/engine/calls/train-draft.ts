import type { Handlers } from '#core/contract/contract.ts'
import { readTrainDraft, writeTrainDraft } from '../project/setting-records.ts'
import type { EngineHost } from './engine-host.ts'

export const trainDraftCalls = (engine: EngineHost): Handlers<'trainDraft.get' | 'trainDraft.keep'> => ({
  'trainDraft.get': () => readTrainDraft(engine.project().folder.store),
  'trainDraft.keep': (draft) => writeTrainDraft(engine.project().folder.store, draft),
})
