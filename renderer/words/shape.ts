/**
 * The shape that every language fills: the keys of English, any words. A language with a single plural form leaves
 * the `_one` keys out. A missing or unknown key does not compile.
 */
export type WordsLike<T> = T extends string
  ? string
  : { readonly [K in keyof T as K extends `${string}_one` ? never : K]: WordsLike<T[K]> }
