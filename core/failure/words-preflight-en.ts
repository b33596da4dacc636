/** Words of what a pre-flight finds. */
import type { Words } from './word-table.ts'

export const EN_PREFLIGHT: Words = {
  'preflight.microBatch': {
    message: 'A step draws {{answers}} answers, which {{microBatch}} a pass do not divide.',
    hint: 'Choose a number that divides {{answers}}.',
  },
  'preflight.clipIdle': {
    message: 'With one update a drawing the clip does nothing: no probability has changed yet.',
    hint: 'That is how the paper trains. For more use of each answer, take 2 updates or more.',
  },
  'preflight.validateNever': {
    message: 'Nothing is measured on held-out samples, so nobody will see whether it generalises.',
    hint: 'Validate every 10 steps or so.',
  },
  'preflight.noHeldOut': {
    message: 'The dataset has no held-out samples to validate with.',
    hint: 'Prepare it with a test share, or train without validation.',
  },
  'preflight.fewPrompts': {
    message: '{{train}} prompts are fewer than the {{prompts}} of one step.',
    hint: 'Take fewer prompts a step, or a larger dataset.',
  },
  'preflight.repeats': {
    message: 'Each prompt will be trained on about {{times}} times.',
    hint: 'Fresh prompts teach more: take fewer steps, or expand the dataset first.',
  },
  'preflight.tooLong': {
    message: '{{count}} of {{total}} prompts are longer than {{limit}} tokens; the longest has {{longest}}.',
    hint: 'They are never cut. Raise the limit, or leave them out knowingly.',
  },
  'preflight.context': {
    message: 'Prompt and answer together reach {{tokens}} tokens, the model reads {{context}}.',
    hint: 'Take shorter answers or a model with a longer context.',
  },
  'preflight.labelUnrewarded': {
    message: '{{count}} of {{asked}} labels would not be rewarded if the policy wrote them word for word.',
    hint: 'Such samples punish the right answer. Look at them in the data, and correct or reject them.',
  },
  'preflight.rewardSound': {
    message: 'All {{asked}} labels that were tried earn the full reward.',
    hint: '',
  },
  'preflight.memoryNo': {
    message: 'The training wants about {{need}} GiB of {{free}} GiB free.',
    hint: 'Take fewer answers a pass, LoRA, shorter texts, or a smaller model.',
  },
  'preflight.memoryTight': {
    message: 'About {{need}} GiB of {{free}} GiB free: it may fit or not, the estimate is ±{{error}} %.',
    hint: 'Take fewer answers a pass to be safe; a run that fails goes on from its last checkpoint.',
  },
  'preflight.memoryFits': { message: 'About {{need}} GiB of {{free}} GiB free.', hint: '' },
  'preflight.memoryUnknown': {
    message: 'How much memory this model takes is not known: it is no plain decoder.',
    hint: 'Start with small passes and look at the first step.',
  },
  'preflight.diskNo': {
    message: 'The run and its checkpoints want about {{need}} GiB, the disk has {{free}} GiB free.',
    hint: 'Keep fewer checkpoints, or free some space on the host.',
  },
  'preflight.gpuBusy': {
    message: 'GPU {{gpu}} is in use by {{user}} ({{used}} GiB).',
    hint: 'Ask, wait, or choose another GPU; two trainings on one GPU slow each other down.',
  },
  'preflight.deadGroups': {
    message: '{{share}} % of the prompts are always or never right for this start: they teach nothing.',
    hint: 'Train on those that a probe found between, or add a supervised warm start where it knows next to nothing.',
  },
  'preflight.red': {
    message: 'The pre-flight found something that stands in the way; nothing was started.',
    hint: 'Mend what stands in red, or start all the same with --anyway.',
  },
  'preflight.recipeRead': {
    message: 'A step draws {{answers}} answers: {{group}} each for {{prompts}} prompts. {{steps}} steps.',
    hint: '',
  },
  'preflight.dataCounted': {
    message: '{{train}} samples to train on, {{heldOut}} held out.',
    hint: '',
  },
  'preflight.notProbed': {
    message: 'No probe says which of these prompts the start already knows, or never gets right.',
    hint: 'Prompts that are always or never right teach nothing. A probe of the start with several answers a sample shows how many those are.',
  },
  'preflight.alive': {
    message:
      'Of {{known}} prompts that a probe knows, {{share}} % are always or never right; the others can teach.',
    hint: '',
  },
  'preflight.rewardUntried': {
    message: 'There is no sample to try the reward on.',
    hint: 'Choose a dataset with samples in its training part.',
  },
  'preflight.tokensFit': {
    message: 'All {{total}} prompts fit: the longest has {{longest}} tokens, the limit is {{limit}}.',
    hint: '',
  },
  'preflight.longLeftOut': {
    message:
      '{{count}} of {{total}} prompts are longer than {{limit}} tokens and will be left out, as you chose; the longest has {{longest}}.',
    hint: 'Look through the list: what is left out is not learnt.',
  },
  'preflight.noTemplate': {
    message: 'The model has no chat template, so nobody can say how its prompts are laid out.',
    hint: 'Choose a model that was made for chats, or put its chat_template.jinja into the folder.',
  },
  'preflight.layoutOdd': {
    message: 'The prompts are laid out for another kind of model.',
    hint: 'The small policy reads the compact layout, all others the usual one. Choose the layout that belongs to this model.',
  },
  'preflight.noGpu': {
    message: 'No GPU would be used: the model is trained on the processor.',
    hint: 'That is slow, and meant for small models. Choose a host with a GPU for anything larger.',
  },
  'preflight.gpuIdle': { message: 'GPU {{gpu}} ({{name}}) is free.', hint: '' },
  'preflight.gpuAbsent': {
    message: 'The host has no GPU {{gpu}}.',
    hint: 'Choose one that the host’s report names, or let the trainer take the freest.',
  },
  'preflight.diskFits': {
    message: 'The run wants about {{need}} GiB at most, the disk has {{free}} GiB free.',
    hint: '',
  },
  'preflight.diskUnknown': {
    message: 'How much room the checkpoints will take is not known.',
    hint: 'Look at the host’s report for what is free, and at the first checkpoint for its size.',
  },
  'preflight.reached': { message: 'The host answers.', hint: '' },
  'preflight.environmentSound': {
    message: 'The environment has TRL {{trl}} with torch {{torch}}.',
    hint: '',
  },
  'preflight.environmentBroken': {
    message: 'The Python at {{python}} cannot import what training needs.',
    hint: 'The details say what is missing. Set up an environment on the host’s page, or choose another one.',
  },
  'preflight.trlOther': {
    message: 'The environment has TRL {{trl}}; this program was tried with {{known}}.',
    hint: 'It may work. If it fails at the start, set up an environment on the host’s page.',
  },
  'preflight.gpuUnused': {
    message: 'The machine has a GPU, but this environment’s torch cannot use it.',
    hint: 'Set up an environment with CUDA on the host’s page, or it trains on the processor.',
  },
  'preflight.gpuMissing': {
    message: 'A GPU is asked for, and this environment’s torch finds none.',
    hint: 'Set up an environment with CUDA on the host’s page, or let the device be chosen by itself.',
  },
  'preflight.modelWhole': {
    message: 'The model is whole: {{parameters}} million weights, {{size}} GiB.',
    hint: '',
  },
  'preflight.factsUnread': {
    message: 'The host’s answer could not be read.',
    hint: 'Look at the details; connect again if the program files there were changed.',
  },
  'preflight.afterReach': {
    message: 'Not looked at, since what it rests on could not be had.',
    hint: 'Mend what stands in red above, then look again.',
  },
}
