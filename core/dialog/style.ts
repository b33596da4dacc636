/** How the user of a dialog talks. Drawn for a dialog as a whole, since a person does not change their manner. */
export const STYLES = [
  'plain',
  'brief',
  'polite',
  'chatty',
  'formal',
  'hurried',
  'detailed',
  'colloquial',
  'hesitant',
  'expert',
  'storytelling',
  'orderly',
] as const
export type Style = (typeof STYLES)[number]
