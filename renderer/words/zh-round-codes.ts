import type { enExpandRefusals, enNoVotes, enRoundCodes } from './en-round-codes.ts'
import type { WordsLike } from './shape.ts'

/** 一轮各阶段代码的中文说法：探测、评判、扩展、组集。 */
export const zhRoundCodes: WordsLike<typeof enRoundCodes> = {
  probe: {
    match: '与标签一致的回答',
    miss: '与标签不一致的回答',
    part: '部分回答一致',
    cutAnswers: '因长度上限被截断的回答',
    noLogprobs: '没有对数概率的回答',
  },
  verdict: {
    labelWrong: '标签有误',
    predictionWrong: '预测有误',
    bothRight: '两者皆对',
    bothWrong: '两者皆错',
  },
  vote: {
    cast: '已投票数',
    byRule: '由规则投出的票',
    right: '投对的票',
    correct: '赞成标签的票',
    incorrect: '反对标签的票',
  },
  judge: { divided: '票数未达法定数', noVote: '没有可读作投票的回答' },
  child: { taken: '采用的变体', missing: '未得到的变体' },
  focus: {
    complexity: '变换复杂度',
    persona: '变换人物',
    interaction: '变换交互方式',
    data: '变换数据',
    wording: '变换措辞',
    distraction: '加入干扰',
  },
  pool: { fresh: '新样本', errorSeed: '错误种子', expansion: '变体', highPerplexity: '正确但不确定' },
  filled: {
    fresh: '新样本（补足）',
    errorSeed: '错误种子（补足）',
    expansion: '变体（补足）',
    highPerplexity: '正确但不确定（补足）',
  },
  expand: { none: '没有可采用的变体', heldOut: '种子属于留出集' },
  training: { steps: '已训练步数' },
  /** What is counted inside a single long item. */
  unit: { steps: '步', samples: '条样本' },
  check: {
    correct: '认定正确的标签',
    incorrect: '认定有误的标签',
    undecided: '票数不一致的标签',
    empty: '检查者没有说任何话',
    cutOff: '检查者的回答因长度上限被截断',
    notJson: '检查者的回答不是 JSON',
    shape: '检查者没有给出结论',
    several: '检查者给出了多个结论',
  },
  removed: {
    emptyLabel: '移除：标签为空',
    unknownTool: '移除：标签调用了未知工具',
    schema: '移除：标签不符合工具的参数规范',
    ungrounded: '移除：出现了无人提及的标识',
    ungroundedStrict: '移除：出现了无人提及的值',
    tooLong: '移除：提示过长',
    duplicate: '移除：重复的样本',
    conflict: '移除：同一提示有不同标签',
    nearDuplicate: '移除：近乎重复的样本',
    heldOut: '移除：属于或近似留出样本',
    checker: '移除：检查者认为标签有误',
  },
  replaced: '之后已重做；旧记录仍保留',
  candidates: '请求的候选',
  missing: '距所需数量尚缺的样本',
}

export const zhNoVotes: WordsLike<typeof enNoVotes> = {
  empty: '没有说任何话',
  cutOff: '在给出裁决前被截断',
  notJson: '不是 JSON',
  none: '其中没有裁决',
  unknown: '没有这种裁决',
  several: '同时给出多个裁决',
  ruledOut: '给出了规则已排除的裁决',
  contradicts: '裁决与所列错误相矛盾',
}

export const zhExpandRefusals: WordsLike<typeof enExpandRefusals> = {
  cutOff: '因长度上限被截断',
  notJson: '不是 JSON',
  shape: '形式不符',
  empty: '内容为空',
  order: '发言顺序不对',
  results: '结果与调用不对应',
  language: '语言与种子不同',
  noCall: '没有调用工具',
  unknownTool: '调用了未知工具',
  schema: '不符合工具的参数规范',
  ungrounded: '出现了无人提及的值',
  nearSeed: '与种子过于相似',
  nearSibling: '与同源变体过于相似',
  nearHeldOut: '与留出样本过于相似',
  nearDataset: '与数据集中的样本过于相似',
  checker: '检查者认为有误',
  unchecked: '检查者的投票无法读取',
}
