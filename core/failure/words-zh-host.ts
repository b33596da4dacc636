import type { Words } from './word-table.ts'

/** 中文：主机、到主机的路，以及分步测试的发现。 */
export const ZH_HOST: Words = {
  'host.reached': { message: '机器可以连接。', hint: '' },
  'host.isSsh': { message: '有 SSH 服务器应答。', hint: '' },
  'host.keyKnown': { message: '出示的是您信任过的密钥。', hint: '' },
  'host.loggedIn': { message: '已登录。', hint: '' },
  'host.shellExact': { message: '发送的字词原样到达它的 shell。', hint: '' },
  'host.homeWritable': { message: '主目录可以写入并读回文件。', hint: '' },
  'host.pythonFound': { message: 'Python {{version}}，位于 {{path}}。', hint: '' },
  'host.diskEnough': { message: '{{mount}} 剩余 {{free}} GiB。', hint: '' },
  'host.notNeeded': { message: '不需要：就是本机。', hint: '' },
  'host.afterFailure': { message: '未测试：须先通过上面的一项。', hint: '' },
  'host.stopped': { message: '未测试：您停止了测试。', hint: '' },
  'host.nameUnknown': {
    message: '找不到 {{place}} 中的机器名。',
    hint: '请检查拼写。公司内网的名称只在内网有效：请先连接 VPN。',
  },
  'host.refused': {
    message: '{{place}} 拒绝连接：该端口上没有 SSH 服务器。',
    hint: '请检查端口（通常是 22），并确认机器上运行着 sshd。',
  },
  'host.noRoute': {
    message: '从当前网络无法到达 {{place}}。',
    hint: '请连接该机器所在的网络或 VPN，或经由跳板机。',
  },
  'host.connectTimeout': {
    message: '{{place}} 没有应答，可能已关机，或被防火墙拦截。',
    hint: '请确认机器在运行、端口对您开放，然后再测试。',
  },
  'host.jumpRefused': {
    message: '跳板机没有把连接转到 {{place}}。',
    hint: '它可能不认识这个名称，或禁止转发（其 sshd_config 中的 AllowTcpForwarding）。',
  },
  'host.linkLost': {
    message: '与 {{place}} 的连接断开了。',
    hint: 'LoopTool 会自动重连，主机上的工作照常进行。',
  },
  'host.slow': {
    message: '{{place}} 在 {{seconds}} 秒内没有完成。',
    hint: '机器可能过载，或磁盘卡住。请先手动查看，再重试。',
  },
  'host.closed': { message: '连接已关闭。', hint: '请重新打开项目。' },
  'host.notSsh': {
    message: '在 {{place}} 应答的不是 SSH 服务器。',
    hint: '请检查端口，那里可能是代理或网页服务器。',
  },
  'host.noCommonCipher': {
    message: '{{place}} 与 LoopTool 没有共同的加密方式：它的 SSH 服务器太旧。',
    hint: '请管理员更新 OpenSSH，或经由较新的跳板机。',
  },
  'host.keyUnknown': {
    message: '您第一次连接 {{door}}。它出示的 {{type}} 密钥是 {{fingerprint}}。',
    hint: '请与管理员或云控制台给出的指纹核对，一致后再信任。',
  },
  'host.keyChanged': {
    message:
      '{{door}} 出示的密钥与您信任过的不同。现在是 {{type}} {{fingerprint}}，信任过的是 {{oldType}} {{oldFingerprint}}。可能有人在中间冒充，也可能机器重装过。',
    hint: '没有发送任何内容。请向管理员确认密钥确已更换，之后才信任新密钥。',
  },
  'host.keyNotShown': {
    message: '{{door}} 刚才没有出示这个密钥，因此不能信任。',
    hint: '请重新测试主机，并再次核对指纹。',
  },
  'host.keyFileMissing': {
    message: '找不到密钥文件 {{file}}。',
    hint: '请选择这台机器对应的私钥，通常是 ~/.ssh/id_ed25519。',
  },
  'host.keyFileUnreadable': {
    message: '无法读取密钥文件 {{file}}。',
    hint: '文件须属于您并可由您读取：请对它执行 chmod 600。',
  },
  'host.keyFilePublic': {
    message: '{{file}} 是公钥，需要的是私钥。',
    hint: '请选择旁边不带“.pub”的文件。',
  },
  'host.keyFileFormat': {
    message: '{{file}} 不是 LoopTool 能读取的私钥。',
    hint: '支持 OpenSSH 和 PEM 格式。硬件密钥可通过代理使用；其他格式请用 ssh-keygen -p -f 转换。',
  },
  'host.passphraseMissing': {
    message: '密钥 {{file}} 有口令保护。',
    hint: '请输入口令，或用 ssh-add 把密钥载入代理。',
  },
  'host.passphraseWrong': {
    message: '口令打不开密钥 {{file}}。',
    hint: '请重新输入；需要的是密钥的口令，不是机器的密码。',
  },
  'host.keyRefused': {
    message: '{{place}} 不接受用户 {{user}} 的这个密钥。它接受：{{methods}}。',
    hint: '请把公钥加入那边的 ~/.ssh/authorized_keys，或检查用户名。',
  },
  'host.agentAbsent': {
    message: 'LoopTool 找不到 ssh-agent。',
    hint: '请启动代理并载入密钥，再从同一会话启动 LoopTool；或改用密钥文件。',
  },
  'host.agentEmpty': { message: 'ssh-agent 中没有密钥。', hint: '请用 ssh-add 载入密钥，然后再测试。' },
  'host.agentRefused': {
    message: '{{place}} 不接受代理中用于用户 {{user}} 的任何密钥。它接受：{{methods}}。',
    hint: '请用 ssh-add 载入正确的密钥，或把公钥加入那边的 ~/.ssh/authorized_keys。',
  },
  'host.passwordMissing': { message: '没有保存 {{place}} 的密码。', hint: '请输入密码。' },
  'host.passwordRefused': {
    message: '{{place}} 拒绝了 {{user}} 的密码。',
    hint: '请重新输入，并检查用户名。',
  },
  'host.passwordOff': {
    message: '{{place}} 不接受密码。它接受：{{methods}}。',
    hint: '请使用密钥文件或代理。',
  },
  'host.twoFactor': {
    message: '{{place}} 还要求第二种验证（{{methods}}），LoopTool 无法提供。',
    hint: '请申请单独有效的密钥，或经由负责验证的跳板机。',
  },
  'host.noShell': {
    message: '可以登录，但该用户不能在那里运行程序。',
    hint: '请管理员提供一个有 shell 的用户。',
  },
  'host.shellOdd': {
    message: '登录 shell 没有把字词原样传递，它不是 POSIX 类的 shell。',
    hint: '请把用户的 shell 设为 bash、zsh 或 sh。',
  },
  'host.shellNoise': {
    message: '登录 shell 在每次应答前都会输出内容：“{{noise}}”。',
    hint: '请在主机的 ~/.bashrc 中只在交互时输出：case $- in *i*) …; esac。',
  },
  'host.noSftp': {
    message: '服务器没有提供文件传输（SFTP）。',
    hint: '请管理员在 sshd_config 中启用“Subsystem sftp internal-sftp”。',
  },
  'host.homeReadOnly': {
    message: '主目录无法写入：{{why}}。',
    hint: '请检查目录的所有者和权限，以及磁盘是否以可写方式挂载。',
  },
  'host.homeMissing': { message: '该用户的主目录不存在。', hint: '请管理员创建或挂载它。' },
  'host.noPython': { message: '主机上没有 python3。', hint: '请在那里安装 Python 3.10 或更新版本。' },
  'host.oldPython': {
    message: 'Python {{version}} 太旧，需要 3.10。',
    hint: '请安装较新的版本；uv 无需管理员即可安装。',
  },
  'host.diskLow': {
    message: '{{mount}} 只剩 {{free}} GiB。一个环境最多占 10 GiB，检查点更多。',
    hint: '请腾出空间，或用符号链接把 ~/.looptool 放到更大的磁盘。',
  },
  'host.diskFull': {
    message: '主机上 {{path}} 所在的磁盘已满。',
    hint: '请在那里腾出空间后继续；已传输的内容会保留。',
  },
  'host.odd': {
    message: '主机的应答 LoopTool 无法理解。',
    hint: '原话见详情。请手动查看主机，再测试。',
  },
  'host.gone': { message: '列表中已没有这台主机。', hint: '请选择其他主机，或重新添加。' },
  'host.book': {
    message: '主机列表无法读取或写入。',
    hint: '请检查 LoopTool 设置所在文件夹的权限和空间。',
  },
  'host.notHere': {
    message: '在 Windows 上，本机不能作为主机。',
    hint: '可在本机训练小策略，或通过 SSH 使用 Linux 机器。',
  },
  'host.nul': {
    message: '要发送到主机的内容含有 NUL 字符，任何程序都不能接受。',
    hint: '请修改含有它的名称或路径。',
  },
  'host.badVariable': { message: '“{{name}}”不是环境变量名。', hint: '请使用字母、数字和下划线。' },
  'host.path': {
    message: '主机上的 {{path}} 无法使用：{{why}}。',
    hint: '请检查它是否存在，以及您的用户是否有权使用。',
  },
  'host.carriedWrong': {
    message: '{{path}} 两次传输的结果都与原文件不同（{{place}}）。',
    hint: '那边的磁盘或网络可能有故障。请重试，并检查磁盘。',
  },
  'host.noChecksum': {
    message: '{{place}} 上既没有 sha256sum 也没有 shasum，无法校验传输的文件。',
    hint: '请在那里安装 coreutils。',
  },
  'host.kitDamaged': { message: 'LoopTool 自带的主机文件 {{file}} 缺失。', hint: '请重新安装 LoopTool。' },
  'host.doctorFailed': {
    message: '无法检查主机：检查程序以 {{code}} 结束。',
    hint: '原话见详情。',
  },
  'host.startFailed': {
    message: '无法在主机上启动工作。',
    hint: '主机的原话见详情。请检查主机，然后继续。',
  },
  'host.rebooted': {
    message: '主机在训练到第 {{step}} 步时重启了。',
    hint: '请点击继续：它会从最后一个完整的检查点接着训练。',
  },
  'host.killed': {
    message: '主机上的训练在第 {{step}} 步被结束（信号 {{signal}}）。',
    hint: '内存不足时系统会这样做：请查看最后几行，然后从最后一个检查点继续。',
  },
  'host.ended': {
    message: '主机上的训练程序在第 {{step}} 步以 {{code}} 结束，没有说明原因。',
    hint: '最后几行见详情。点击继续会从最后一个完整的检查点接着训练。',
  },
}
