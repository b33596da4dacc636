import type { DialogLanguage } from '../dialog/case-type.ts'
import type { SceneTurn } from './scene.ts'
import { labelOf } from './words/name-words.ts'

/** A scripted thought in five short steps: the wish, the tools, what they need, what is known, what follows. */
export function thinkingFor(turn: SceneTurn, language: DialogLanguage): string {
  const zh = language === 'zh'
  if (!('steps' in turn)) {
    return zh
      ? '1. 看清用户要什么。2. 这一步用不着调用工具。3. 没有需要的参数。4. 已知的内容都在对话里。5. 直接回复。'
      : '1. I read what the user wants. 2. No tool is called in this step. 3. So no values are needed. 4. All that is known stands in the dialog. 5. I answer in words.'
  }
  const names = turn.steps.map((step) => step.view.tool.name).join(zh ? '、' : ', ')
  const known = [...new Set(turn.steps.flatMap((step) => Object.keys(step.args)))]
    .map((name) => labelOf(name, language))
    .join(zh ? '、' : ', ')
  return zh
    ? `1. 用户想办一件具体的事。2. 合适的工具：${names}。3. 先看必填参数。4. 对话里已经有：${known || '无须参数'}。5. 信息齐全，可以调用。`
    : `1. The user wants something definite done. 2. What fits: ${names}. 3. I look at what is required. 4. Known from the dialog: ${known || 'nothing needed'}. 5. Everything is there, so I call.`
}
