import type { Words } from './word-table.ts'

/** 中文：本机与端点之间的问题：地址、代理、证书、密钥。 */
export const ZH_WAY: Words = {
  'connection.addressEmpty': {
    message: '还没有填写地址。',
    hint: '请填写服务器地址，例如 http://127.0.0.1:8000/v1。',
  },
  'connection.addressInvalid': {
    message: '这不是网络地址。',
    hint: '地址形如 http://127.0.0.1:8000/v1。',
  },
  'connection.addressSpace': {
    message: '地址中间有空格。',
    hint: '请去掉空格；多半是复制时带进来的。',
  },
  'connection.addressScheme': {
    message: '不能使用以 {{scheme}} 开头的地址。',
    hint: '请使用服务器的 http 或 https 地址。',
  },
  'connection.addressLogin': {
    message: '地址里带有用户名或密码。',
    hint: '请把它从地址中去掉，并把密钥填在专门的输入框里，那里会妥善保存。',
  },
  'connection.proxyInvalid': {
    message: '代理地址无法使用。',
    hint: '代理地址形如 http://proxy.example:3128，不带用户名和密码。',
  },
  'connection.dnsUnknown': {
    message: '找不到名为 {{host}} 的计算机。',
    hint: '请检查拼写；如果它属于内部网络，请先连上该网络（VPN）。',
  },
  'connection.refused': {
    message: '{{host}} 在线，但 {{port}} 端口上没有服务。',
    hint: '请启动服务器，或改正端口。服务器在另一台机器上时，不能只绑定 127.0.0.1。',
  },
  'connection.noRoute': {
    message: '这台电脑没有通往 {{host}} 的网络路径。',
    hint: '请检查网络连接，或通往该地址的 VPN。',
  },
  'connection.connectTimeout': {
    message: '{{host}} 的 {{port}} 端口在 {{seconds}} 秒内没有响应。',
    hint: '多半是防火墙拦截，或机器没有开机。请联系管理员开放这个端口。',
  },
  'connection.proxyUnreachable': {
    message: '无法连接代理 {{proxy}}。',
    hint: '请改正代理地址；留空则直接连接。',
  },
  'connection.proxyRefused': {
    message: '代理 {{proxy}} 拒绝连接 {{host}}。',
    hint: '请联系代理的管理员放行该主机；代理留空则直接连接。',
  },
  'connection.notConnected': {
    message: '与 {{host}} 的连接在收到回答之前就断开了。',
    hint: '可能是服务器自己或中间的设备断开了连接。详情中是系统的原话。',
  },
  'connection.clearText': {
    message: '通往 {{host}} 的连接没有加密：密钥和对话在途中可能被看到。',
    hint: '除非信任这个网络，请改用 https 或 SSH 隧道。',
  },
  'connection.tlsSelfSigned': {
    message: '{{host}} 的证书是自签名的，没有机构为它担保。',
    hint: '如果这是你自己的服务器，请把它的证书选作 CA 文件。',
  },
  'connection.tlsUnknownIssuer': {
    message: '{{host}} 的证书由 {{issuer}} 签发，而这台电脑不认识它。',
    hint: '请向所在机构索取 CA 证书，并选作 CA 文件。',
  },
  'connection.tlsExpired': {
    message: '{{host}} 的证书已于 {{until}} 过期。',
    hint: '需要服务器的管理员更新证书。也请检查这台电脑的日期。',
  },
  'connection.tlsNotYet': {
    message: '{{host}} 的证书从 {{from}} 起才有效。',
    hint: '请先检查这台电脑的日期和时间。',
  },
  'connection.tlsName': {
    message: '证书属于 {{names}}，而不是 {{host}}。',
    hint: '请使用证书中的名称，或申请包含此名称的证书。',
  },
  'connection.tlsPlain': {
    message: '{{port}} 端口上的服务器只用普通的 http，不用 https。',
    hint: '请让地址以 http:// 开头。',
  },
  'connection.tlsNeeded': {
    message: '{{port}} 端口上的服务器要求加密连接。',
    hint: '请让地址以 https:// 开头。',
  },
  'connection.tlsFailed': {
    message: '无法与 {{host}} 建立加密连接。',
    hint: '详情中是系统的原话；服务器可能只支持过时的加密方式。',
  },
  'connection.caUnreadable': {
    message: 'CA 文件 {{file}} 无法读取，或其中没有证书。',
    hint: '请选择以 -----BEGIN CERTIFICATE----- 开头的 PEM 文件。',
  },
  'connection.notHttp': {
    message: '{{port}} 端口上的不是网络服务器，它的问候语是“{{greeting}}”。',
    hint: '请改正端口：SSH 用 22，vLLM 一般用 8000，Ollama 用 11434，llama-server 用 8080。',
  },
  'connection.keyMissing': { message: '服务器要求密钥。', hint: '请输入你得到的该服务器的密钥。' },
  'connection.keyRefused': {
    message: '服务器不接受这个密钥。',
    hint: '请重新输入；复制时可能少了一截，或者它属于另一台服务器。',
  },
  'connection.keyExpired': {
    message: '服务器说这个密钥已经失效。',
    hint: '请向服务器的管理员索取新的密钥并在此输入。',
  },
  'connection.keyUnreadable': {
    message: '无法从这台电脑的密钥环读取密钥，或密钥中有不该出现的字符。',
    hint: '请重新输入密钥。',
  },
  'connection.forbidden': {
    message: '服务器认出了请求者，但不允许访问。',
    hint: '请联系服务器的管理员，为这个密钥、模型或网络开放权限。',
  },
  'connection.authWall': {
    message: '服务器说“未找到”，其实是要求先登录。',
    hint: '请输入密钥；如果已经填了，说明它不适用于这个地址。',
  },
}
