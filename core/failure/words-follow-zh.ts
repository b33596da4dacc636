import type { Words } from './word-table.ts'

/** How trainings on hosts end, and what becomes of what they leave there. */
export const ZH_FOLLOW: Words = {
  'host.memoryKilled': {
    message: '主机在第 {{step}} 步耗尽了内存，系统因此结束了训练。',
    hint: '请先结束那里占用内存的其他程序，再点击继续；会从最后一个完整的检查点接着训练。',
  },
  'host.killedHard': {
    message: '训练在第 {{step}} 步被强制结束（信号 9）。',
    hint: '内存耗尽时系统会这样做，也可能是有人这样做。请查看最后几行，然后继续。',
  },
  'host.vanished': {
    message: '第 {{step}} 步之后，主机上的训练程序全都不在了，也没有留下原因。',
    hint: '系统在用户退出登录时清理其程序，或容器被关闭，都会这样。请先检查主机，再从最后一个完整的检查点继续。',
  },
  'host.pythonGone': {
    message: '训练所用的 Python 已不在主机上：{{python}}。',
    hint: '请把它放回原处，或用另一个环境新建训练。检查点都还在。',
  },
  'host.environmentGone': {
    message: '这次训练所用的环境已从主机上删除（{{python}}）。',
    hint: '请在主机页面上重新创建同一个环境，它会回到同一个文件夹，然后继续。',
  },
  'host.stoppedThere': {
    message: '训练停在第 {{step}} 步，但不是从这个窗口停下的。内容都已保存。',
    hint: '可能是主机上的人，也可能是另一个 LoopTool。点击继续即可接着训练。',
  },
  'training.modelGone': {
    message: '这次训练的起始模型已不在主机上：{{model}}。',
    hint: '请在主机页面上重新获取到同一个文件夹，然后继续。',
  },
  'training.gpuLost': {
    message: 'GPU 在第 {{step}} 步出了故障。',
    hint: '请检查主机：驱动可能需要重启。之后可从最后一个完整的检查点继续。',
  },
  'training.checkpointNeeded': {
    message: '第 {{step}} 步的检查点还有用：某个轮次、探测、其他训练或打开的对话引用了它。',
    hint: '请先删除或重做引用它的内容。',
  },
  'disk.tooLittle': {
    message: '{{folder}} 所在的磁盘剩余 {{free}} GiB，而这里需要 {{need}} GiB。',
    hint: '请先腾出空间再试：已取回的部分会保留。',
  },
  'round.serveFirst': {
    message: '训练已完成；现在需要由 {{url}} 以 {{model}} 的名字提供服务：{{command}}',
    hint: '请在模型所在的机器上运行这一行，等服务器应答后再点击继续：轮次会接着提问。',
  },
  'round.trainsPractice': {
    message: '练习角色学不到东西，第 {{round}} 轮无法在主机上训练它。',
    hint: '请选择小策略，或选择将要提供训练后模型的服务器作为本轮的策略。',
  },
  'round.trainsOther': {
    message: '第 {{round}} 轮在本机使用小策略，却在主机上用另一种提示训练模型。',
    hint: '训练请选择小策略的布局，或指定将要提供该模型的服务器。',
  },
}
