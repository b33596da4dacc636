/** Words of what the operating system draws: menus and message boxes. The window's own words are in renderer/words. */
import type { WindowLanguage } from '#core/failure/words.ts'
import type { PauseReason } from '#core/job/job.ts'

interface NativeWords {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly window: string
  readonly close: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly reload: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly zoomReset: string
  readonly fullScreen: string
  readonly developer: string
  readonly quit: string
  readonly open: string
  readonly cancel: string
  readonly openOutside: string
  readonly pickFiles: string
  readonly pickFolder: string
  readonly toolFiles: string
  readonly allFiles: string
  readonly pickLog: string
  readonly logFiles: string
  readonly saveCsv: string
  readonly pickRecipe: string
  readonly saveRecipe: string
  readonly savePng: string
  readonly saveBundle: string
  readonly saveArchive: string
  readonly pickArchive: string
  readonly archives: string
  readonly jobDone: string
  readonly jobFailed: string
  readonly jobPaused: string
  readonly jobStalled: string
  readonly stalledFor: string
  readonly jobLeft: string
  readonly leftRuns: string
  readonly jobCounts: string
  readonly pausedWhy: Readonly<Record<Exclude<PauseReason, 'user'>, string>>
}

export const NATIVE_WORDS: Readonly<Record<WindowLanguage, NativeWords>> = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    close: 'Close window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    reload: 'Reload window',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    fullScreen: 'Full screen',
    developer: 'Developer tools',
    quit: 'Quit LoopTool',
    open: 'Open in browser',
    cancel: 'Cancel',
    openOutside: 'Open this address in your browser?',
    pickFiles: 'Choose tool files',
    pickFolder: 'Choose a folder',
    toolFiles: 'Tool files (JSON, YAML)',
    allFiles: 'All files',
    pickLog: 'Choose a training log',
    logFiles: 'Logs of verl and TRL',
    saveCsv: 'Save the table',
    pickRecipe: 'Choose a recipe',
    saveRecipe: 'Save the recipe',
    savePng: 'Save the chart',
    saveBundle: 'Save the support bundle',
    saveArchive: 'Archive the project as',
    pickArchive: 'Choose an archive',
    archives: 'Archives of projects',
    jobDone: 'Done',
    jobFailed: 'Failed',
    jobPaused: 'Stands still',
    jobStalled: 'No step any more',
    stalledFor: 'Nothing was written for {minutes} minutes. Click to see its last lines.',
    jobLeft: 'Still runs on its host',
    leftRuns: 'You gave it up while the host was out of reach. Click to end it or to take it up again.',
    jobCounts: '{done} done, {dropped} dropped, {failed} failed. Click to open it.',
    pausedWhy: {
      budget: 'A cap is reached. Click to raise it or to stop.',
      disk: 'The disk is full. Click to see what to do.',
      endpoint: 'An endpoint does not work. Click to see what to do.',
      key: 'An endpoint needs its key. Click to type it.',
      failures: 'Too many items failed. Click to see why.',
      interrupted: 'It was interrupted. Click to go on.',
      host: 'Its host does not answer as it should. Click to see what to do.',
      serve: 'The model that was trained has to be served now. Click to see how.',
      pilot: 'The pilot is done. Click to see the estimate and to go on.',
    },
  },
  zh: {
    file: '文件',
    edit: '编辑',
    view: '视图',
    window: '窗口',
    close: '关闭窗口',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    reload: '重新加载窗口',
    zoomIn: '放大',
    zoomOut: '缩小',
    zoomReset: '实际大小',
    fullScreen: '全屏',
    developer: '开发者工具',
    quit: '退出 LoopTool',
    open: '在浏览器中打开',
    cancel: '取消',
    openOutside: '要在浏览器中打开这个地址吗？',
    pickFiles: '选择工具文件',
    pickFolder: '选择文件夹',
    toolFiles: '工具文件（JSON、YAML）',
    allFiles: '所有文件',
    pickLog: '选择训练日志',
    logFiles: 'verl 与 TRL 的日志',
    saveCsv: '保存表格',
    pickRecipe: '选择配方文件',
    saveRecipe: '保存配方',
    savePng: '保存图表',
    saveBundle: '保存支持包',
    saveArchive: '将项目归档为',
    pickArchive: '选择归档文件',
    archives: '项目归档文件',
    jobDone: '已完成',
    jobFailed: '失败',
    jobPaused: '已停下',
    jobStalled: '训练不再前进',
    stalledFor: '已有 {minutes} 分钟没有写入任何内容。点击查看最后几行。',
    jobLeft: '仍在主机上运行',
    leftRuns: '您在主机失去连接时放弃了它。点击可结束它，或重新接手。',
    jobCounts: '完成 {done}，舍弃 {dropped}，失败 {failed}。点击打开。',
    pausedWhy: {
      budget: '已达到上限。点击可提高上限或停止。',
      disk: '磁盘已满。点击查看如何处理。',
      endpoint: '端点无法使用。点击查看如何处理。',
      key: '端点需要密钥。点击填写。',
      failures: '失败的条目过多。点击查看原因。',
      interrupted: '作业被中断。点击继续。',
      host: '主机没有正常应答。点击查看如何处理。',
      serve: '需要先为训练好的模型启动服务。点击查看方法。',
      pilot: '试点已完成。点击查看估计并继续。',
    },
  },
}
