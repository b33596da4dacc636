import type { Words } from './word-table.ts'

/** 分词器、对话模板和项目自己的提示词。 */
export const ZH_PROMPTS: Words = {
  'tokenizer.notFound': {
    message: '{{folder}} 里没有 tokenizer.json。',
    hint: '请选择放着该模型 tokenizer.json（以及对话模板）的文件夹。',
  },
  'tokenizer.damaged': {
    message: '模型的分词器文件读不出来。',
    hint: '详情里写着哪里不对。请从模型的来源处重新取 tokenizer.json 和 tokenizer_config.json。',
  },
  'tokenizer.tooLarge': {
    message: '{{file}} 有 {{mb}} MB，不像是分词器文件。',
    hint: '请选择模型分词器所在的文件夹，不要选恰好有同名文件的其他文件夹。',
  },
  'tokenizer.unsupported': {
    message: '这个分词器有一处 LoopTool 会数错：{{part}}。',
    hint: '可以改由服务器计数（vLLM 支持），或者先用估算值。',
  },
  'tokenizer.tooSlow': {
    message: '分词器没能及时读完。',
    hint: '关掉一些程序再试，或改由服务器计数。',
  },
  'tokenizer.noServer': {
    message: '{{host}} 上的服务器不会数词元：它没有 /tokenize。',
    hint: '请改为选择模型 tokenizer.json 所在的文件夹。vLLM 有 /tokenize，多数别的服务器没有。',
  },
  'tokenizer.serverRefused': {
    message: '{{host}} 上的服务器拒绝数词元（状态码 {{status}}）。',
    hint: '详情里是它的原话。请检查模型名称和密钥，或改为选择 tokenizer.json 所在的文件夹。',
  },
  'template.broken': {
    message: '模型的对话模板无法运行。',
    hint: '详情里写着出错的位置。请使用模型作者发布的 chat_template.jinja。',
  },
  'template.refused': {
    message: '模型的对话模板不接受这段对话：“{{reason}}”。',
    hint: '这个模型不是为这种对话准备的。请换一个模板，或选择它能接受的样本。',
  },
  'template.tooSlow': {
    message: '模型的对话模板 {{seconds}} 秒内没有结束，已被停止。',
    hint: '里面可能有不会结束的循环。请使用模型作者发布的 chat_template.jinja。',
  },
  'prompt.unknown': {
    message: '没有名为 {{id}} 的提示词。',
    hint: '请从列表里选择。',
  },
  'prompt.damaged': {
    message: '本项目自己的 {{id}} 无法使用：{{why}}。',
    hint: '打开“提示词”页：在那里改好它，或者说明要用自带的版本。',
  },
  'prompt.stale': {
    message: '提示词 {{id}} 刚被别处改过。',
    hint: '请先看看磁盘上的版本，再决定是否覆盖。',
  },
}
