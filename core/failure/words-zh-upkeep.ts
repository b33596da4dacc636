import type { Words } from './word-table.ts'

/** 中文：网络、支持包、磁盘，以及作为文件的项目。 */
export const ZH_UPKEEP: Words = {
  'network.notConfigured': {
    message: '什么都没有发出：{{host}} 不在你配置的主机之中。',
    hint: '如果信任它，请在“连接”中添加后继续。“设置 → 网络”列出了允许联系的主机。',
  },
  'bundle.gone': {
    message: '你查看过的那个支持包已经不在了。',
    hint: '请重新生成，查看之后再保存。',
  },
  'project.readOnly': {
    message: '项目以只读方式打开，而这一步会改动它。',
    hint: '顶部的提示说明了原因。复制项目后可以在副本上工作。',
  },
  'project.jobsRun': {
    message: '这个项目中有 {{count}} 个作业正在运行。',
    hint: '请先暂停或等它们结束，再试一次。',
  },
  'project.otherOpen': {
    message: '{{folder}} 中的项目正在复制、移动或归档。',
    hint: '请等它结束，或先停止它。',
  },
  'project.intoItself': {
    message: '项目不能放进它自己的文件夹里。',
    hint: '请选择 {{folder}} 之外的位置。',
  },
  'project.noRoom': {
    message: '空间不够：需要 {{needed}}，可用 {{free}}。',
    hint: '请腾出空间，或换一块磁盘。什么都没有改动。',
  },
  'project.targetTaken': {
    message: '{{place}} 已经有东西了。',
    hint: '请换一个名字或位置；这里从不覆盖已有的内容。',
  },
  'project.transferFailed': {
    message: '没能完成：{{why}}。',
    hint: '原项目没有改动，已经开始写的部分也已清除。请检查目标位置后重试。',
  },
  'archive.damaged': {
    message: '这个归档文件已损坏：{{why}}。',
    hint: '请换一份完好的文件。没有写入任何内容。',
  },
  'archive.foreign': {
    message: '{{file}} 不是 LoopTool 项目的归档文件。',
    hint: '请选择由 LoopTool 的“归档”生成的文件。',
  },
  'archive.newer': {
    message: '这个归档由更新版本的 LoopTool 写成（格式 {{found}}，本版本最高读到 {{known}}）。',
    hint: '请先更新 LoopTool 再恢复。',
  },
}
