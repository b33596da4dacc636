import type { Words } from './word-table.ts'
import { ZH_FOLLOW } from './words-follow-zh.ts'
import { ZH_KIT } from './words-kit-zh.ts'
import { ZH_PREFLIGHT } from './words-preflight-zh.ts'
import { ZH_PROMPTS } from './words-prompts-zh.ts'
import { ZH_SET_UP } from './words-set-up-zh.ts'
import { ZH_TRAINING } from './words-training-zh.ts'
import { ZH_CONNECTION } from './words-zh-connection.ts'
import { ZH_DOCTOR } from './words-zh-doctor.ts'
import { ZH_HOST } from './words-zh-host.ts'
import { ZH_PROJECT } from './words-zh-project.ts'
import { ZH_UPKEEP } from './words-zh-upkeep.ts'
import { ZH_WAY } from './words-zh-way.ts'

export const ZH: Words = {
  'program.defect': {
    message: 'LoopTool 自身出现了错误。项目没有改动。',
    hint: '请再试一次；若仍出现，请复制详情并反馈。',
  },
  'call.badInput': {
    message: '窗口发出的请求不被引擎接受。',
    hint: '请重新加载窗口；若仍出现，请复制详情并反馈。',
  },
  'call.untrusted': { message: '有请求来自 LoopTool 以外的页面。', hint: '请关闭该页面。' },
  'engine.gone': { message: '引擎在处理这一请求时停止了。', hint: '引擎会自动重启，请几秒后再试。' },
  'policy.promptTooLong': {
    message: '提示有 {{tokens}} 个词元，而小策略连同回答最多处理 {{context}} 个。',
    hint: '请减少或精简工具，或缩短对话。',
  },
  'policy.unknownToken': {
    message: '提示中有超出小策略 {{vocab}} 个词元的编号，所用分词器属于另一个模型。',
    hint: '请选用模型旁边的 tokenizer.json。',
  },
  'policy.batchTooLarge': {
    message: '这一批训练数据比单个线程的内存多出 {{missing}} MB。',
    hint: '请减少每个提示的回答数，或缩短回答。',
  },
  'policy.lossNotFinite': {
    message: '损失已不是有效数值，训练不再稳定。权重保持在上一步。',
    hint: '请从最近的检查点继续，并降低学习率。',
  },
  'policy.referenceMissing': {
    message: 'KL 项需要参考策略的对数概率，但没有提供。',
    hint: '请将 KL 权重设为 0，或在这一步之前先计算。',
  },
  'policy.weightsDamaged': {
    message: '{{file}} 中的权重无法使用：{{why}}。',
    hint: '文件不完整或已损坏，请换一个检查点。',
  },
  'policy.foreignModel': {
    message: '{{file}} 不是小策略引擎能运行的模型：{{why}}。',
    hint: '请选择 LoopTool 写出的检查点，或用 vLLM 提供该模型并添加为端点。',
  },
  'policy.fileMissing': {
    message: '{{file}} 不存在或无法读取。',
    hint: '请选择包含 model.safetensors、config.json 和 tokenizer.json 的文件夹；继续训练还需要 optimizer.safetensors。',
  },
  'disk.full': { message: '磁盘已满。', hint: '请先腾出空间，再继续。此前的记录都已保存。' },
  'toolSet.notFound': { message: '项目中没有这个工具集。', hint: '请在“工具”页另选一个。' },
  'toolSet.empty': { message: '没有可保存的工具。', hint: '请至少保留一个工具。' },
  'toolSet.draftGone': { message: '这次导入的内容已不在。', hint: '请重新导入文件。' },
  'job.notFound': { message: '项目中没有这个作业。', hint: '请在“作业”页查看现有作业。' },
  'round.unfinished': {
    message: '还有一轮没有做完。',
    hint: '请等它结束，或在“轮次”页继续或取消它，然后再开始下一轮。',
  },
  'round.order': {
    message: '不能开始第 {{round}} 轮：下一轮是第 {{next}} 轮。',
    hint: '请开始第 {{next}} 轮；要重做更早的轮次，请用“从这里重做”。',
  },
  'round.notFound': {
    message: '项目里没有第 {{round}} 轮。',
    hint: '“轮次”页列出了现有的各轮。',
  },
  'round.stage': {
    message: '第 {{round}} 轮没有可以重做的阶段 {{stage}}。',
    hint: '请选择该轮已有的阶段，或开始新的一轮。',
  },
  'round.inputsGone': {
    message: '第 {{round}} 轮所用的内容已不在：{{what}}。',
    hint: '请从备份恢复项目，或从产生该内容的阶段重做这一轮。',
  },
  'round.replaced': {
    message: '第 {{round}} 轮所依据的内容后来被重做了。',
    hint: '请取消它，再从现有内容重新开始这一轮。',
  },
  'round.needs': {
    message: '第 {{round}} 轮的阶段 {{stage}} 要读取 {{needs}} 的结果，而它还没有运行过。',
    hint: '请把阶段 {{needs}} 也加入这一轮。',
  },
  'round.simulate': {
    message: '模拟与制备这两个阶段需要新对话的设置。',
    hint: '请说明要模拟多少段对话，或去掉这两个阶段。',
  },
  'court.label': {
    message: '这样写的标签不能成立：{{why}}。',
    hint: '请对照工具的参数改正；详情说明了位置。',
  },
  'court.nothingToUndo': {
    message: '这条样本上没有可以撤回的裁定。',
    hint: '现在的裁决由投票得出。',
  },
  'job.move': { message: '处于“{{state}}”状态的作业不能执行“{{move}}”。', hint: '请在“作业”页查看其状态。' },
  'job.settings': { message: '这个作业的设置无法使用：{{why}}。', hint: '请修改后重新开始。' },
  'job.unfinished': {
    message: '{{kind}} 作业处于“{{state}}”，有 {{failed}} 项失败。',
    hint: '请用 status 查看各项结果，然后继续或重试。',
  },
  'budget.noPrice': {
    message: '已设置费用上限，但没有记录 {{host}} 的价格：花在那里的钱无法计入上限。',
    hint: '在“连接”页填写该端点的价格（不收费就填 0），或取消费用上限。',
  },
  'dataset.notFound': { message: '项目中没有这个数据集。', hint: '请在“数据”页另选一个。' },
  'dataset.damaged': {
    message: '数据集“{{name}}”的文件丢失或无法读取。',
    hint: '请从项目的副本放回文件夹 datasets/{{hash}}，然后继续任务；或改用另一个数据集。',
  },
  'dataset.empty': {
    message: '没有留下任何样本：所有轮次都被拒绝。',
    hint: '按原因统计的数量说明了缘由。请生成更多对话，或修改设置。',
  },
  'file.notFound': { message: '找不到文件 {{file}}。', hint: '请检查路径。' },
  'tokenizer.unreadable': {
    message: '小策略的分词器读不出来。',
    hint: '权重旁边的 tokenizer.json 已损坏，或者属于别的模型。请从来源处重新取完整的检查点。',
  },
  'file.unreadable': { message: '无法读取文件 {{file}}：{{why}}。', hint: '请检查文件后重试。' },
  'file.tooLarge': { message: '文件 {{file}} 超过 {{limit}} MB。', hint: '请拆分文件，或只取需要的部分。' },
  'settings.damaged': {
    message: '设置文件已损坏，已改名为 {{file}} 保留；现使用默认设置。',
    hint: '如有需要，请重新设置语言、主题和文件夹。',
  },
  'endpoint.key': { message: '端点 {{name}} 需要重新输入密钥。', hint: '请输入密钥，然后继续。' },
  'call.unknown': {
    message: '窗口请求的功能在此版本中不存在（{{call}}）。',
    hint: '请重新加载窗口；若仍出现，请复制详情并反馈。',
  },
  'call.tooLarge': {
    message: '窗口一次发送的内容过多（{{call}}）。',
    hint: '请减少每次选择的内容，例如少选一些文件。',
  },
  'settings.unwritable': {
    message: '设置无法保存。',
    hint: '请检查磁盘是否已满，以及用户文件夹是否可写。',
  },
  'prompt.invalid': {
    message: '提示词文件 {{file}} 无法使用：{{why}}。',
    hint: '请修改项目 prompts 文件夹中的该文件；删除它则改用内置提示词。',
  },
  'prompt.changed': {
    message: '提示词 {{id}} 与这个作业开始时的不同。',
    hint: '请恢复原来的内容后继续，或新建一个作业。',
  },
  'dialog.damaged': {
    message: '无法读取一段对话的记录（{{where}}）。',
    hint: '其他对话不受影响；如果需要这一段，请恢复备份。',
  },
  'sample.notFound': { message: '数据集中没有这个样本。', hint: '请回到列表，另选一个。' },
  'endpoint.unreachable': {
    message: '无法连接端点 {{name}}。',
    hint: '请检查地址以及服务器是否在运行，然后继续。',
  },
  'endpoint.timeout': {
    message: '端点 {{name}} 没有及时回答。',
    hint: '服务器可能过于繁忙。请减少同时请求的数量，然后继续。',
  },
  'endpoint.auth': { message: '端点 {{name}} 拒绝了密钥。', hint: '请输入该服务器的正确密钥，然后继续。' },
  'endpoint.notFound': {
    message: '{{name}} 的服务器有响应，但该地址不提供对话接口。',
    hint: '请检查地址；多数服务器的地址以 /v1 结尾。',
  },
  'endpoint.model': {
    message: '端点 {{name}} 不提供这个模型。',
    hint: '详情中列出了它提供的模型，请选择其中之一。',
  },
  'endpoint.context': {
    message: '请求超过了 {{name}} 的模型所能读取的长度。',
    hint: '请减少提供的工具、缩短对话，或使用上下文更长的模型。',
  },
  'endpoint.rejected': {
    message: '端点 {{name}} 拒绝了请求。',
    hint: '详情中是服务器的原话。没有工具解析器的服务器需要带上解析器重新启动。',
  },
  'endpoint.overloaded': {
    message: '端点 {{name}} 过于繁忙，或其配额已用完。',
    hint: '请稍后继续，或减少同时请求的数量。',
  },
  'endpoint.serverError': {
    message: '{{name}} 的服务器内部出错。',
    hint: '请查看服务器日志，然后继续。',
  },
  'endpoint.badReply': {
    message: '端点 {{name}} 返回的内容不完整，或不是对话回复。',
    hint: '请确认该地址是兼容 OpenAI 的服务器，然后继续。',
  },
  'endpoint.tooLarge': {
    message: '发给 {{name}} 的请求或其回复过大。',
    hint: '请限制回答长度，或减少提供的工具。',
  },
  'endpoint.redirect': {
    message: '端点 {{name}} 要把请求转到另一个地址；程序从不跟随。',
    hint: '若信任详情中的地址，请将其填为端点地址。',
  },
  'score.badLines': {
    message: '有 {{count}} 行无法评分，各得 0 分并标为 line.invalid。',
    hint: '每一行都必须是一个 JSON 对象，包含标签（或正确答案列表）和预测。',
  },
  'window.defect': {
    message: '这个页面自身出错了。窗口的其余部分和你的项目不受影响。',
    hint: '请重新打开页面；若仍出现，请复制详情并反馈。',
  },
  'expand.damaged': {
    message: '扩展或检查样本的记录无法读取。',
    hint: '其他样本不受影响。请重试该条目；如确需它，请从备份恢复。',
  },
  'judge.quorum': {
    message: '{{votes}} 票中要求 {{quorum}} 票一致，永远无法得出结论。',
    hint: '请增加票数，或把法定票数设为 {{least}} 到 {{votes}} 之间。',
  },
  'judge.damaged': {
    message: '样本 {{sample}} 已保存的评判票无法读取。',
    hint: '请重新评判该样本；详情说明了记录的问题。',
  },
  'probe.damaged': {
    message: '样本 {{sample}} 已保存的预测无法读取。',
    hint: '请重新探测该样本；详情说明了记录的问题。',
  },
  'probe.otherDataset': {
    message: '这次探测针对的是另一个数据集：它的样本 {{sample}} 不在当前数据集中。',
    hint: '请评判和扩展被探测的那个数据集，或先探测当前数据集。',
  },
  'record.damaged': {
    message: '有一条已存的记录（{{what}}）损坏，无法读取。',
    hint: '可恢复项目的备份，损坏的文件会保留在旁边。',
  },
  ...ZH_PROMPTS,
  ...ZH_KIT,
  ...ZH_SET_UP,
  ...ZH_PREFLIGHT,
  ...ZH_TRAINING,
  ...ZH_CONNECTION,
  ...ZH_WAY,
  ...ZH_PROJECT,
  ...ZH_UPKEEP,
  ...ZH_HOST,
  ...ZH_DOCTOR,
  ...ZH_FOLLOW,
}
