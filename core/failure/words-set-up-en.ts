import type { Words } from './word-table.ts'

/** Setting up a host, and the work found there. */
export const EN_SET_UP: Words = {
  'setUp.killed': {
    message: 'The program on the host was ended from outside (signal {{signal}}).',
    hint: 'Usually its memory ran out, or somebody ended it. Resume: it goes on where it was.',
  },
  'setUp.rebooted': {
    message: 'The host was restarted meanwhile.',
    hint: 'Resume: it goes on where it was.',
  },
  'setUp.ended': {
    message: 'The program on the host ended without saying why (code {{code}}).',
    hint: 'The details hold its last words. Resume to try again; what was fetched is kept.',
  },
  'setUp.folderMissing': {
    message: 'There is no folder {{folder}} on this computer.',
    hint: 'Choose the folder that holds the model’s config.json and its .safetensors files.',
  },
  'setUp.noModelFiles': {
    message: 'The folder {{folder}} holds no model: {{file}} is missing.',
    hint: 'Choose the folder that holds config.json, a tokenizer and .safetensors files.',
  },
  'env.inUse': {
    message: 'Something runs from this environment just now ({{count}} processes).',
    hint: 'A training would end with it. The Work tab shows what runs; remove the environment afterwards.',
  },
  'model.otherThere': {
    message: 'Another model is called {{model}} on this host.',
    hint: 'Choose another name, or remove that one first.',
  },
  'wheels.none': {
    message: '{{package}} has no package file for this host ({{platform}}).',
    hint: 'An old system (glibc before 2.28) or an unusual processor is the usual reason. Choose a Python of your own there that has TRL.',
  },
  'wheels.unreachable': {
    message: 'This computer cannot reach {{index}}.',
    hint: 'Check the network and proxy of this computer, or name a mirror.',
  },
  'wheels.odd': {
    message: '{{index}} answers, but not as a package index does.',
    hint: 'Check the address; a package index usually ends in /simple.',
  },
  'wheels.hash': {
    message: '{{file}} is not the file that was tested: its checksum differs.',
    hint: 'It was thrown away. Try again; if it comes again, the index or a proxy in between is wrong.',
  },
  'work.running': {
    message: 'Somebody works in this folder just now.',
    hint: 'Stop the work first, or wait until it ends.',
  },
  'work.isJob': {
    message: 'This belongs to a job of the open project that has not ended.',
    hint: 'Pause, cancel or remove it on the Jobs page; its folder can go once it has ended.',
  },
  'work.named': {
    message: 'Something of the open project names a checkpoint in this folder.',
    hint: 'A training, a round or a talk starts from it. Fetch the checkpoint first, or keep the folder.',
  },
  'work.noTraining': {
    message: 'This is no training that could be followed.',
    hint: 'Only trainings write curves. Its state is shown in the list.',
  },
}
