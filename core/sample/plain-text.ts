/**
 * Text as training sees it. Nothing is normalised (a value must stay equal to its utterance); only what cannot be
 * seen goes, and what a chat template would take for its own marks is broken up.
 */

// Control characters other than newline and tab, zero-width characters, marks of writing direction.
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

// `<|im_end|>` and its like end a turn; a made-up <tool_response> would pass for a tool's word, since results stand
// in a user turn; the other tags are single tokens of the Qwen vocabulary and structure in this layout.
const CONTROL = /<(?=\|[^<>|]{1,40}\|>|\/?(?:tool_call|tool_response|tools|think)>)/g

/** Without control, zero-width and direction characters; half surrogate pairs become U+FFFD (UTF-8 has none). */
export const visibleText = (text: string): string => text.toWellFormed().replace(INVISIBLE, '')

/** A text that cannot end a turn or pass for structure: `<|im_end|>` is written `< |im_end|>`. */
export const neutralText = (text: string): string => visibleText(text).replace(CONTROL, '< ')

/** The same for JSON: the sign is written as its JSON escape, so the value stays what it was. */
export const neutralJson = (json: string): string => json.replace(CONTROL, '\\u003c')
