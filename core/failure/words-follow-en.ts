import type { Words } from './word-table.ts'

/** How trainings on hosts end, and what becomes of what they leave there. */
export const EN_FOLLOW: Words = {
  'host.memoryKilled': {
    message: 'The host ran out of main memory at step {{step}}, and its system ended the training for that.',
    hint: 'End what else needs memory there, then resume; it goes on from the last complete checkpoint.',
  },
  'host.killedHard': {
    message: 'The training was ended by force (signal 9) at step {{step}}.',
    hint: 'The system does that when memory runs out, and people do. Look at the last lines, then resume.',
  },
  'host.vanished': {
    message: 'The training’s programs on the host are gone since step {{step}}, and nobody wrote down why.',
    hint: 'A system that ends what its users left running does that, and so does a container that is ended. Examine the host, then resume from the last complete checkpoint.',
  },
  'host.pythonGone': {
    message: 'The Python that trains is not on the host any more: {{python}}.',
    hint: 'Put it back, or start a new training with another environment. Checkpoints stay.',
  },
  'host.environmentGone': {
    message: 'The environment of this training was removed from the host ({{python}}).',
    hint: 'Make the same environment again on the host’s page: it gets the same folder. Then resume.',
  },
  'host.stoppedThere': {
    message: 'The training was stopped at step {{step}}, and not from this window. Everything is kept.',
    hint: 'Somebody on the host did it, or another LoopTool. Resume goes on from there.',
  },
  'training.modelGone': {
    message: 'The model that this training starts from is not on the host any more: {{model}}.',
    hint: 'Fetch it again on the host’s page, to the same folder. Then resume.',
  },
  'training.gpuLost': {
    message: 'The GPU failed at step {{step}}.',
    hint: 'Examine the host: its driver may want a restart. Then resume from the last complete checkpoint.',
  },
  'training.checkpointNeeded': {
    message:
      'The checkpoint of step {{step}} is needed: a round, a probe, another training or an open talk names it.',
    hint: 'Remove or redo what needs it first.',
  },
  'disk.tooLittle': {
    message: 'The disk with {{folder}} has {{free}} GiB free; this needs {{need}} GiB.',
    hint: 'Free some space, then try again: what was brought stays.',
  },
  'round.serveFirst': {
    message: 'Training is done; now {{url}} has to serve it as {{model}}: {{command}}',
    hint: 'Run that line where the model lies, wait until the server answers, then resume: the round goes on with its questions.',
  },
  'round.trainsPractice': {
    message: 'Practice roles learn nothing, so round {{round}} cannot train one on a host.',
    hint: 'Choose the small policy, or the server that will serve the trained model, as the round’s policy.',
  },
  'round.trainsOther': {
    message:
      'Round {{round}} plays the small policy here, but trains a model with other prompts on the host.',
    hint: 'Choose the small policy’s layout for the training, or name the server that will serve the model.',
  },
}
