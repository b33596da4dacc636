import type { Words } from './word-table.ts'

/** 中文：项目的打开、移动与保存。 */
export const ZH_PROJECT: Words = {
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
  'project.already': {
    message: '文件夹 {{folder}} 已经是一个 LoopTool 项目。',
    hint: '可以直接打开它，或为新项目另选文件夹。',
  },
  'project.itself': {
    message: '文件夹 {{folder}} 本身就是一个 LoopTool 项目。',
    hint: '项目应并列存放：请选择它的上一级文件夹。若想继续这个项目，请直接打开它。',
  },
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
}
