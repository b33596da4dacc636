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
  'training.running': {
    message: '另一个进程正在进行这次训练。',
    hint: '请等它结束，或关闭另一个 LoopTool。',
  },
  'training.noPrompts': {
    message:
      '没有可供训练的提示：{{mastered}} 条总是答对，{{hopeless}} 条从未答对，{{tooLong}} 条太长、策略读不下。',
    hint: '请换一个数据集，在训练方案中保留全部提示，或减少每条样本的工具数。',
  },
  'training.checkpointNotFound': {
    message: '训练 {{run}} 中没有第 {{step}} 步的完整检查点。',
    hint: '请在训练页选择其他检查点，或从基础模型开始。',
  },
  'training.checkpointElsewhere': {
    message: '训练 {{run}} 是在另一台机器上做的，它第 {{step}} 步的检查点不在这台主机上。',
    hint: '请在那次训练所在的主机上训练，或选择这里已有的模型。',
  },
  'training.checkpointDamaged': {
    message: '{{folder}} 中的检查点无法读取。',
    hint: '请选择更早的检查点；详情说明了问题。',
  },
  'training.died': {
    message: '训练进程在第 {{step}} 步突然结束，没有留下说明，可能是内存不足。',
    hint: '请点击继续：它会从最后一个检查点接着训练。若再次发生，请减少线程数或每步的提示数。',
  },
  'playground.practiceNeedsSample': {
    message: '练习角色只能回答原样的样本，其他一概不知。',
    hint: '请选择数据集中的样本，并在修改之前提问；或换一个策略。',
  },
  'playground.noTools': {
    message: '所选工具都不在这个工具集里。',
    hint: '请至少选择一个工具。',
  },
  'playground.heldOut': {
    message: '这个样本留作评测，由它得来的内容不能用于训练。',
    hint: '请从训练样本开始，或自行输入。',
  },
  'playground.badAnswer': {
    message: '这个回答既不是文字也不是可读的调用，不能作为标签。',
    hint: '请改正：调用写在 <tool_call> 标签里，形如 {"name": …, "arguments": {…}}。',
  },
  'playground.badCall': {
    message: '这个调用不符合工具的模式，不能作为标签。',
    hint: '详情指出了参数，请改正后再保存。',
  },
  'playground.notSaved': {
    message: '这一轮已存为作业，但数据集暂时无法写出。',
    hint: '请查看作业页，磁盘有空间后可在那里继续。',
  },
  'round.trainsSmall': {
    message: '在本机的一轮中只能训练小策略，而第 {{round}} 轮的策略是另一个。',
    hint: '请把小策略选为这一轮的策略，或去掉训练阶段。',
  },
}
