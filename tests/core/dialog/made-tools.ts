import type { JsonText } from '#core/json/exact.ts'
import type { Tool } from '#core/tool/tool.ts'

export const toolOf = (
  name: string,
  properties: Record<string, unknown>,
  required: string[],
  category?: string,
): Tool => ({
  name,
  description: `Does ${name}.`,
  parameters: JSON.stringify({ type: 'object', properties, required }) as JsonText,
  ...(category === undefined ? {} : { category }),
})

/** Tools of several categories and shapes; the last of each seven has no parameters. */
export const madeTools = (count: number): Tool[] =>
  Array.from({ length: count }, (_, i) =>
    i % 7 === 6
      ? toolOf(`list_things_${i}`, {}, [], `category ${i % 5}`)
      : toolOf(
          `find_thing_${i}`,
          { name: { type: 'string' }, limit: { type: 'integer', minimum: 1 }, sorted: { type: 'boolean' } },
          ['name'],
          `category ${i % 5}`,
        ),
  )
