import type { Words } from './word-table.ts'

/** The host kit: environments, models and trainings on a host. */
export const EN_KIT: Words = {
  'kit.changed': {
    message: 'The program files on the host are not the ones that were sent there.',
    hint: 'Connect again: they are replaced. The details name the files that differ.',
  },
  'kit.busy': {
    message: 'Another LoopTool works on the same thing on this host.',
    hint: 'Wait until it ends, or look at the Jobs page of the other one.',
  },
  'kit.unexpected': {
    message: 'The program on the host ended for a reason it did not foresee.',
    hint: 'The details hold its last words; the log of the job holds the rest. Nothing that was complete is lost.',
  },
  'disk.tooSmall': {
    message: 'The disk with {{folder}} has too little room.',
    hint: 'Free some space there, or choose another folder. The details say how much is wanted and how much is free.',
  },
  'env.noUv': {
    message: 'The host has no uv, which makes the Python environment.',
    hint: 'Install it there with `pip install --user uv`, or choose a Python of your own that has TRL.',
  },
  'env.oldPython': {
    message: 'The host has no Python of version {{wanted}} or later.',
    hint: 'Install one there, or let uv fetch one where the host reaches the network.',
  },
  'env.unfit': {
    message: 'This Python cannot train: something it needs is missing or of another version.',
    hint: 'The details say what. Make an environment instead, or install what is missing.',
  },
  'env.hashDiffers': {
    message: 'A downloaded package is not the one that was tested: its checksum differs.',
    hint: 'Nothing was installed from it. Check the mirror or proxy in between; try again with another index.',
  },
  'env.unreachable': {
    message: 'The host cannot reach the package registry.',
    hint: 'Check its network and proxy, name a mirror, or carry the packages there as wheels.',
  },
  'env.noWheel': {
    message: 'A package that is needed does not exist for this machine or is not among the wheels.',
    hint: 'The details name it. An old system (glibc before 2.28) or an unusual processor is the usual reason.',
  },
  'env.notMade': {
    message: 'The Python environment could not be made.',
    hint: 'The details hold the last lines of uv. Try again: what was fetched is kept.',
  },
  'model.damaged': {
    message: 'The model in {{model}} cannot be read: a file is missing, cut off or not what it should be.',
    hint: 'Fetch it again: only what is wrong is fetched. The details name the file.',
  },
  'model.noSafetensors': {
    message: 'The folder {{model}} holds no weights as .safetensors.',
    hint: 'Weights in other formats are not read, since they may run code. Choose a model that has .safetensors files.',
  },
  'model.noTokenizer': {
    message: 'The folder {{model}} holds no tokenizer.',
    hint: 'Copy tokenizer.json of the model there, or choose another folder.',
  },
  'model.notComplete': {
    message: 'The model {{model}} is not complete on the host.',
    hint: 'Fetch or upload it again: it goes on where it stopped.',
  },
  'hub.unreachable': {
    message: 'The host cannot reach {{hub}}.',
    hint: 'Check its network and proxy, or name a mirror that it can reach; a model can be uploaded instead.',
  },
  'hub.token': {
    message: '{{hub}} wants a token for this model, or does not accept the one that was sent.',
    hint: 'Make a token with read access on the hub’s page and type it again.',
  },
  'hub.forbidden': {
    message: '{{hub}} does not give you this model.',
    hint: 'Most such models want their licence accepted on the hub’s page first, with the same account.',
  },
  'hub.noModel': {
    message: '{{hub}} knows no model of that name.',
    hint: 'Look for a typing mistake: names look like Qwen/Qwen3-0.6B. Private models need a token.',
  },
  'hub.busy': { message: '{{hub}} asks to wait: too many requests.', hint: 'Try again in a few minutes.' },
  'hub.refused': {
    message: '{{hub}} answered with an error ({{status}}).',
    hint: 'Try again later, or name another mirror.',
  },
  'hub.odd': {
    message: '{{hub}} answers, but not as a model hub does.',
    hint: 'Check the address of the mirror.',
  },
  'hub.cut': {
    message: 'The connection to {{hub}} was cut five times while {{file}} was fetched.',
    hint: 'Try again: it goes on where it stopped.',
  },
  'hub.checksum': {
    message: '{{file}} arrived from {{hub}} other than it should be.',
    hint: 'It was thrown away. Try again; if it comes again, the mirror is wrong.',
  },
  'training.notFinite': {
    message: 'The training stopped at step {{step}}: loss or gradient is no number any more.',
    hint: 'The last checkpoint is good. Go on from it with a lower learning rate or a shorter gradient.',
  },
  'training.outOfMemory': {
    message: 'The training ran out of memory.',
    hint: 'Take fewer answers a pass, shorter answers, LoRA, or let activations be computed again. Nothing complete is lost.',
  },
  'training.gpuMissing': {
    message: 'The training asks for a GPU, but Python finds none that it can use.',
    hint: 'Run the doctor on the host: the driver may be too old for this environment, or the GPU taken.',
  },
  'training.promptsTooLong': {
    message: '{{count}} prompts are longer than {{limit}} tokens. None was cut.',
    hint: 'Raise the limit, use fewer tools a sample, or leave these out; they are named in too-long.jsonl.',
  },
  'recipe.unreadable': {
    message: 'This is no recipe: it cannot be read as YAML.',
    hint: 'The details say where. Save a recipe from this page to see the form.',
  },
  'recipe.field': {
    message: 'The recipe’s {{field}} is unknown or out of range.',
    hint: 'The details say what is allowed.',
  },
}
