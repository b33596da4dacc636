/** What the window can ask about the training that is being set up. Spread into the contract. */
import { type TrainDraft, trainDraftSchema } from '../training/draft.ts'
import { answers, nothing } from './call.ts'

export const trainDraftCalls = {
  'trainDraft.get': answers<TrainDraft>()(nothing),
  /** Kept with the project, so that closing the program loses nothing of it. */
  'trainDraft.keep': answers<void>()(trainDraftSchema),
} as const
