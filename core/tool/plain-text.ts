/** Descriptions as they come from files, made fit for a prompt. */

// Tab and newline stay; so do the joiners U+200C and U+200D, which Persian and emoji need.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff]/g

/** Without control and zero-width characters, line ends as `\n`, no space at the ends. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').toWellFormed().trim()

/** At most `limit` UTF-16 units; cut at a word where one ends near the limit, never inside a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const room = text.slice(0, limit - 1)
  const space = room.search(/\s\S*$/)
  const cut = space > limit * 0.8 ? room.slice(0, space) : room
  return `${cut.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
}
const decodeEntity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole
  const hex = /^#x/i.test(name)
  const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10)
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
}

// Only names of HTML: `/users/<id>` must keep its placeholder.
const TAG =
  /<\/?(?:a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|kbd|li|mark|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr)(?:\s[^<>]{0,2000})?\/?>/gi
const BREAKING = /^<\/?(?:blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul)\b/i

/** HTML tags and entities and the link, heading and emphasis marks of Markdown taken out; the words stay. */
export function plainText(text: string): string {
  return cleanText(text)
    .replace(/<!--[\s\S]{0,5000}?-->/g, '')
    .replace(TAG, (tag) => (BREAKING.test(tag) ? '\n' : ''))
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, decodeEntity)
    .replace(/!\[([^\][]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\[([^\][]{1,500})\]\([^()\s]{0,2000}(?:\s+"[^"]{0,200}")?\)/g, '$1')
    .replace(/^ {0,3}#{1,6} +/gm, '')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
