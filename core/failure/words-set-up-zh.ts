import type { Words } from './word-table.ts'

/** Setting up a host, and the work found there. */
export const ZH_SET_UP: Words = {
  'setUp.killed': {
    message: '主机上的程序被外部终止（信号 {{signal}}）。',
    hint: '多半是内存不足，或有人结束了它。点“继续”即可从中断处接着做。',
  },
  'setUp.rebooted': {
    message: '主机在此期间重启过。',
    hint: '点“继续”即可从中断处接着做。',
  },
  'setUp.ended': {
    message: '主机上的程序没有说明原因就结束了（代码 {{code}}）。',
    hint: '详情里有它最后的输出。点“继续”再试，已下载的内容都还在。',
  },
  'setUp.folderMissing': {
    message: '这台电脑上没有文件夹 {{folder}}。',
    hint: '请选择含有 config.json 和 .safetensors 文件的模型文件夹。',
  },
  'setUp.noModelFiles': {
    message: '文件夹 {{folder}} 里不是完整的模型：缺少 {{file}}。',
    hint: '请选择含有 config.json、分词器和 .safetensors 文件的文件夹。',
  },
  'env.inUse': {
    message: '有程序正在使用这个环境（{{count}} 个进程）。',
    hint: '移除它会中断训练。请在“工作”页查看正在运行的内容，结束后再移除。',
  },
  'model.otherThere': {
    message: '这台主机上已有另一个名为 {{model}} 的模型。',
    hint: '换一个名字，或先移除那一个。',
  },
  'wheels.none': {
    message: '{{package}} 没有适用于这台主机（{{platform}}）的安装包。',
    hint: '多半是系统太旧（glibc 低于 2.28）或处理器少见。请改用主机上已装好 TRL 的 Python。',
  },
  'wheels.unreachable': {
    message: '这台电脑连不上 {{index}}。',
    hint: '检查这台电脑的网络和代理，或填写一个镜像地址。',
  },
  'wheels.odd': {
    message: '{{index}} 有应答，但不像软件包索引。',
    hint: '检查地址，软件包索引一般以 /simple 结尾。',
  },
  'wheels.hash': {
    message: '{{file}} 与测试过的文件不符：校验和不同。',
    hint: '文件已丢弃。请再试一次；若仍如此，是索引或中间的代理有问题。',
  },
  'work.running': {
    message: '这个文件夹里的工作正在运行。',
    hint: '请先停止它，或等它结束。',
  },
  'work.isJob': {
    message: '它属于当前项目中尚未结束的作业。',
    hint: '请在“作业”页暂停或取消，结束后才能移除文件夹。',
  },
  'work.named': {
    message: '当前项目里有内容引用了这个文件夹中的检查点。',
    hint: '某次训练、某一轮或某个对话从它开始。请先取回检查点，或保留该文件夹。',
  },
  'work.noTraining': {
    message: '这不是可以跟随的训练。',
    hint: '只有训练才有曲线，它的状态见列表。',
  },
}
