/** Who speaks. Generator roles make dialogs; the policy is the model in training. */
export const ROLES = [
  'planner',
  'user',
  'assistant',
  'tool',
  'checker',
  'judge',
  'expander',
  'policy',
] as const
export type Role = (typeof ROLES)[number]

/** The roles that simulate a dialog. */
export const DIALOG_ROLES = ['planner', 'user', 'assistant', 'tool'] as const satisfies readonly Role[]
export type DialogRole = (typeof DIALOG_ROLES)[number]
