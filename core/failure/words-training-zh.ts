import type { Words } from './word-table.ts'

/** 训练与试玩。 */
export const ZH_TRAINING: Words = {
  'run.notFound': {
    message: '这个项目里没有这次训练。',
    hint: '它的文件夹可能已被移走，请从列表中另选一次。',
  },
  'run.damaged': {
    message: '这次训练的说明文件无法读取（{{file}}）。',
    hint: '指标仍在文件夹中，可把其中的 metrics.jsonl 当作日志打开。',
  },
  'rollout.notFound': {
    message: '第 {{step}} 步、提示 {{group}} 的采样不在了。',
    hint: '训练程序可能没有保留它们，请选择其他步。',
  },
  'log.unknown': {
    message: '在 {{file}} 中没有找到任何训练步。',
    hint: 'LoopTool 能读 verl 的 metrics.jsonl 和控制台输出，以及 TRL 的 trainer_state.json 和控制台输出。',
  },
  'export.notCsv': {
    message: '表格只能写入以 .csv 结尾的文件，不能写入 {{file}}。',
    hint: '请使用以 .csv 结尾的文件名。',
  },
  'file.unwritable': {
    message: '无法写入文件 {{file}}：{{why}}。',
    hint: '请换一个文件夹，或关闭正在使用该文件的程序。',
  },
}
