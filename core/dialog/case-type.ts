/** What a user's need exercises. Chosen on purpose, with a mix, and found again in what came out. */
export const CASE_TYPES = [
  'single',
  'parallel',
  'sequential',
  'multiTurn',
  'missingParameter',
  'missingTool',
  'chat',
  'toolError',
  'longContext',
] as const
export type CaseType = (typeof CASE_TYPES)[number]

/** Shares of needs by case type; any positive numbers, read as proportions. */
export type CaseMix = Partial<Record<CaseType, number>>

export const LANGUAGES = ['en', 'zh'] as const
/** The language of a dialog (not of the window). */
export type DialogLanguage = (typeof LANGUAGES)[number]

export const LEVELS = ['easy', 'medium', 'hard'] as const
export type Level = (typeof LEVELS)[number]
