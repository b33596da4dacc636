import {
  call,
  give,
  goalFor,
  line,
  type MakeScene,
  outcome,
  pickStep,
  printResult,
  type Scene,
  type Setting,
  type Step,
  say,
  together,
  user,
  userShort,
} from './scene.ts'
import { openNames, sayValue, varyArgument } from './tool-view.ts'
import { wishFor } from './wish.ts'
import { answerFor, askFor, resultFor } from './wording.ts'
import { CHATS } from './words/chats.ts'
import { alongside } from './words/manner.ts'
import { labelOf } from './words/name-words.ts'

/** One call. */
export const single: MakeScene = (setting) => {
  const step = pickStep(setting, () => [])
  if (!step) return undefined
  const turns = [
    user(setting, askFor(step.view, step.args, setting.dice)),
    call(step),
    ...outcome(setting, step).turns,
  ]
  return { goal: goalFor(setting, step), second: '', turns }
}

/** The results of several calls, and one answer about all. */
function ofAll(
  setting: Setting,
  sentence: string,
  steps: readonly Step[],
  headings: readonly string[] = [],
): Scene['turns'] {
  const { dice } = setting
  const results = steps.map((step) => resultFor(step.view, step.args, dice))
  const answers = steps.map((step, i) => {
    const answer = answerFor(step.view, step.args, results[i] ?? null, dice)
    const heading = headings[i] ?? ''
    // Which answer belongs to which value must be plain to see.
    return heading === '' || answer.includes(heading)
      ? answer
      : `${heading}${dice.language === 'zh' ? '：' : ': '}${answer}`
  })
  return [
    user(setting, sentence),
    call(...steps),
    give(...steps.map((step, i) => printResult(step, results[i] ?? null))),
    say(together(dice, ...answers)),
  ]
}

/** The same tool for two or three values. */
const sameTool: MakeScene = (setting) => {
  const { dice } = setting
  let name = ''
  const step = pickStep(setting, (view) => {
    const names = openNames(view)
    if (names.length === 0) return undefined
    name = dice.random.pick(names)
    return [name]
  })
  if (!step) return undefined
  const steps: Step[] = [step]
  for (let wanted = dice.random.chance(0.3) ? 3 : 2; steps.length < wanted; ) {
    const args = varyArgument(step.view, step.args, name, dice)
    if (args === undefined || steps.some((s) => s.args[name] === args[name])) break
    steps.push({ view: step.view, args })
  }
  if (steps.length < 2) return undefined
  const values = steps.map((s) => sayValue(step.view, dice.language, name, s.args[name] ?? null))
  const [, value = '', other = ''] = values
  const label = labelOf(name, dice.language)
  const rest = line(setting, other === '' ? 'sameFor' : 'sameForTwo', { label, value, other })
  const sentence = together(dice, askFor(step.view, step.args, dice), rest)
  return { goal: goalFor(setting, step), second: '', turns: ofAll(setting, sentence, steps, values) }
}

/** Two tools that do not depend on each other. */
const twoTools: MakeScene = (setting) => {
  const { dice } = setting
  const first = pickStep(setting, () => [])
  const second = first && pickStep(setting, () => [], new Set([first.view]))
  if (!first || !second) return undefined
  const sentence = alongside(
    askFor(first.view, first.args, dice),
    askFor(second.view, second.args, dice),
    dice.language,
    dice.random,
  )
  return {
    goal: goalFor(setting, first),
    second: goalFor(setting, second),
    turns: ofAll(setting, sentence, [first, second]),
  }
}

export const parallel: MakeScene = (setting) =>
  setting.dice.random.chance(0.5)
    ? (sameTool(setting) ?? twoTools(setting))
    : (twoTools(setting) ?? sameTool(setting))

const talk = (setting: Setting, goal: string, lines: readonly string[]): Scene => {
  const [ask = '', answer = '', back = '', end = ''] = lines
  const turns = [user(setting, ask), say(answer)]
  if (setting.length >= 4) turns.push(userShort(back), say(end))
  return { goal, second: '', turns }
}

const saidBefore = ({ before }: Setting): Set<string> =>
  new Set(before.flatMap((turn) => ('text' in turn && turn.from === 'assistant' ? [turn.text] : [])))

/** Words only. */
export const chat: MakeScene = (setting) => {
  const { dice } = setting
  const said = saidBefore(setting)
  const chats = CHATS[dice.language]
  const fresh = chats.filter((one) => !said.has(one.lines[1]))
  const { goal, lines } = dice.random.pick(fresh.length > 0 ? fresh : chats)
  return talk(setting, goal, lines)
}

/** A wish that no tool at hand can meet. */
export const missingTool: MakeScene = (setting) => {
  const { goal, lines } = wishFor(setting, saidBefore(setting))
  return talk(setting, goal, lines)
}

/** A friendly end, two messages long. */
export const closing = (setting: Setting): Scene['turns'] => [
  userShort(line(setting, 'thanks')),
  say(line(setting, 'welcome')),
]
