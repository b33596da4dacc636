import type { WindowLanguage } from '../failure/words.ts'
import { LONGEST_BODY, type PromptFinding, type PromptFindingCode } from './lint.ts'

type Say = (name: string) => string

const WORDS: Readonly<Record<WindowLanguage, Readonly<Record<PromptFindingCode, Say>>>> = {
  en: {
    unused: (name) => `{{${name}}} stands nowhere; the job fills it in, so it must stand somewhere.`,
    undeclared: (name) => `{{${name}}} is no variable of this prompt; nothing would fill it in.`,
    twice: (name) => `The variable ${name} is declared twice.`,
    openSlot: () => 'A {{ opens no variable. Variables are written without spaces, as {{date}}.',
    empty: () => 'The text is empty.',
    tooLong: () => `The text has more than ${LONGEST_BODY} characters.`,
    language: (name) =>
      name === 'zh'
        ? 'There is no Chinese in the Chinese version.'
        : 'There is Chinese in the English version.',
    variables: (name) => `The variables must be: ${name || 'none'}.`,
    answer: (name) => `The form of the answer must be: ${name}.`,
    sections: (name) => `The sections (lines with ##) must be: ${name}.`,
    emptySection: (name) => `The section ${name} has no line that begins with “- ”.`,
    userPart: () => 'The line “=== user ===” must stand where the shipped version has one, and nowhere else.',
  },
  zh: {
    unused: (name) => `{{${name}}} 没有出现；作业会给它填值，所以正文里必须有它。`,
    undeclared: (name) => `{{${name}}} 不是这个提示词的变量，没有值可填。`,
    twice: (name) => `变量 ${name} 声明了两次。`,
    openSlot: () => '有一处 {{ 没有构成变量。变量中间不留空格，写作 {{date}}。',
    empty: () => '正文是空的。',
    tooLong: () => `正文超过 ${LONGEST_BODY} 个字符。`,
    language: (name) => (name === 'zh' ? '中文版里没有中文。' : '英文版里有中文。'),
    variables: (name) => `变量必须是：${name || '没有'}。`,
    answer: (name) => `回答的形式必须是：${name}。`,
    sections: (name) => `小节（以 ## 开头的行）必须是：${name}。`,
    emptySection: (name) => `小节 ${name} 里没有以“- ”开头的行。`,
    userPart: () => '“=== user ===”这一行必须与自带版本一致：它有就要有，它没有就不能有。',
  },
}

export const sayFinding = ({ code, name = '' }: PromptFinding, language: WindowLanguage): string =>
  WORDS[language][code](name)
