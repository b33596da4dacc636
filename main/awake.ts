import { powerSaveBlocker } from 'electron'

let blocker: number | undefined

/** Keeps the computer from falling asleep, or lets it again; the screen may turn off. */
export function setAwake(awake: boolean): void {
  if (awake && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension')
  if (awake || blocker === undefined) return
  powerSaveBlocker.stop(blocker)
  blocker = undefined
}
