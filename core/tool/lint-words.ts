import type { WindowLanguage } from '../failure/words.ts'
import type { LintCode } from './lint.ts'

interface LintWords {
  /** A few words, for a filter. */
  readonly name: string
  /** What it means for a model, in a sentence. */
  readonly sentence: string
}

const WORDS: Readonly<Record<WindowLanguage, Readonly<Record<LintCode, LintWords>>>> = {
  en: {
    'description.none': {
      name: 'no description',
      sentence: 'No description: a model has only the name to go by.',
    },
    'description.long': {
      name: 'long description',
      sentence: 'The description is long; it stands in every prompt that shows the tool.',
    },
    'parameters.none': { name: 'no parameters', sentence: 'The tool takes no parameters.' },
    'parameters.many': { name: 'many parameters', sentence: 'The tool takes very many parameters.' },
    'parameters.large': {
      name: 'large schema',
      sentence: 'The schema is large; it stands in every prompt that shows the tool.',
    },
    'parameter.unexplained': {
      name: 'unexplained parameters',
      sentence: 'Parameters without a description.',
    },
    'parameter.oddName': {
      name: 'odd parameter names',
      sentence: 'Parameter names that some model APIs refuse.',
    },
    'tool.nearDuplicate': {
      name: 'near-duplicates',
      sentence: 'Another tool is almost the same; a model cannot tell which one is meant.',
    },
  },
  zh: {
    'description.none': { name: '没有描述', sentence: '没有描述，模型只能靠名称判断。' },
    'description.long': { name: '描述过长', sentence: '描述很长，凡是展示该工具的提示词都会带上它。' },
    'parameters.none': { name: '没有参数', sentence: '该工具没有参数。' },
    'parameters.many': { name: '参数很多', sentence: '该工具的参数非常多。' },
    'parameters.large': { name: '模式很大', sentence: '模式很大，凡是展示该工具的提示词都会带上它。' },
    'parameter.unexplained': { name: '参数缺少描述', sentence: '有参数没有描述。' },
    'parameter.oddName': { name: '参数名特殊', sentence: '有些模型接口不接受这样的参数名。' },
    'tool.nearDuplicate': {
      name: '近似重复',
      sentence: '另有一个几乎相同的工具，模型无法分辨该用哪一个。',
    },
  },
}

/** A lint code in a sentence. */
export const sayLint = (code: LintCode, language: WindowLanguage): string => WORDS[language][code].sentence

/** A lint code in a few words. */
export const nameLint = (code: LintCode, language: WindowLanguage): string => WORDS[language][code].name
