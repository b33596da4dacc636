import type { Words } from './word-table.ts'

/** 简体中文：端点分步测试的结果。 */
export const ZH_CONNECTION: Words = {
  'connection.reached': { message: '已连上 {{host}} 的 {{port}} 端口。', hint: '' },
  'connection.reachedProxy': { message: '已连上代理 {{proxy}}。', hint: '' },
  'connection.secured': { message: '已加密；证书由 {{issuer}} 签发，有效期至 {{until}}。', hint: '' },
  'connection.noTls': { message: '未加密：地址以 http 开头。', hint: '' },
  'connection.listed': { message: '提供的模型：{{count}} 个。', hint: '' },
  'connection.modelServed': { message: '服务器的列表中有这个模型。', hint: '' },
  'connection.answered': { message: '模型有回答。', hint: '' },
  'connection.called': { message: '模型按要求调用了测试工具。', hint: '' },
  'connection.calledTwice': { message: '模型在一次回答中发出了两个调用。', hint: '' },
  'connection.bound': { message: '回答符合给定的结构。', hint: '' },
  'connection.gaveLogprobs': { message: '服务器给出每个词元的对数概率。', hint: '' },
  'connection.contextKnown': { message: '上下文可容纳 {{tokens}} 个词元；需要 {{needed}} 个。', hint: '' },
  'connection.contextRead': { message: '模型读完了 {{tokens}} 个词元的提示。', hint: '' },
  'connection.ran': {
    message: '同时发八个请求：相当于 {{inFlight}} 个在并行，每秒 {{rate}} 个词元。',
    hint: '',
  },
  'connection.afterFailure': { message: '未测试：上面的步骤先要通过。', hint: '' },
  'connection.needsChat': { message: '未测试：模型没有给出回答。', hint: '' },
  'connection.stopped': { message: '未测试：你停止了测试。', hint: '' },
  'connection.defect': {
    message: '测试程序自己在这一步出错了。',
    hint: '其他步骤不受影响。请复制测试结果并反馈。',
  },

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
  'connection.wrongPath': {
    message: '服务器没错，路径不对：模型列表在 {{right}}。',
    hint: '请使用那个地址。',
  },
  'connection.notFound': {
    message: '有网络服务器响应，但 {{path}} 处没有模型服务。',
    hint: '请在服务器的说明中查找基础地址；多数以 /v1 结尾。',
  },
  'connection.webPage': {
    message: '收到的是网页而不是回答：“{{title}}”。',
    hint: '中间可能有代理或网络登录页：请用浏览器打开该地址看看。也可能这是网站的地址，而不是接口的地址。',
  },
  'connection.redirect': {
    message: '服务器要把请求转到 {{to}}；程序从不跟随，因为密钥会一并送过去。',
    hint: '若信任那个地址，请将它填为端点地址。',
  },
  'connection.rateLimited': {
    message: '服务器暂时不再接受请求，要求等待 {{wait}}。',
    hint: '请稍后再测。如果只有一个请求时也这样，说明密钥的额度已用完。',
  },
  'connection.busy': {
    message: '服务器暂时不再接受请求，也没有说要等多久。',
    hint: '请稍后再测。如果只有一个请求时也这样，说明密钥的额度已用完。',
  },
  'connection.quota': {
    message: '这个密钥所属的账户已没有余额。',
    hint: '请向服务商充值，或换一个密钥。',
  },
  'connection.loading': {
    message: '服务器还在加载模型。',
    hint: '请等它的日志显示就绪，再测试一次。',
  },
  'connection.gateway': {
    message: '网关返回状态 {{status}}：它后面的模型服务没有运行。',
    hint: '请启动模型服务，或联系网关的管理员。',
  },
  'connection.serverError': {
    message: '服务器内部出错，状态 {{status}}。',
    hint: '请查看服务器日志；详情中是它的原话。',
  },
  'connection.silent': {
    message: '服务器收下了请求，但 {{seconds}} 秒内没有任何回应。',
    hint: '它可能在加载模型，或卡住了：请查看日志。也可能这个端口上是另一个服务。',
  },
  'connection.stalled': {
    message: '回答开始后又停了 {{seconds}} 秒。',
    hint: '服务器或中间的代理卡住了：请查看服务器日志，再测试一次。',
  },
  'connection.cut': {
    message: '回答在中途断开了。',
    hint: '服务器可能崩溃或内存不足：请查看日志，再测试一次。',
  },
  'connection.tooLarge': {
    message: '回答超过 {{limit}} MB，模型服务器不会返回这么大的内容。',
    hint: '请确认该地址是模型服务器。',
  },
  'connection.encoded': {
    message: '回答被压缩过（{{encoding}}），但并没有要求压缩。',
    hint: '请在服务器前面的代理中关闭压缩。',
  },
  'connection.notModels': {
    message: '有回答，但不是模型列表。',
    hint: '请确认该地址是兼容 OpenAI 的服务器。',
  },
  'connection.notChat': {
    message: '有回答，但不是完整的对话回复。',
    hint: '请确认该地址是兼容 OpenAI 的服务器。',
  },
  'connection.contentType': {
    message: '回答正确，但自称为 {{type}}，而不是 application/json。',
    hint: '在这里可以使用，其他程序可能会出错。应修正服务器或其代理。',
  },
  'connection.noModelList': {
    message: '服务器没有模型列表。',
    hint: '如果知道模型的准确名称，就不需要列表。',
  },
  'connection.emptyModelList': {
    message: '服务器的模型列表是空的。',
    hint: '请先在服务器上加载或下载模型。',
  },
  'connection.modelEmpty': {
    message: '还没有选择模型。可用：{{served}}。',
    hint: '请选择其中之一。',
  },
  'connection.modelMissing': {
    message: '服务器不提供 {{model}}。可用：{{served}}。',
    hint: '请照原样选择其中一个名称。',
  },
  'connection.modelNear': {
    message: '服务器不提供 {{model}}，但提供 {{right}}。',
    hint: '名称必须逐字相同，包括大小写和斜杠前的部分。',
  },
  'connection.modelUnlisted': {
    message: '模型 {{model}} 不在服务器的列表中，但有回答。',
    hint: '可以使用；这个名称可能是别名。',
  },
  'connection.modelSwapped': {
    message: '请求的是 {{asked}}，回答的却是 {{answered}}。',
    hint: '如果那是另一个模型，样本会带上错误的名称：请填写模型自己的名称。',
  },
  'connection.chatRefused': {
    message: '服务器拒绝了一个简单的问题。',
    hint: '详情中是它的原话。',
  },
  'connection.noTemplate': {
    message: '这个模型没有对话模板，服务器无法与它对话。',
    hint: '请使用该模型的指令版，或用 --chat-template 启动服务器。',
  },
  'connection.noToolParser': {
    message: '对话可用，但服务器没有工具解析器：带工具的请求会被拒绝。',
    hint: '请用以下参数重新启动 vLLM：{{flags}}',
  },
  'connection.toolsUnsupported': {
    message: '以目前的方式提供，这个模型不接受工具。',
    hint: '请选择模板支持工具的模型，例如 Qwen3。',
  },
  'connection.callsAsText': {
    message: '模型会调用工具，但服务器把调用当作普通文字返回。',
    hint: 'LoopTool 会自己读取这样的调用。若要由服务器解析，请用以下参数重新启动 vLLM：{{flags}}',
  },
  'connection.noToolCall': {
    message: '要求使用工具时，模型只用文字回答。',
    hint: '模型可能太小，或模板没有把工具展示给它。请选择擅长工具调用的模型。',
  },
  'connection.badArguments': {
    message: '模型调用了工具，但参数无法使用：{{why}}。',
    hint: '请换一个工具解析器，或更大的模型。',
  },
  'connection.answerCut': {
    message: '回答在说到要点之前就达到了 {{tokens}} 个词元的上限。',
    hint: '这个模型思考得很久。请为这个角色关闭思考，或允许更长的回答。',
  },
  'connection.thinkingLeaks': {
    message: '模型的思考内容混在了回答里。',
    hint: 'LoopTool 会把它分开。若要由服务器处理，请用以下参数重新启动 vLLM：{{flags}}',
  },
  'connection.oneCall': {
    message: '同时要求两件事时，模型只发出了一个调用。',
    hint: '对许多角色没有影响；作为助手，它很少会并行调用。',
  },
  'connection.structuredRefused': {
    message: '服务器不接受对回答结构的规定。',
    hint: 'LoopTool 会改用文字要求 JSON，并尽量修复；不可用的回答会变多。',
  },
  'connection.structuredIgnored': {
    message: '服务器收下了对回答结构的规定，却没有遵守。',
    hint: 'LoopTool 会改用文字要求 JSON，并尽量修复；不可用的回答会变多。',
  },
  'connection.noLogprobs': {
    message: '服务器不给出对数概率。',
    hint: '没有它，探测就分不清有把握的回答和碰巧答对的回答。vLLM 和 llama-server 会给出。',
  },
  'connection.contextSmall': {
    message: '上下文只能容纳 {{tokens}} 个词元；需要 {{needed}} 个。',
    hint: '请以更长的上下文重新启动服务器：{{flags}}',
  },
  'connection.contextCut': {
    message: '约 {{sent}} 个词元的提示，服务器只读了 {{tokens}} 个，而且没有说明。',
    hint: '工具会悄悄丢失。请给它更长的上下文：{{flags}}',
  },
  'connection.queues': {
    message: '服务器逐个回答：同时发八个请求的用时是一个的 {{times}} 倍。',
    hint: '请使用能批处理的服务器（vLLM），或允许更多并行（OLLAMA_NUM_PARALLEL、llama-server --parallel）。',
  },
  'connection.loadRefused': {
    message: '同时发出的八个请求中，有 {{refused}} 个因过多被拒绝。',
    hint: '请把“同时请求数”设为 {{fit}} 或更少。',
  },
  'connection.loadFailed': {
    message: '同时发出的八个请求中，有 {{failed}} 个失败。',
    hint: '详情中是第一个失败的原因。服务器可能内存不足。',
  },

  'endpoint.book': {
    message: '端点列表无法读取或保存。',
    hint: '请检查磁盘是否已满，以及用户文件夹是否可写。',
  },
  'endpoint.consent': {
    message: '还没有向 {{host}} 发送任何内容：它不是你自己的电脑，而你尚未同意。',
    hint: '请先阅读会发出的内容再同意，或选择另一个端点。',
  },
  'endpoint.gone': { message: '列表中已没有这个端点。', hint: '请回到列表，另选一个。' },
}
