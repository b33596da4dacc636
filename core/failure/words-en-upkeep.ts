import type { Words } from './word-table.ts'

/** English: network, support bundle, disk, and projects as files. */
export const EN_UPKEEP: Words = {
  'network.notConfigured': {
    message: 'Nothing was sent: {{host}} is not among the hosts that you configured.',
    hint: 'If you trust it, add it in Connections and resume. Settings → Network lists what may be contacted.',
  },
  'bundle.gone': {
    message: 'The support bundle that you looked at is no longer at hand.',
    hint: 'Make it anew, look at it, and save it then.',
  },
  'project.readOnly': {
    message: 'The project is open for reading only; this would change it.',
    hint: 'The notice at the top says why. Copy the project to work on the copy.',
  },
  'project.jobsRun': {
    message: 'Jobs are at work in this project: {{count}}.',
    hint: 'Pause them or let them end, then try again.',
  },
  'project.otherOpen': {
    message: 'The project in {{folder}} is being copied, moved or archived.',
    hint: 'Wait until that has ended, or stop it.',
  },
  'project.intoItself': {
    message: 'A project cannot be put into its own folder.',
    hint: 'Choose a place outside of {{folder}}.',
  },
  'project.noRoom': {
    message: 'There is not enough room: {{needed}} are needed, {{free}} are free.',
    hint: 'Free some space or choose another disk. Nothing was changed.',
  },
  'project.targetTaken': {
    message: 'There is something at {{place}} already.',
    hint: 'Choose another name or place; nothing is ever overwritten.',
  },
  'project.transferFailed': {
    message: 'It could not be finished: {{why}}.',
    hint: 'The original is unchanged, and what was begun was removed. Check the place and try again.',
  },
  'archive.damaged': {
    message: 'This archive is damaged: {{why}}.',
    hint: 'Take another copy of the file. Nothing was put in place.',
  },
  'archive.foreign': {
    message: '{{file}} is no archive of a LoopTool project.',
    hint: 'Choose a file that “Archive” of LoopTool has written.',
  },
  'archive.newer': {
    message:
      'This archive was written by a newer LoopTool (format {{found}}; this one reads up to {{known}}).',
    hint: 'Update LoopTool, then restore it.',
  },
}
