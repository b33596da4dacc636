import { CALENDAR } from './calendar.ts'
import { FINANCE } from './finance.ts'
import { HOME } from './home.ts'
import { MAIL } from './mail.ts'
import { NOTES } from './notes.ts'
import type { Phrases } from './phrases.ts'
import { PLACES } from './places.ts'
import { SHOPPING } from './shopping.ts'
import { TRAVEL } from './travel.ts'
import { WEATHER } from './weather.ts'

const BOOK: ReadonlyMap<string, Phrases> = new Map(
  [WEATHER, CALENDAR, MAIL, TRAVEL, PLACES, SHOPPING, HOME, NOTES, FINANCE].flatMap((part) =>
    Object.entries(part),
  ),
)

/**
 * Hand-written sentences for a tool of the sample project; undefined for any other tool, also for one that only
 * shares a name and has other parameters.
 */
export function phrasesFor(name: string, parameters: readonly string[]): Phrases | undefined {
  const phrases = BOOK.get(name)
  return phrases && parameters.every((parameter) => phrases.parameters.includes(parameter))
    ? phrases
    : undefined
}
