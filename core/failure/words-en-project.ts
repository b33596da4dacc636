import type { Words } from './word-table.ts'

/** English: opening, moving and keeping projects. */
export const EN_PROJECT: Words = {
  'project.none': { message: 'No project is open.', hint: 'Open or create a project on the Home page.' },
  'project.locked': {
    message: 'Another LoopTool has this project open (process {{pid}}).',
    hint: 'Use that window, or close it first.',
  },
  'project.notFound': {
    message: 'There is no LoopTool project in {{folder}}.',
    hint: 'Choose a folder that holds project.json, or create a new project.',
  },
  'project.exists': {
    message: 'The folder {{folder}} is not empty.',
    hint: 'Choose another name or an empty folder.',
  },
  'project.already': {
    message: 'The folder {{folder}} is a LoopTool project already.',
    hint: 'Open it, or choose another folder for the new project.',
  },
  'project.itself': {
    message: 'The folder {{folder}} is a LoopTool project itself.',
    hint: 'Projects lie beside each other: choose the folder around it. To go on with this project, open it.',
  },
  'project.newer': {
    message:
      'This project was written by a newer LoopTool (format {{found}}; this one reads up to {{known}}).',
    hint: 'Update LoopTool. The project was not changed.',
  },
  'project.damaged': {
    message: 'The project file in {{folder}} is damaged and cannot be read.',
    hint: 'Restore the latest backup ({{backup}}). The damaged file is kept beside it.',
  },
  'project.unwritable': {
    message: 'LoopTool cannot write in {{folder}}.',
    hint: 'Check the folder’s permissions and that the disk is not full.',
  },
}
