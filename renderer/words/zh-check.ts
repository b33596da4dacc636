/** 训练预检的中文用语；预检发现了什么，用语在 core/failure。 */
import type { enCheck } from './en-check.ts'
import type { WordsLike } from './shape.ts'

export const zhCheck: WordsLike<typeof enCheck> = {
  check: {
    run: '开始预检',
    again: '重新预检',
    stop: '停止预检',
    stale: '之后设置有变：下面各行说的是之前的设置。',
    state: { running: '正在查看…', stopped: '还没看完就停下了。' },
    counts: '{{reds}} 处有阻碍，{{ambers}} 处有限制。',
    stage: {
      recipe: '配方',
      data: '数据',
      reward: '奖励，用标签试算',
      reach: '主机与环境',
      tokens: '提示长度',
      memory: '显存与 GPU',
      disk: '磁盘',
    },
    light: { green: '良好', amber: '有限制', red: '有阻碍' },
    lineState: { waiting: '还没查看', running: '正在查看', skipped: '略过' },
    accept_other: '我已看过 {{count, number}} 处黄色提示，仍要开始',
    fix: {
      microBatch: '改为每次处理 {{value}} 个',
      validate: '每 {{value}} 步验证一次',
      noValidate: '不做验证',
      prompts_other: '改为每步 {{value}} 个提示',
      steps_other: '改为 {{value}} 步',
      leaveOut_other: '不用这 {{value}} 个',
      maxTokens: '回答上限改为 {{value}} 个词元',
      lora: '改为训练适配器（LoRA）',
      keepLast: '只保留最近一个检查点',
      layout: '换另一种提示写法',
      anyGpu: '改用空闲显存最多的 GPU',
      autoDevice: '自动选择设备',
      step: '到“{{step}}”一步决定',
      host: '打开主机页面',
      samples: '看其中第一个',
    },
    memory: {
      title: '占用峰值',
      says: '{{peak}}（±{{error}}），{{what}}空闲 {{free}}。',
      mib: '{{mib}} MiB',
      part: {
        weights: '权重',
        optimizer: 'Adam 的均值',
        gradients: '梯度',
        activations: '激活值',
        work: '运算空间',
        drawing: '正在采样的回答',
        beside: '驱动与碎片',
      },
    },
    estimate: {
      title: '时间与花费',
      due: '预检会给出大约需要多久。',
      step: '每步 {{low}} 到 {{high}}。',
      on: {
        runs_other: '依据这台主机上以前训练的 {{count, number}} 步，按词元数折算。',
        model: '按这块 GPU 的能力推算；跑过前几步会更准。',
        none: '跑过前几步才知道：这里还没有训练过类似的模型。',
      },
      noPrice: '这台主机没有填每小时价格，因此不计花费。',
    },
  },
}
