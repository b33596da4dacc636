/** A first name for a tool set: its file's, without folder and endings. */
export const nameFromFile = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? '').replace(/(\.(json|jsonl|ya?ml|gz|txt))+$/i, '').slice(0, 120)
