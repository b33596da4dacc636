import { Failure, type SpokenFailure } from './failure.ts'

export type WindowLanguage = 'en' | 'zh'
type Words = Readonly<Record<string, { readonly message: string; readonly hint: string }>>

const EN: Words = {
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
  'project.none': { message: 'No project is open.', hint: 'Open or create a project on the Home page.' },
  'project.locked': {
    message: 'Another LoopTool has this project open (process {{pid}}).',
    hint: 'Use that window, or close it first.',
  },
  'project.notFound': {
    message: 'There is no LoopTool project in {{folder}}.',
    hint: 'Choose a folder that holds project.json, or create a new project.',
  },
  'project.exists': {
    message: 'The folder {{folder}} is not empty.',
    hint: 'Choose another name or an empty folder.',
  },
  'project.newer': {
    message:
      'This project was written by a newer LoopTool (format {{found}}; this one reads up to {{known}}).',
    hint: 'Update LoopTool. The project was not changed.',
  },
  'project.damaged': {
    message: 'The project file in {{folder}} is damaged and cannot be read.',
    hint: 'Restore the latest backup ({{backup}}). The damaged file is kept beside it.',
  },
  'project.unwritable': {
    message: 'LoopTool cannot write in {{folder}}.',
    hint: 'Check the folder’s permissions and that the disk is not full.',
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
  'dataset.notFound': {
    message: 'This dataset is not in the project.',
    hint: 'Choose another one on the Data page.',
  },
  'dataset.empty': {
    message: 'No sample is left: every dialog turn was refused.',
    hint: 'The counts by reason say why. Simulate more dialogs, or change the settings.',
  },
  'file.notFound': { message: 'The file {{file}} is not there.', hint: 'Check the path.' },
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
}

const ZH: Words = {
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
  'project.none': { message: '尚未打开项目。', hint: '请在“主页”打开或新建一个项目。' },
  'project.locked': {
    message: '另一个 LoopTool 正在使用这个项目（进程 {{pid}}）。',
    hint: '请使用那个窗口，或先将其关闭。',
  },
  'project.notFound': {
    message: '{{folder}} 中没有 LoopTool 项目。',
    hint: '请选择包含 project.json 的文件夹，或新建项目。',
  },
  'project.exists': { message: '文件夹 {{folder}} 不为空。', hint: '请换一个名称，或选择空文件夹。' },
  'project.newer': {
    message: '该项目由更新版本的 LoopTool 写成（格式 {{found}}，本版本最高支持 {{known}}）。',
    hint: '请升级 LoopTool。项目未被改动。',
  },
  'project.damaged': {
    message: '{{folder}} 中的项目文件已损坏，无法读取。',
    hint: '可恢复最近的备份（{{backup}}），损坏的文件会保留在旁边。',
  },
  'project.unwritable': {
    message: 'LoopTool 无法写入 {{folder}}。',
    hint: '请检查文件夹权限以及磁盘是否已满。',
  },
  'disk.full': { message: '磁盘已满。', hint: '请先腾出空间，再继续。此前的记录都已保存。' },
  'toolSet.notFound': { message: '项目中没有这个工具集。', hint: '请在“工具”页另选一个。' },
  'toolSet.empty': { message: '没有可保存的工具。', hint: '请至少保留一个工具。' },
  'toolSet.draftGone': { message: '这次导入的内容已不在。', hint: '请重新导入文件。' },
  'job.notFound': { message: '项目中没有这个作业。', hint: '请在“作业”页查看现有作业。' },
  'job.move': { message: '处于“{{state}}”状态的作业不能执行“{{move}}”。', hint: '请在“作业”页查看其状态。' },
  'job.settings': { message: '这个作业的设置无法使用：{{why}}。', hint: '请修改后重新开始。' },
  'job.unfinished': {
    message: '{{kind}} 作业处于“{{state}}”，有 {{failed}} 项失败。',
    hint: '请用 status 查看各项结果，然后继续或重试。',
  },
  'dataset.notFound': { message: '项目中没有这个数据集。', hint: '请在“数据”页另选一个。' },
  'dataset.empty': {
    message: '没有留下任何样本：所有轮次都被拒绝。',
    hint: '按原因统计的数量说明了缘由。请生成更多对话，或修改设置。',
  },
  'file.notFound': { message: '找不到文件 {{file}}。', hint: '请检查路径。' },
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
}

const TABLES: Readonly<Record<WindowLanguage, Words>> = { en: EN, zh: ZH }

/** Every code that has words, per language; a test holds the two lists equal. */
export const failureCodes = (language: WindowLanguage): string[] => Object.keys(TABLES[language]).sort()

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '?'))

/** Any thrown thing as words. What is not a Failure is a defect; its own text goes to `detail`. */
export function sayFailure(error: unknown, language: WindowLanguage): SpokenFailure {
  const failure =
    error instanceof Failure
      ? error
      : new Failure(
          'program.defect',
          {},
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        )
  const words = TABLES[language][failure.code] ?? TABLES[language]['program.defect']
  return {
    code: failure.code,
    message: fill(words?.message ?? failure.code, failure.values),
    hint: fill(words?.hint ?? '', failure.values),
    detail: failure.detail,
  }
}
