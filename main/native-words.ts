/** Words of what the operating system draws: menus and message boxes. The window's own words are in renderer/words. */
import type { WindowLanguage } from '#core/failure/words.ts'

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
  readonly savePng: string
  readonly saveBundle: string
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
    savePng: 'Save the chart',
    saveBundle: 'Save the support bundle',
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
    savePng: '保存图表',
    saveBundle: '保存支持包',
  },
}
