/** Words of what a pre-flight finds, in Chinese. */
import type { Words } from './word-table.ts'

export const ZH_PREFLIGHT: Words = {
  'preflight.microBatch': {
    message: '每步生成 {{answers}} 个回答，不能被每次处理的 {{microBatch}} 个整除。',
    hint: '请选择能整除 {{answers}} 的数。',
  },
  'preflight.clipIdle': {
    message: '每批回答只更新一次时，截断不起作用：概率尚未改变。',
    hint: '论文就是这样训练的。想更充分地利用每个回答，请设为 2 次或更多。',
  },
  'preflight.validateNever': {
    message: '不在留出样本上测量，就看不出能否泛化。',
    hint: '建议每 10 步左右验证一次。',
  },
  'preflight.noHeldOut': {
    message: '数据集没有可用于验证的留出样本。',
    hint: '请在准备数据时设置测试比例，或不做验证。',
  },
  'preflight.fewPrompts': {
    message: '只有 {{train}} 条提示，不够一步所需的 {{prompts}} 条。',
    hint: '请减少每步的提示数，或换更大的数据集。',
  },
  'preflight.repeats': {
    message: '每条提示大约会被训练 {{times}} 次。',
    hint: '新提示更有用：请减少步数，或先扩展数据集。',
  },
  'preflight.tooLong': {
    message: '{{total}} 条提示中有 {{count}} 条超过 {{limit}} 个词元，最长的有 {{longest}} 个。',
    hint: '提示绝不会被截断。请提高上限，或在知情的情况下排除它们。',
  },
  'preflight.context': {
    message: '提示加回答最多 {{tokens}} 个词元，而模型只能读 {{context}} 个。',
    hint: '请缩短回答，或选用上下文更长的模型。',
  },
  'preflight.labelUnrewarded': {
    message: '试过的 {{asked}} 个标签中，有 {{count}} 个即使原样写出也得不到奖励。',
    hint: '这样的样本会惩罚正确答案。请在数据页查看，改正或剔除。',
  },
  'preflight.rewardSound': { message: '试过的 {{asked}} 个标签都能得到满分奖励。', hint: '' },
  'preflight.memoryNo': {
    message: '训练约需 {{need}} GiB，而空闲只有 {{free}} GiB。',
    hint: '请减少每次处理的回答数、改用 LoRA、缩短文本，或换小一些的模型。',
  },
  'preflight.memoryTight': {
    message: '约需 {{need}} GiB，空闲 {{free}} GiB：可能够也可能不够，估计误差 ±{{error}} %。',
    hint: '稳妥起见请减少每次处理的回答数；失败的训练可以从上一个检查点继续。',
  },
  'preflight.memoryFits': { message: '约需 {{need}} GiB，空闲 {{free}} GiB。', hint: '' },
  'preflight.memoryUnknown': {
    message: '不知道这个模型要占多少内存：它不是普通的解码器。',
    hint: '请先用小批量，并留意第一步。',
  },
  'preflight.diskNo': {
    message: '训练与检查点约需 {{need}} GiB，磁盘只剩 {{free}} GiB。',
    hint: '请少留几个检查点，或在主机上腾出空间。',
  },
  'preflight.gpuBusy': {
    message: 'GPU {{gpu}} 正被 {{user}} 使用（{{used}} GiB）。',
    hint: '请先询问、等待，或换一块 GPU；两个训练共用一块会互相拖慢。',
  },
  'preflight.deadGroups': {
    message: '有 {{share}} % 的提示对这个起点总是对或总是错，学不到东西。',
    hint: '请只训练探测结果介于两者之间的提示；起点几乎什么都不会时，先做监督预热。',
  },
  'preflight.red': {
    message: '训练前检查发现了障碍，没有启动任何训练。',
    hint: '请先解决标红的问题；若仍要启动，请加上 --anyway。',
  },
  'preflight.recipeRead': {
    message: '每步生成 {{answers}} 个回答：{{prompts}} 条提示，每条 {{group}} 个。共 {{steps}} 步。',
    hint: '',
  },
  'preflight.dataCounted': { message: '训练样本 {{train}} 条，留出样本 {{heldOut}} 条。', hint: '' },
  'preflight.notProbed': {
    message: '没有选择探测，无从得知起点对哪些提示早已掌握、对哪些从未答对。',
    hint: '总是对或总是错的提示学不到东西。用每条样本多个回答探测一次起点，就能看出有多少。',
  },
  'preflight.alive': {
    message: '探测过的 {{known}} 条提示中，{{share}} % 总是对或总是错，其余的都能学到东西。',
    hint: '',
  },
  'preflight.rewardUntried': {
    message: '没有样本可以用来试奖励。',
    hint: '请选择训练部分有样本的数据集。',
  },
  'preflight.tokensFit': {
    message: '{{total}} 条提示都放得下：最长的有 {{longest}} 个词元，上限是 {{limit}}。',
    hint: '',
  },
  'preflight.longLeftOut': {
    message:
      '{{total}} 条提示中有 {{count}} 条超过 {{limit}} 个词元，按您的选择将被排除；最长的有 {{longest}} 个。',
    hint: '请看一遍名单：排除的内容不会被学到。',
  },
  'preflight.noTemplate': {
    message: '模型没有对话模板，无法确定提示的排版。',
    hint: '请选择面向对话的模型，或把它的 chat_template.jinja 放进文件夹。',
  },
  'preflight.layoutOdd': {
    message: '提示的版式是给另一类模型准备的。',
    hint: '小策略读紧凑版式，其他模型读通常版式。请选择与该模型相配的版式。',
  },
  'preflight.noGpu': {
    message: '不会用到 GPU：模型将在处理器上训练。',
    hint: '速度很慢，只适合小模型。更大的模型请选择有 GPU 的主机。',
  },
  'preflight.gpuIdle': { message: 'GPU {{gpu}}（{{name}}）空闲。', hint: '' },
  'preflight.gpuAbsent': {
    message: '主机上没有 GPU {{gpu}}。',
    hint: '请在主机报告列出的 GPU 中选择，或让训练程序自己挑最空闲的一块。',
  },
  'preflight.diskFits': {
    message: '这次训练最多约需 {{need}} GiB，磁盘空闲 {{free}} GiB。',
    hint: '',
  },
  'preflight.diskUnknown': {
    message: '不知道检查点要占多少空间。',
    hint: '空闲空间请看主机报告，大小请看第一个检查点。',
  },
  'preflight.reached': { message: '主机有应答。', hint: '' },
  'preflight.environmentSound': { message: '环境中有 TRL {{trl}} 和 torch {{torch}}。', hint: '' },
  'preflight.environmentBroken': {
    message: '{{python}} 这个 Python 无法导入训练所需的内容。',
    hint: '详情里写明缺少什么。请在主机页建立环境，或选择其他环境。',
  },
  'preflight.trlOther': {
    message: '环境中是 TRL {{trl}}，而本程序用 {{known}} 试过。',
    hint: '可能可用。若一开始就失败，请在主机页建立环境。',
  },
  'preflight.gpuUnused': {
    message: '机器有 GPU，但这个环境的 torch 用不了它。',
    hint: '请在主机页建立带 CUDA 的环境，否则将在处理器上训练。',
  },
  'preflight.gpuMissing': {
    message: '要求使用 GPU，但这个环境的 torch 找不到可用的 GPU。',
    hint: '请在主机页建立带 CUDA 的环境，或让设备自动选择。',
  },
  'preflight.modelWhole': {
    message: '模型完整：{{parameters}} 百万个权重，{{size}} GiB。',
    hint: '',
  },
  'preflight.factsUnread': {
    message: '读不懂主机的回答。',
    hint: '请看详情；若那里的程序文件被改动过，请重新连接。',
  },
  'preflight.afterReach': {
    message: '没有查看，因为缺少它所依据的内容。',
    hint: '请先解决上面标红的问题，再查看一次。',
  },
}
