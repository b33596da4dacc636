import type { Words } from './word-table.ts'

/** Trainings and the playground. */
export const EN_TRAINING: Words = {
  'run.notFound': {
    message: 'There is no such training run in this project.',
    hint: 'Its folder may have been moved. Choose another run from the list.',
  },
  'run.damaged': {
    message: 'The description of this run cannot be read ({{file}}).',
    hint: 'Its metrics are still in the folder; open metrics.jsonl there as a log file.',
  },
  'rollout.notFound': {
    message: 'The rollouts of step {{step}}, prompt {{group}}, are not there.',
    hint: 'The trainer may have thinned them out. Choose another step.',
  },
  'log.unknown': {
    message: 'No training step was found in {{file}}.',
    hint: 'LoopTool reads metrics.jsonl and the console of verl, and trainer_state.json and the console of TRL.',
  },
  'export.notCsv': {
    message: 'A table is only written to a file that ends in .csv, not to {{file}}.',
    hint: 'Choose a name that ends in .csv.',
  },
  'file.unwritable': {
    message: 'The file {{file}} cannot be written: {{why}}.',
    hint: 'Choose another folder, or close the program that has the file open.',
  },
  'training.running': {
    message: 'Another process trains this run already.',
    hint: 'Wait until it ends, or close the other LoopTool.',
  },
  'training.noPrompts': {
    message:
      'No prompt is left to train on: {{mastered}} are always right, {{hopeless}} never, {{tooLong}} too long for the policy to read.',
    hint: 'Choose a dataset with other samples, keep all prompts in the recipe, or use fewer tools a sample.',
  },
  'training.checkpointNotFound': {
    message: 'There is no complete checkpoint of step {{step}} in run {{run}}.',
    hint: 'Choose another checkpoint on the Training page, or start from the base.',
  },
  'training.checkpointElsewhere': {
    message:
      'Run {{run}} was trained on another machine; its checkpoint of step {{step}} is not on this host.',
    hint: 'Train on the host where that run lies, or choose a model that is here.',
  },
  'training.checkpointDamaged': {
    message: 'The checkpoint in {{folder}} cannot be read.',
    hint: 'Choose an earlier checkpoint; the details say what is wrong with this one.',
  },
  'training.died': {
    message:
      'The training’s process ended without a word, at step {{step}}. The system may have run out of memory.',
    hint: 'Resume: it goes on from the last checkpoint. If it comes again, train with fewer threads or prompts a step.',
  },
  'playground.practiceNeedsSample': {
    message: 'Practice roles can only answer a sample as it stands: they know nothing else.',
    hint: 'Choose a sample of a dataset and ask before changing it, or choose another policy.',
  },
  'playground.noTools': {
    message: 'None of the chosen tools is in this tool set.',
    hint: 'Choose at least one tool.',
  },
  'playground.heldOut': {
    message: 'This sample is held out for evaluation, so nothing made from it may be trained on.',
    hint: 'Start from a training sample, or type the words yourself.',
  },
  'playground.badAnswer': {
    message: 'The answer is neither words nor calls that can be read, so it cannot be a label.',
    hint: 'Correct it: a call stands in <tool_call> tags as {"name": …, "arguments": {…}}.',
  },
  'playground.badCall': {
    message: 'The call breaks its tool’s schema, so it cannot be a label.',
    hint: 'The details name the argument. Correct the answer, then save it.',
  },
  'playground.notSaved': {
    message: 'The turn is stored as a job, but its dataset could not be written yet.',
    hint: 'Look at the Jobs page; it can be resumed there once the disk has room.',
  },
  'round.trainsSmall': {
    message:
      'Only the small policy can be trained in a round on this computer; round {{round}} has another one.',
    hint: 'Choose the small policy as the round’s policy, or leave the stage train out.',
  },
}
