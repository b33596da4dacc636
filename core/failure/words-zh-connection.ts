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
