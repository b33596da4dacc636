/** 跟踪主机上训练的中文用语。 */
import type { enFollow } from './en-follow.ts'
import type { WordsLike } from './shape.ts'

export const zhFollow: WordsLike<typeof enFollow> = {
  follow: {
    stalled: '已有 {{time}}没有新的一步',
    lastLines: '训练程序的最后几行',
    noLines: '它没有输出任何内容。',
    remedy: {
      resume: '从第 {{step}} 步继续',
      resumeStart: '从头继续',
      smaller: '从第 {{step}} 步新建训练，每遍 {{microBatch}} 个回答',
      slower: '从第 {{step}} 步新建训练，学习率 {{lr}}',
      host: '查看主机',
    },
    thenResume: '处理好之后：继续',
    giveUp: '不再等待',
    giveUpAsk:
      '主机自 {{when}} 起无法连接。要放弃“{{title}}”吗？它在这里算作已停止，那边的程序可能还在运行；主机恢复应答时会通知您。',
    giveUpYes: '放弃',
    giveUpNo: '继续等待',
    leftMaybe: '主机失去连接时已放弃。它在那里可能仍在运行；主机一恢复应答就会通知您。',
    leftRuns: '主机恢复了应答，这个训练仍在那里运行。',
    endLeft: '在那里结束它',
    takeUp: '重新接手',
    checkpoints: {
      here: '本机',
      there: '主机上',
      both: '本机和主机上',
      lookedAt: '{{when}} 查看过主机。',
      neverLooked: '还没有查看过主机。',
      look: '再看一次',
      fetch: '取回（{{bytes}}）',
      fetching: '正在取回',
      optimizer: '连同只有继续训练才需要的文件',
      removeThere: '从主机删除',
      removeHere: '从本机删除',
      removeAsk: '要{{where}}删除第 {{step}} 步的检查点（{{bytes}}）吗？此操作无法撤销。',
      whereHere: '从这个项目',
      whereThere: '从主机',
      removeYes: '删除',
      removeNo: '保留',
      needed: '正在使用，保留',
      nextRound: '用于下一轮',
      copyPath: '复制路径',
      copyServe: '复制启动服务的命令',
      rule: '主机上保留第一个、最新的、验证成绩最好的，以及这里用到的检查点。',
    },
  },
  trainOn: {
    label: '在哪里训练',
    here: '在本程序中（小策略）',
    python: '主机上环境的 Python',
    model: '第一轮的起始模型（主机上的文件夹）',
    preset: '配方',
    presets: {
      smallGpuLora: '小显存，LoRA',
      smallGpuFull: '小显存，全参数',
      thisComputer: '用 TRL 训练小策略',
    },
    steps: '步数',
    fetches: '训练结束后检查点会取回本机，评测和探测都由本程序运行它。',
    serves:
      '本程序无法运行这个模型。训练结束后轮次会停下并给出启动服务的命令；之后的评测和探测会向 {{url}} 提问。',
    startsFrom: '后面的轮次从上一轮训练出的模型开始。',
  },
}
