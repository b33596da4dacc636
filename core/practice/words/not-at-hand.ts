import type { DialogLanguage } from '../../dialog/case-type.ts'

/** When no tool at hand can do what was asked: what the assistant says, and how the two part. */
type Parting = readonly [answer: string, back: string, end: string]

export const NOT_AT_HAND: Readonly<Record<DialogLanguage, readonly Parting[]>> = {
  en: [
    ['I am sorry, none of my tools can do that.', 'All right, I will find another way.', 'That sounds best.'],
    ['Sorry, I have no tool for that.', 'A pity. Then I will do it myself.', 'I hope it goes well.'],
    ['That is beyond my tools, I am afraid.', 'Never mind, it can wait.', 'As you like. I am here.'],
    ['I cannot do that with the tools I have.', 'Good to know, thank you.', 'You are welcome.'],
  ],
  zh: [
    ['抱歉，我手头的工具都办不到。', '好吧，我另想办法。', '这样最好。'],
    ['不好意思，我没有能做这件事的工具。', '可惜了，那我自己来。', '希望一切顺利。'],
    ['这超出了我现有工具的能力。', '没事，不急。', '好的，随时找我。'],
    ['用我现有的工具做不了这件事。', '知道了，谢谢。', '不客气。'],
  ],
}
