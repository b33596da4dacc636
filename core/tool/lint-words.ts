import type { WindowLanguage } from '../failure/words.ts'
import type { LintCode } from './lint.ts'

const WORDS: Readonly<Record<WindowLanguage, Readonly<Record<LintCode, string>>>> = {
  en: {
    'description.none': 'No description: a model has only the name to go by.',
    'description.long': 'The description is long; it stands in every prompt that shows the tool.',
    'parameters.none': 'The tool takes no parameters.',
    'parameters.many': 'The tool takes very many parameters.',
    'parameters.large': 'The schema is large; it stands in every prompt that shows the tool.',
    'parameter.unexplained': 'Parameters without a description.',
    'parameter.oddName': 'Parameter names that some model APIs refuse.',
    'tool.nearDuplicate': 'Another tool is almost the same; a model cannot tell which one is meant.',
  },
  zh: {
    'description.none': '没有描述，模型只能靠名称判断。',
    'description.long': '描述很长，凡是展示该工具的提示词都会带上它。',
    'parameters.none': '该工具没有参数。',
    'parameters.many': '该工具的参数非常多。',
    'parameters.large': '模式很大，凡是展示该工具的提示词都会带上它。',
    'parameter.unexplained': '有参数没有描述。',
    'parameter.oddName': '有些模型接口不接受这样的参数名。',
    'tool.nearDuplicate': '另有一个几乎相同的工具，模型无法分辨该用哪一个。',
  },
}

/** A lint code in words. */
export const sayLint = (code: LintCode, language: WindowLanguage): string => WORDS[language][code]
