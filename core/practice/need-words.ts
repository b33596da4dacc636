import type { CaseType, DialogLanguage } from '../dialog/case-type.ts'
import type { Random } from '../random/random.ts'

type Say = (goal: string, second: string, turns: number) => readonly string[]

/** The text of a need in the plan, by case type, from what it is about. */
const EN: Readonly<Record<CaseType, Say>> = {
  single: (g) => [`Wants to ${g}.`, `The user would like to ${g}.`],
  parallel: (g, s) =>
    s === ''
      ? [`Wants to ${g}, for several cases at once.`]
      : [`Wants to ${g} and, independent of that, to ${s}.`],
  sequential: (g, s) => [`Wants to ${g} and then, with what comes back, to ${s}.`],
  multiTurn: (g, _, n) => [
    n > 6
      ? `Wants to ${g} and changes a detail afterwards.`
      : `Wants to ${g}, telling the details bit by bit.`,
  ],
  missingParameter: (g) => [`Wants to ${g} but forgets to say something that is needed.`],
  missingTool: (g) => [`Wants to ${g}, which nothing at hand can do.`],
  chat: (g) => [`Would like to ${g}; no tool is needed.`],
  toolError: (g) => [`Wants to ${g}; the first try fails.`],
  longContext: (g) => [`Wants to ${g}; there is a lot to read, or it goes back to something said long ago.`],
}

const ZH: Readonly<Record<CaseType, Say>> = {
  single: (g) => [`想${g}。`, `用户希望${g}。`],
  parallel: (g, s) =>
    s === '' ? [`想${g}，而且一次问好几个。`] : [`想${g}，同时还想${s}，两件事互不相干。`],
  sequential: (g, s) => [`想先${g}，再根据得到的内容${s}。`],
  multiTurn: (g, _, n) => [n > 6 ? `想${g}，之后又改了其中一项。` : `想${g}，细节分几次说。`],
  missingParameter: (g) => [`想${g}，但漏说了一项必要的信息。`],
  missingTool: (g) => [`想${g}，而手头没有能办到的工具。`],
  chat: (g) => [`想${g}，用不着工具。`],
  toolError: (g) => [`想${g}，第一次没有成功。`],
  longContext: (g) => [`想${g}，返回的内容很长，或者要回到很久以前说过的事。`],
}

/**
 * @param second what the second step or the second wish is about; empty where there is none
 * @param turns messages that the need takes
 */
export const needText = (
  type: CaseType,
  goal: string,
  second: string,
  turns: number,
  language: DialogLanguage,
  random: Random,
): string => random.pick((language === 'zh' ? ZH : EN)[type](goal, second, turns))
