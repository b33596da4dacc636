import type { Words } from './word-table.ts'

/** 主机程序包：主机上的环境、模型与训练。 */
export const ZH_KIT: Words = {
  'kit.changed': {
    message: '主机上的程序文件与发送过去的不一致。',
    hint: '重新连接即可自动替换。详情中列出了有差异的文件。',
  },
  'kit.busy': {
    message: '另一个 LoopTool 正在这台主机上处理同一件事。',
    hint: '请等它结束，或到那一边的任务页查看。',
  },
  'kit.unexpected': {
    message: '主机上的程序因意料之外的原因结束了。',
    hint: '详情里是它最后的输出，完整内容在任务日志中。已完成的部分没有丢失。',
  },
  'disk.tooSmall': {
    message: '{{folder}} 所在磁盘的空间不够。',
    hint: '请在那里腾出空间，或换一个文件夹。详情写明了需要多少、还剩多少。',
  },
  'env.noUv': {
    message: '主机上没有 uv，无法建立 Python 环境。',
    hint: '请在主机上运行 `pip install --user uv`，或改用你自己装有 TRL 的 Python。',
  },
  'env.oldPython': {
    message: '主机上没有 {{wanted}} 或更新版本的 Python。',
    hint: '请在主机上安装；主机能联网时，也可以让 uv 去下载。',
  },
  'env.unfit': {
    message: '这个 Python 不能用来训练：缺少需要的包，或版本不合。',
    hint: '详情里写明了缺什么。可以新建一个环境，或补装所缺的包。',
  },
  'env.hashDiffers': {
    message: '下载到的软件包与测试过的不同：校验和不一致。',
    hint: '没有安装它。请检查中间的镜像或代理，换一个源再试。',
  },
  'env.unreachable': {
    message: '主机连不上软件包仓库。',
    hint: '请检查主机的网络和代理，填写镜像地址，或把软件包以 wheel 文件带过去。',
  },
  'env.noWheel': {
    message: '有一个必需的软件包没有适合这台机器的版本，或不在带去的 wheel 文件里。',
    hint: '详情里有它的名字。常见原因是系统过旧（glibc 低于 2.28）或处理器不常见。',
  },
  'env.notMade': {
    message: 'Python 环境没有建成。',
    hint: '详情里是 uv 最后的几行输出。可以再试一次，已下载的内容会保留。',
  },
  'model.damaged': {
    message: '{{model}} 中的模型无法读取：有文件缺失、不完整或内容不对。',
    hint: '请重新获取，只会补上有问题的部分。详情里有文件名。',
  },
  'model.noSafetensors': {
    message: '文件夹 {{model}} 里没有 .safetensors 格式的权重。',
    hint: '其他格式可能执行代码，因此不读取。请选择带有 .safetensors 文件的模型。',
  },
  'model.noTokenizer': {
    message: '文件夹 {{model}} 里没有分词器。',
    hint: '请把该模型的 tokenizer.json 放进去，或换一个文件夹。',
  },
  'model.notComplete': {
    message: '主机上的模型 {{model}} 还不完整。',
    hint: '请再次获取或上传，会从中断处继续。',
  },
  'hub.unreachable': {
    message: '主机连不上 {{hub}}。',
    hint: '请检查主机的网络和代理，或填写它能访问的镜像；也可以直接上传模型。',
  },
  'hub.token': {
    message: '{{hub}} 要求提供访问令牌，或不接受所提供的令牌。',
    hint: '请在该网站上创建只读令牌，再填写一次。',
  },
  'hub.forbidden': {
    message: '{{hub}} 不允许你获取这个模型。',
    hint: '这类模型多半要先用同一账号在网页上同意许可协议。',
  },
  'hub.noModel': {
    message: '{{hub}} 上没有这个名字的模型。',
    hint: '请检查拼写，名字形如 Qwen/Qwen3-0.6B。私有模型需要令牌。',
  },
  'hub.busy': { message: '{{hub}} 请求过多，要求稍候。', hint: '请过几分钟再试。' },
  'hub.refused': { message: '{{hub}} 返回了错误（{{status}}）。', hint: '请稍后再试，或换一个镜像。' },
  'hub.odd': { message: '{{hub}} 有响应，但不像是模型仓库。', hint: '请检查镜像地址。' },
  'hub.cut': {
    message: '从 {{hub}} 获取 {{file}} 时连接断开了五次。',
    hint: '请再试一次，会从中断处继续。',
  },
  'hub.checksum': {
    message: '从 {{hub}} 得到的 {{file}} 与应有的内容不符。',
    hint: '它已被丢弃。请再试一次；若仍如此，说明镜像有问题。',
  },
  'training.notFinite': {
    message: '训练在第 {{step}} 步停止：损失或梯度已不是有效数字。',
    hint: '上一个检查点是好的。请从它继续，并降低学习率或梯度上限。',
  },
  'training.outOfMemory': {
    message: '训练时内存（显存）不足。',
    hint: '请减少每次处理的回答数、缩短回答、改用 LoRA，或开启激活重算。已完成的部分没有丢失。',
  },
  'training.gpuMissing': {
    message: '训练需要 GPU，但 Python 找不到可用的 GPU。',
    hint: '请对主机做一次体检：驱动可能太旧，或 GPU 已被占用。',
  },
  'training.promptsTooLong': {
    message: '有 {{count}} 条提示超过 {{limit}} 个词元。没有截断任何一条。',
    hint: '请提高上限、减少每个样本的工具，或排除这些样本；名单在 too-long.jsonl 中。',
  },
  'recipe.unreadable': {
    message: '这不是配方：无法按 YAML 读取。',
    hint: '详情里写明了位置。从本页保存一份配方，就能看到格式。',
  },
  'recipe.field': {
    message: '配方中的 {{field}} 不认识，或超出范围。',
    hint: '详情里写明了允许的取值。',
  },
}
