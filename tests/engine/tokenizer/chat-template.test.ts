/** Catches a chat template that is laid out otherwise than the server lays it out: every count would be off. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { fromPlain } from '#core/json/convert.ts'
import { type ExactJson, isExactObject, readJson } from '#core/json/exact.ts'
import { ChatTemplate } from '#engine/tokenizer/chat-template.ts'

const file = (name: string): string =>
  readFileSync(new URL(`../../fixtures/chat-template/${name}`, import.meta.url), 'utf8')

const told = z.object({ text: z.string().optional(), refused: z.string().optional() })
const cases = z
  .object({
    named: z.record(z.string(), z.string()),
    cases: z.array(
      told.extend({
        template: z.string(),
        dialog: z.string(),
        variables: z.looseObject({ tools: z.boolean() }),
      }),
    ),
    broken: z.record(z.string(), told),
    lenient: z.record(z.string(), told),
  })
  .parse(JSON.parse(file('cases.json')))

/** Read exactly: a number must stay as it was written. */
const given = readJson(file('dialogs.json'))
function at(json: ExactJson | undefined, ...path: string[]): ExactJson {
  const [key, ...rest] = path
  if (key === undefined) return json ?? null
  return at(isExactObject(json) ? json.get(key) : undefined, ...rest)
}

const NOW = new Date(2026, 1, 3, 4, 5, 6)

function render(
  template: string,
  dialog: string,
  variables: Record<string, unknown> & { tools: boolean },
): string {
  const { tools, ...others } = variables
  return ChatTemplate.read(template).render(
    new Map<string, ExactJson>([
      ['messages', at(given, 'dialogs', dialog)],
      ['tools', tools ? at(given, 'tools') : null],
      ['documents', null],
      ...Object.entries({ ...cases.named, ...others }).map(
        ([name, value]) => [name, fromPlain(value)] as const,
      ),
    ]),
    NOW,
  )
}

const refusalOf = (act: () => string): unknown => {
  try {
    return act()
  } catch (error) {
    return error instanceof Failure ? [error.code, error.values.reason] : error
  }
}

describe('a chat template', () => {
  it.each(cases.cases.map((one) => [one.template, one.dialog, JSON.stringify(one.variables), one] as const))(
    '%s, %s, %s: as transformers lays it out',
    (template, dialog, _, { text, refused, variables }) => {
      const got = refusalOf(() => render(file(`${template}.jinja`), dialog, variables))
      if (text === undefined) expect(got).toEqual(['template.refused', refused])
      else expect(got).toBe(text)
    },
  )

  it.each(Object.keys(cases.broken))('%s: is told as broken, as transformers does', (what) => {
    expect(cases.broken[what]?.refused).toBeDefined()
    const got = refusalOf(() => render(String(at(given, 'broken', what)), 'one question', { tools: false }))
    expect(got).toEqual(['template.broken', undefined])
  })

  it.each(Object.entries(cases.lenient))('%s: says nothing of it, as in transformers', (what, { text }) => {
    expect(render(String(at(given, 'lenient', what)), 'one question', { tools: false })).toBe(text)
  })

  it('tells the day in English, whatever the computer speaks', () => {
    const text = "{{ strftime_now('%A %d %B %Y, %b %a %H:%M:%S %y %% %q') }}"
    expect(render(text, 'one question', { tools: false })).toBe(
      'Tuesday 03 February 2026, Feb Tue 04:05:06 26 % %q',
    )
  })

  it('makes no list that fills the memory', () => {
    const got = refusalOf(() => render('{{ range(1000000000) | length }}', 'one question', { tools: false }))
    expect(got).toEqual(['template.broken', undefined])
  })
})
