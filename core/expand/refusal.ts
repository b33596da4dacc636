/** Why a candidate of the expander was not taken. Counted and shown by these codes. */
export const EXPAND_REFUSALS = [
  /** The answer was longer than allowed and has no end. */
  'cutOff',
  'notJson',
  /** JSON, but not the form that was asked for. */
  'shape',
  /** A dialog, a message or a list of calls without anything in it. */
  'empty',
  /** Somebody speaks whose turn it is not. */
  'order',
  /** Results that do not belong to the calls before them. */
  'results',
  /** The people of the dialog do not speak the seed's language. */
  'language',
  /** A text holds a call tag. */
  'tagInText',
  /** The answer calls no tool. */
  'noCall',
  'unknownTool',
  /** A call breaks its tool's schema. */
  'schema',
  /** A value in the answer that nobody said. */
  'ungrounded',
  'nearSeed',
  'nearSibling',
  /** Nearly a sample that is held out for evaluation. */
  'nearHeldOut',
  'nearDataset',
  /** The checker found the answer wrong. */
  'checker',
  /** The checker's votes could not be read. */
  'unchecked',
] as const
export type ExpandRefusal = (typeof EXPAND_REFUSALS)[number]
