/** Why a turn, or a whole record, gave no sample. Counted and shown by these codes. */
export const REFUSALS = [
  /** No two votes agreed. */
  'unagreed',
  /** The turn breaks a rule. */
  'marked',
  /** A result of its calls is an error. */
  'errorResult',
  'thinkingOnly',
  'emptyAnswer',
  /** A text answer that holds a call tag would count as a broken call. */
  'tagInText',
  /** Nobody asked anything before it. */
  'noUser',
  /** The same sample stands in the dataset already. */
  'duplicate',
  'badJson',
  'badUtf8',
  'tooLarge',
  'unknownRecord',
  'badTool',
  'badDialog',
  'badConversation',
  /** A message that cannot be read; what stands behind it gives no sample. */
  'badMessage',
  /** Raw records: no snapshot of the dialog is valid; a single message; no call at all. */
  'invalid',
  'onlyQuery',
  'noToolUse',
  /** Raw records: an earlier or shorter state of a dialog that is there whole. */
  'olderSnapshot',
  /** The record was read, and none of its turns gave a sample. */
  'noSample',
] as const
export type Refusal = (typeof REFUSALS)[number]

export type RefusalCounts = Partial<Record<Refusal, number>>

export function countRefusal(counts: RefusalCounts, why: Refusal, times = 1): void {
  counts[why] = (counts[why] ?? 0) + times
}

export const refusalsIn = (counts: RefusalCounts): [Refusal, number][] =>
  REFUSALS.flatMap((why) => (counts[why] === undefined ? [] : [[why, counts[why]]]))
