import type { Words } from './word-table.ts'
import { EN_CONNECTION } from './words-en-connection.ts'
import { EN_DOCTOR } from './words-en-doctor.ts'
import { EN_HOST } from './words-en-host.ts'
import { EN_PROJECT } from './words-en-project.ts'
import { EN_UPKEEP } from './words-en-upkeep.ts'
import { EN_WAY } from './words-en-way.ts'
import { EN_FOLLOW } from './words-follow-en.ts'
import { EN_KIT } from './words-kit-en.ts'
import { EN_PREFLIGHT } from './words-preflight-en.ts'
import { EN_PROMPTS } from './words-prompts-en.ts'
import { EN_SET_UP } from './words-set-up-en.ts'
import { EN_TRAINING } from './words-training-en.ts'

export const EN: Words = {
  'program.defect': {
    message: 'LoopTool met an error of its own. Your project is unchanged.',
    hint: 'Try once more. If it comes again, copy the details into a report.',
  },
  'call.badInput': {
    message: 'The window asked for something the engine does not accept.',
    hint: 'Reload the window. If it comes again, copy the details into a report.',
  },
  'call.untrusted': { message: 'A request came from a page that is not LoopTool.', hint: 'Close that page.' },
  'engine.gone': {
    message: 'The engine stopped while it was working on this.',
    hint: 'It is started again by itself; ask once more in a few seconds.',
  },
  'policy.promptTooLong': {
    message:
      'The prompt has {{tokens}} tokens; the small policy reads {{context}} at most, its answer included.',
    hint: 'Use fewer or smaller tools, or a shorter dialog.',
  },
  'policy.unknownToken': {
    message:
      'A prompt holds a token beyond the small policy’s {{vocab}} words; its tokenizer belongs to another model.',
    hint: 'Choose the tokenizer.json that lies beside the model.',
  },
  'policy.batchTooLarge': {
    message: 'A training batch needs {{missing}} MB more memory than one thread has.',
    hint: 'Use fewer or shorter answers a prompt.',
  },
  'policy.lossNotFinite': {
    message:
      'The loss is not a number any more: training has become unstable. The weights are those of the step before.',
    hint: 'Go on from the last checkpoint with a lower learning rate.',
  },
  'policy.referenceMissing': {
    message: 'The KL term needs the reference policy’s log-probabilities, and they are missing.',
    hint: 'Set the KL weight to 0, or compute them before the step.',
  },
  'policy.weightsDamaged': {
    message: 'The weights in {{file}} cannot be used: {{why}}.',
    hint: 'Choose another checkpoint; this one was cut off or damaged.',
  },
  'policy.foreignModel': {
    message: '{{file}} is not of a model that the small policy’s engine runs: {{why}}.',
    hint: 'Choose a checkpoint that LoopTool wrote, or serve the model with vLLM and add it as an endpoint.',
  },
  'policy.fileMissing': {
    message: '{{file}} is missing or cannot be read.',
    hint: 'Choose a folder with model.safetensors, config.json and tokenizer.json; to resume training, also optimizer.safetensors.',
  },
  'disk.full': {
    message: 'The disk is full.',
    hint: 'Free some space, then resume. Everything recorded so far is safe.',
  },
  'toolSet.notFound': {
    message: 'This tool set is not in the project.',
    hint: 'Choose another one on the Tools page.',
  },
  'toolSet.empty': { message: 'No tool is left to save.', hint: 'Keep at least one tool.' },
  'toolSet.draftGone': { message: 'The import is no longer at hand.', hint: 'Import the files again.' },
  'job.notFound': {
    message: 'There is no such job in this project.',
    hint: 'Open the Jobs page to see what there is.',
  },
  'round.unfinished': {
    message: 'A round is still being made.',
    hint: 'Let it end, resume it, or cancel it on the Rounds page; then start the next one.',
  },
  'round.order': {
    message: 'Round {{round}} cannot be started: the next one is round {{next}}.',
    hint: 'Start round {{next}}, or choose “redo from here” for an earlier one.',
  },
  'round.notFound': {
    message: 'The project has no round {{round}}.',
    hint: 'The Rounds page shows which there are.',
  },
  'round.stage': {
    message: 'Round {{round}} has no stage {{stage}} that could be done again.',
    hint: 'Choose a stage that the round has, or start a new round.',
  },
  'round.inputsGone': {
    message: 'What round {{round}} was made from is gone: {{what}}.',
    hint: 'Restore the project from a backup, or redo the round from the stage that makes it.',
  },
  'round.replaced': {
    message: 'Round {{round}} was made from something that was made anew since.',
    hint: 'Cancel it and start the round again from what stands now.',
  },
  'round.needs': {
    message: 'Stage {{stage}} of round {{round}} reads what {{needs}} makes, and that has not run.',
    hint: 'Add the stage {{needs}} to the round.',
  },
  'round.simulate': {
    message: 'The stages simulate and prepare need settings for new dialogs.',
    hint: 'Say how many dialogs to simulate, or leave these two stages out.',
  },
  'court.label': {
    message: 'The label cannot stand as written: {{why}}.',
    hint: 'Correct it against the tool’s parameters; the details say where.',
  },
  'court.nothingToUndo': {
    message: 'There is no word of yours on this sample to take back.',
    hint: 'The verdict stands as the votes decided.',
  },
  'job.move': {
    message: 'A job that is {{state}} cannot be told to {{move}}.',
    hint: 'Look at the job’s state on the Jobs page.',
  },
  'job.settings': {
    message: 'The settings of this job cannot be used: {{why}}.',
    hint: 'Change them and start again.',
  },
  'job.unfinished': {
    message: 'The {{kind}} job is {{state}} with {{failed}} failed items.',
    hint: 'Look at its outcomes with status, then resume or retry.',
  },
  'budget.noPrice': {
    message:
      'A cap on money is set, but no price is kept for {{host}}: the cap would not see what is spent there.',
    hint: 'Type the price of this endpoint on the Connections page (0 where it costs nothing), or take the cap on money away.',
  },
  'dataset.notFound': {
    message: 'This dataset is not in the project.',
    hint: 'Choose another one on the Data page.',
  },
  'dataset.damaged': {
    message: 'The files of dataset {{name}} are missing or cannot be read.',
    hint: 'Put the folder datasets/{{hash}} back from a copy of the project and resume; or choose another dataset.',
  },
  'dataset.empty': {
    message: 'No sample is left: every dialog turn was refused.',
    hint: 'The counts by reason say why. Simulate more dialogs, or change the settings.',
  },
  'file.notFound': { message: 'The file {{file}} is not there.', hint: 'Check the path.' },
  'tokenizer.unreadable': {
    message: "The small policy's tokenizer cannot be read.",
    hint: 'The file tokenizer.json beside the weights is damaged or from another model; take the checkpoint whole from where it came.',
  },
  'file.unreadable': {
    message: 'The file {{file}} cannot be read: {{why}}.',
    hint: 'Check the file and try again.',
  },
  'file.tooLarge': {
    message: 'The file {{file}} is larger than {{limit}} MB.',
    hint: 'Split it, or take only what you need from it.',
  },
  'settings.damaged': {
    message: 'The settings file was damaged. It was put aside as {{file}}; the defaults are used.',
    hint: 'Set language, theme and folder again if they are not as you like them.',
  },
  'endpoint.key': {
    message: 'The endpoint {{name}} needs its key again.',
    hint: 'Type the key, then resume.',
  },
  'call.unknown': {
    message: 'The window asked for something this version does not have ({{call}}).',
    hint: 'Reload the window. If it comes again, copy the details into a report.',
  },
  'call.tooLarge': {
    message: 'The window sent more than can be taken at once ({{call}}).',
    hint: 'Choose less at a time, for example fewer files.',
  },
  'settings.unwritable': {
    message: 'The settings could not be saved.',
    hint: 'Check that the disk is not full and that your user folder can be written.',
  },
  'prompt.invalid': {
    message: 'The prompt {{file}} cannot be used: {{why}}.',
    hint: 'Correct the file in the project’s prompts folder, or remove it to use the built-in prompt.',
  },
  'prompt.changed': {
    message: 'The prompt {{id}} is not the one this job was started with.',
    hint: 'Put the earlier text back to go on with this job, or start a new one.',
  },
  'dialog.damaged': {
    message: 'The record of a dialog cannot be read ({{where}}).',
    hint: 'Other dialogs are not concerned. Restore a backup if you need this one.',
  },
  'sample.notFound': {
    message: 'This sample is not in the dataset.',
    hint: 'Go back to the list and choose another one.',
  },
  'endpoint.unreachable': {
    message: 'The endpoint {{name}} cannot be reached.',
    hint: 'Check the address and that the server runs, then resume.',
  },
  'endpoint.timeout': {
    message: 'The endpoint {{name}} did not answer in time.',
    hint: 'The server may be too busy. Lower the number of requests at once, then resume.',
  },
  'endpoint.auth': {
    message: 'The endpoint {{name}} refused the key.',
    hint: 'Type the right key for this server, then resume.',
  },
  'endpoint.notFound': {
    message: 'The server of {{name}} answers, but offers no chat at this address.',
    hint: 'Check the address; for most servers it ends with /v1.',
  },
  'endpoint.model': {
    message: 'The endpoint {{name}} does not serve this model.',
    hint: 'The details name the models it serves; choose one of them.',
  },
  'endpoint.context': {
    message: 'The request is longer than the model of {{name}} can read.',
    hint: 'Offer fewer tools, make dialogs shorter, or use a model with a longer context.',
  },
  'endpoint.rejected': {
    message: 'The endpoint {{name}} refused the request.',
    hint: 'The details hold the server’s own words. A server without a tool parser has to be restarted with one.',
  },
  'endpoint.overloaded': {
    message: 'The endpoint {{name}} has too much to do, or its quota is used up.',
    hint: 'Resume later, or lower the number of requests at once.',
  },
  'endpoint.serverError': {
    message: 'The server of {{name}} failed inside.',
    hint: 'Look at the server’s log, then resume.',
  },
  'endpoint.badReply': {
    message: 'The endpoint {{name}} sent replies that are incomplete or no chat replies.',
    hint: 'Check that the address leads to an OpenAI-compatible server, then resume.',
  },
  'endpoint.tooLarge': {
    message: 'A request to {{name}}, or its reply, is too large.',
    hint: 'Limit the length of answers, or offer fewer tools.',
  },
  'endpoint.redirect': {
    message: 'The endpoint {{name}} wants to send requests to another address; that is never followed.',
    hint: 'If you trust the address in the details, use it as the endpoint’s address.',
  },
  'score.badLines': {
    message: '{{count}} line(s) could not be scored; each got 0 and line.invalid.',
    hint: 'Every line must be one JSON object with a label (or accepted answers) and a prediction.',
  },
  'window.defect': {
    message: 'This page met an error of its own. The rest of the window and your project go on.',
    hint: 'Open the page again. If it comes back, copy the details into a report.',
  },
  'expand.damaged': {
    message: 'The record of an expanded or checked sample cannot be read.',
    hint: 'Other samples are not concerned. Retry the item, or restore a backup if you need this one.',
  },
  'judge.quorum': {
    message: '{{quorum}} equal votes out of {{votes}} can never decide.',
    hint: 'Ask for more votes, or set the quorum to {{least}} up to {{votes}}.',
  },
  'judge.damaged': {
    message: 'The stored votes on sample {{sample}} cannot be read.',
    hint: 'Judge this sample again; the details say what is wrong with the record.',
  },
  'probe.damaged': {
    message: 'The stored prediction for sample {{sample}} cannot be read.',
    hint: 'Probe this sample again; the details say what is wrong with the record.',
  },
  'probe.otherDataset': {
    message: 'This probe was made of another dataset: its sample {{sample}} does not stand in this one.',
    hint: 'Judge and expand the dataset that was probed, or probe this one first.',
  },
  'record.damaged': {
    message: 'A stored record ({{what}}) is damaged and cannot be read.',
    hint: 'Restore a backup of the project; the damaged file is kept beside it.',
  },
  ...EN_PROMPTS,
  ...EN_KIT,
  ...EN_SET_UP,
  ...EN_PREFLIGHT,
  ...EN_TRAINING,
  ...EN_CONNECTION,
  ...EN_WAY,
  ...EN_PROJECT,
  ...EN_UPKEEP,
  ...EN_HOST,
  ...EN_DOCTOR,
  ...EN_FOLLOW,
}
