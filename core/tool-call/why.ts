/**
 * Why an answer got its score. The order is a measure: the later a code stands, the nearer the answer came. The
 * words for each stand in why-words.ts; `reward.py` on the host uses the same list.
 */
export const WHY_CODES = [
  'reward.error',
  'line.invalid',
  'label.none',
  'label.broken',
  'label.nothingRead',
  'tools.none',
  'answer.empty',
  'answer.tagNotClosed',
  'answer.tagNotOpened',
  'answer.notJson',
  'answer.notACall',
  'answer.noName',
  'answer.badArguments',
  'call.unknownTool',
  'call.badArguments',
  'tool.badSchema',
  'argument.missing',
  'argument.undeclared',
  'argument.type',
  'argument.enum',
  'argument.schema',
  'calls.unwanted',
  'calls.missing',
  'calls.count',
  'calls.differ',
  'calls.names',
  'arguments.names',
  'arguments.values',
  'missing.notAsked',
  'prefix.part',
  'schema.noCalls',
  'schema.valid',
  'release.nothingRead',
  'text.right',
  'same',
] as const
export type WhyCode = (typeof WHY_CODES)[number]

const ranks = new Map<WhyCode, number>(WHY_CODES.map((code, rank) => [code, rank]))

/** How near an answer with this reason came; higher is nearer. */
export const nearness = (why: WhyCode): number => ranks.get(why) ?? -1
