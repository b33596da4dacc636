/** A training being set up is kept with its project: a moment after it was changed, and before the window goes. */
import { NEW_TRAINING, type TrainDraft } from '#core/training/draft.ts'
import { call } from '../bridge/looptool.ts'
import { useProject } from '../store/project.ts'
import { draftOf, useTrainDraft } from '../store/train-draft.ts'

const CALM_MS = 400

export function keepTrainDraft(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What the project has; while it is being read nothing is kept, so that no other project's draft is written over it. */
  let kept: TrainDraft | undefined
  const save = (): void => {
    clearTimeout(timer)
    timer = undefined
    const draft = draftOf(useTrainDraft.getState())
    if (kept === undefined || JSON.stringify(draft) === JSON.stringify(kept)) return
    kept = draft
    // A project that is only read, or is being closed, keeps what it had; the draft stays on the page.
    void call('trainDraft.keep', draft).catch(() => undefined)
  }
  const takeUp = async (folder: string | undefined): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    kept = undefined
    useTrainDraft.getState().replace(NEW_TRAINING)
    if (folder === undefined) return
    const draft = await call('trainDraft.get').catch(() => NEW_TRAINING)
    // Another project may have been opened by now.
    if (useProject.getState().project?.folder !== folder) return
    // Somebody who was quicker than the disk means what they typed.
    const typed = draftOf(useTrainDraft.getState())
    kept = draft
    if (JSON.stringify(typed) === JSON.stringify(NEW_TRAINING)) useTrainDraft.getState().replace(draft)
    else timer ??= setTimeout(save, CALM_MS)
  }
  useProject.subscribe((now, before) => {
    if (now.project?.folder !== before.project?.folder) void takeUp(now.project?.folder)
  })
  useTrainDraft.subscribe(() => {
    timer ??= setTimeout(save, CALM_MS)
  })
  window.addEventListener('pagehide', () => timer !== undefined && save())
}
