import type { Words } from './word-table.ts'

/** 中文：主机的情况意味着什么。 */
export const ZH_DOCTOR: Words = {
  'doctor.system': { message: '{{os}}，{{machine}}，{{cores}} 核，C 库 {{glibc}}。', hint: '' },
  'doctor.notLinux': { message: '{{os}}：在那里只能用处理器训练。', hint: 'GPU 训练请使用 Linux 机器。' },
  'doctor.otherMachine': {
    message: '{{machine}} 处理器没有现成的软件包。',
    hint: '请使用 x86_64 或 aarch64 的机器。',
  },
  'doctor.otherLibc': {
    message: 'C 库不是 glibc（例如 Alpine），现成的软件包无法运行。',
    hint: '请使用基于 Debian、Ubuntu、RHEL 等的机器或容器。',
  },
  'doctor.oldGlibc': {
    message: 'C 库 {{glibc}} 太旧：软件包需要 {{needs}} 或更新。',
    hint: '请使用较新的系统，或其容器（Ubuntu 20.04 或更新）。',
  },
  'doctor.fewFiles': {
    message: '一个程序最多只能打开 {{files}} 个文件，vLLM 和 Ray 需要更多。',
    hint: '请提高该用户的上限。',
  },
  'doctor.driver': { message: 'NVIDIA 驱动 {{driver}}，CUDA {{cuda}}。', hint: '' },
  'doctor.oldDriver': {
    message: 'NVIDIA 驱动 {{driver}}（CUDA {{cuda}}）对现在的 torch 太旧，需要 {{needs}} 或更新。',
    hint: '请管理员更新驱动。',
  },
  'doctor.noDriver': {
    message: '没有 NVIDIA 驱动：找不到 nvidia-smi。训练将使用处理器。',
    hint: '若机器有 GPU，请安装驱动；若在容器中，请以 --gpus all 启动。',
  },
  'doctor.driverFailed': {
    message: 'NVIDIA 驱动存在，但不能工作。',
    hint: '常见原因是驱动更新后旧的仍在运行：请重启机器。原话见详情。',
  },
  'doctor.driverSilent': {
    message: 'NVIDIA 驱动没有应答，可能有 GPU 掉线。',
    hint: '请查看内核消息；通常只有重启有效。',
  },
  'doctor.noGpu': { message: '驱动没有看到 GPU。', hint: '在容器或作业中请申请一块；否则请检查硬件。' },
  'doctor.gpu': { message: 'GPU {{index}}：{{name}}，{{total}} GiB 中剩余 {{free}} GiB。', hint: '' },
  'doctor.gpuShared': {
    message: 'GPU {{index}}：{{name}}，{{total}} GiB 中剩余 {{free}} GiB；同时使用者：{{users}}。',
    hint: '',
  },
  'doctor.gpuTaken': {
    message: 'GPU {{index}}（{{name}}）已被占用：{{total}} GiB 中剩余 {{free}} GiB，使用者：{{users}}。',
    hint: '请选择其他 GPU，或与使用者商量。LoopTool 从不结束他人的程序。',
  },
  'doctor.gpuCut': {
    message: 'GPU {{index}}（{{name}}）被切分（MIG），一次训练只能看到其中一份。',
    hint: '请按这一份的显存估算，或询问管理员。',
  },
  'doctor.gpuErrors': {
    message: 'GPU {{index}}（{{name}}）有 {{errors}} 个无法纠正的显存错误。',
    hint: '请勿在其上训练，结果可能出错。请告知管理员。',
  },
  'doctor.memory': { message: '内存 {{total}} GiB，可用 {{available}} GiB。', hint: '' },
  'doctor.memoryLimited': {
    message: '可用内存 {{available}} GiB；容器上限 {{limit}} GiB。',
    hint: '',
  },
  'doctor.memoryLow': {
    message: '内存 {{total}} GiB 中只有 {{available}} GiB 可用：只适合小模型。',
    hint: '请结束不需要的程序，或用 LoRA 训练。',
  },
  'doctor.memoryShort': {
    message: '内存 {{total}} GiB 中只有 {{available}} GiB 可用：训练会被系统结束。',
    hint: '请查看谁在使用，并结束不需要的程序。',
  },
  'doctor.disk': { message: '{{path}}：剩余 {{free}} GiB。', hint: '' },
  'doctor.diskLow': {
    message: '{{path}} 剩余 {{free}} GiB；{{enough}} GiB 较为宽裕。',
    hint: '请腾出空间，或少留检查点。',
  },
  'doctor.diskFull': {
    message: '{{path}} 只剩 {{free}} GiB，至少需要 {{least}} GiB。',
    hint: '请先腾出空间。',
  },
  'doctor.diskNotWritable': {
    message: '{{path}} 无法写入。',
    hint: '请检查 {{place}} 的权限，以及磁盘是否以可写方式挂载。',
  },
  'doctor.endsAtLogout': {
    message: '连接一断开，系统就会结束 {{user}} 留下的所有程序（logind 的 KillUserProcesses）。',
    hint: '训练会随连接一起结束。请让管理员按下面的命令把该用户设为例外，只开启 linger 没有用。',
  },
  'doctor.inContainer': {
    message: '这是一个容器（{{kind}}）：容器结束，训练也随之结束，不在卷上的内容会一并消失。',
    hint: '训练期间请保持容器运行，并把 ~/.looptool 放在卷上。',
  },
  'doctor.tmpNoExec': {
    message: '{{path}} 不允许运行程序（以 noexec 挂载），torch 和 vLLM 在那里编译的内容无法加载。',
    hint: '请按下面的命令把临时文件放到别处。',
  },
  'doctor.diskNoExec': {
    message: '{{path}} 不允许运行程序（磁盘以 noexec 挂载），环境无法在那里工作。',
    hint: '请用符号链接把 ~/.looptool 放到其他磁盘。',
  },
  'doctor.python': { message: 'Python {{version}}，位于 {{path}}。', hint: '' },
  'doctor.noPython': {
    message: '没有 3.10 或更新的 Python；找到：{{versions}}。',
    hint: '请安装一个；uv 无需管理员即可安装。',
  },
  'doctor.uv': { message: 'uv {{version}}，位于 {{path}}。', hint: '' },
  'doctor.noUv': {
    message: '没有安装 uv，环境由它创建。',
    hint: 'LoopTool 创建环境时会带上它；您也可以自行安装。',
  },
  'doctor.reached': { message: '{{name}} 有应答（{{ms}} 毫秒）。', hint: '' },
  'doctor.notReached': {
    message: '主机无法连接 {{name}}。',
    hint: '若主机不联网，可由本机把软件包传过去；或填写它能连接的镜像。',
  },
  'doctor.notReachedProxy': {
    message: '经主机设置的代理无法连接 {{name}}。',
    hint: '请检查那边的 http_proxy 和 https_proxy 变量。',
  },
  'doctor.proxyRefuses': {
    message: '主机的代理拒绝连接 {{name}}。',
    hint: '代理可能要求 https_proxy 中带用户名和密码，或不允许这个地址。',
  },
  'doctor.notTrusted': {
    message: '主机不信任 {{name}} 的证书：中间可能有公司代理。',
    hint: '请把公司证书加入主机的信任库，或在 SSL_CERT_FILE 中指明。',
  },
  'doctor.portTaken': {
    message: '主机上的端口 {{port}} 已被占用。',
    hint: '可查看占用者；提供服务时会换用其他端口。',
  },
  'doctor.clock': { message: '时钟准确（相差 {{seconds}} 秒）。', hint: '' },
  'doctor.clockOff': {
    message: '时钟与本机相差 {{seconds}} 秒：下载可能被拒绝，时间显示会不对。',
    hint: '请让它从网络校时。',
  },
}
