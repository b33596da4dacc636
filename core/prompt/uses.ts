/** Which kind of job uses which prompts, by name; in every language of its dialogs. */

const DIALOG = [
  'planner/plan',
  'user/turn',
  'user/cases',
  'user/styles',
  'assistant/answer',
  'assistant/thinking',
  'tool/results',
  'tool/situations',
  'repair/calls',
  'repair/json',
] as const
/** What every dataset is rendered with. */
const POLICY = ['policy/tool-call'] as const

export const PROMPT_USES = {
  simulate: DIALOG,
  prepare: POLICY,
  compose: POLICY,
  collect: POLICY,
  filter: POLICY,
  judge: ['judge/verdict'],
  calibrate: ['judge/verdict'],
  expand: ['expander/child', 'expander/foci', 'checker/label'],
  check: ['checker/label'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type PromptUse = keyof typeof PROMPT_USES
export type PromptName = (typeof PROMPT_USES)[PromptUse][number]

const isUse = (kind: string): kind is PromptUse => Object.hasOwn(PROMPT_USES, kind)

/** A round's stages use what they would use alone. */
export const promptsOfKind = (kind: string): readonly PromptName[] =>
  kind === 'round' ? [...new Set(Object.values(PROMPT_USES).flat())] : isUse(kind) ? PROMPT_USES[kind] : []

/** Kinds of jobs that use a prompt. @param name `<role>/<name>` */
export const kindsUsing = (name: string): PromptUse[] =>
  Object.entries(PROMPT_USES).flatMap(([kind, names]) =>
    isUse(kind) && names.some((one) => one === name) ? [kind] : [],
  )

/** The prompt inside which a part stands. */
export const PART_OF: Readonly<Record<string, PromptName>> = {
  'user/cases': 'user/turn',
  'user/styles': 'user/turn',
  'tool/situations': 'tool/results',
  'expander/foci': 'expander/child',
  'assistant/thinking': 'assistant/answer',
}
