/** Results of tools that do not say what they give back. */

import { clock, code, type Dice, dayAfter, type Fields, money } from './phrases/phrases.ts'
import type { ToolView } from './tool-view.ts'
import { goalOf } from './words/goals.ts'
import { wordsOf } from './words/name-words.ts'

type Entry = (dice: Dice, index: number) => Fields

const whole = ({ random }: Dice, low: number, high: number): number => random.int(low, high)

/** What an entry looks like, by what the tool is about; the first that fits, the last fits all. */
const THEMES: readonly (readonly [RegExp, Entry])[] = [
  [
    /weather|forecast|temperature|climate/i,
    (dice) => ({
      name: dice.random.pick(dice.words.cities),
      sky: dice.random.pick(dice.words.skies),
      temperature: whole(dice, -3, 32),
    }),
  ],
  [
    /stock|crypto|price|finance|currency|coin|market|token/i,
    (dice) => ({
      name: dice.random.pick(dice.words.companies),
      price: money(dice.random, 4, 480),
      volume: whole(dice, 900, 90000),
    }),
  ],
  [
    /sport|team|match|league|player|tournament|football|basketball|soccer/i,
    (dice) => ({
      name: dice.random.pick(dice.words.teams),
      points: whole(dice, 3, 96),
      played: whole(dice, 2, 30),
    }),
  ],
  [
    /music|song|track|artist|album|playlist|lyric/i,
    (dice) => ({
      name: dice.random.pick(dice.words.noteTitles),
      artist: dice.random.pick(dice.words.people),
      genre: dice.random.pick(dice.words.genres),
    }),
  ],
  [
    /movie|film|video|show|episode|series/i,
    (dice) => ({
      name: dice.random.pick(dice.words.noteTitles),
      genre: dice.random.pick(dice.words.genres),
      year: whole(dice, 1988, 2025),
    }),
  ],
  [
    /recipe|food|nutrition|ingredient|drink|cocktail|meal/i,
    (dice) => ({
      name: dice.random.pick(dice.words.foods),
      minutes: whole(dice, 8, 90),
      calories: whole(dice, 90, 780),
    }),
  ],
  [
    /product|shop|store|item|commerce|catalog|order/i,
    (dice) => ({
      name: dice.random.pick(dice.words.products),
      price: money(dice.random, 4, 260),
      stock: whole(dice, 2, 90),
    }),
  ],
  [
    /hotel|place|restaurant|property|rental|listing/i,
    (dice) => ({
      name: dice.random.pick(dice.words.places),
      rating: whole(dice, 31, 50) / 10,
      address: dice.random.pick(dice.words.streets),
    }),
  ],
  [
    /city|country|location|geo|address|region|postal|zip|map/i,
    (dice) => ({
      name: dice.random.pick(dice.words.cities),
      lat: whole(dice, -3900, 6400) / 100,
      lon: whole(dice, -12000, 14000) / 100,
    }),
  ],
  [
    /flight|train|bus|route|transport|station|airport/i,
    (dice) => ({
      name: dice.random.pick(dice.words.cities),
      departs: clock(dice.random, 6, 14),
      minutes: whole(dice, 20, 240),
    }),
  ],
  [
    /user|profile|member|people|person|contact|employee|account|follower/i,
    (dice) => ({
      name: dice.random.pick(dice.words.people),
      city: dice.random.pick(dice.words.cities),
      joined: dayAfter(dice.today, -whole(dice, 30, 900)),
    }),
  ],
  [
    /news|article|post|message|comment|feed|channel|conversation|mail|sms/i,
    (dice, i) => ({
      name: dice.random.pick(dice.words.subjects),
      author: dice.random.pick(dice.words.people),
      date: dayAfter(dice.today, -i - whole(dice, 0, 9)),
    }),
  ],
  [
    /./,
    (dice, i) => ({
      name: dice.random.pick(dice.words.subjects),
      number: whole(dice, 10, 990),
      updated: dayAfter(dice.today, -i - whole(dice, 1, 20)),
    }),
  ],
]

const plainFields = (args: Fields): Fields =>
  Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== null && typeof value !== 'object')
      .slice(0, 3),
  )

/**
 * A small plausible result: a receipt for what changes something, one entry for what names one thing, else a list.
 * Values of the call come back in it.
 */
export function madeUp({ tool }: ToolView, args: Fields, dice: Dice): Fields {
  const { acts, noun } = goalOf(tool.name, '', 'en')
  if (acts) return { success: true, reference: code('REF', dice.random), ...plainFields(args) }
  const about = [tool.name.replaceAll('_', ' '), tool.category ?? '', tool.description.slice(0, 80)].join(' ')
  const entry = THEMES.find(([signs]) => signs.test(about))?.[1]
  const made = Array.from({ length: dice.count }, (_, i) => ({
    entry_id: code('E', dice.random),
    ...entry?.(dice, i),
  }))
  const many = /s$/.test(wordsOf(noun).at(-1) ?? '') || dice.count > 4
  const [first = {}] = made
  return many
    ? { ...plainFields(args), total: made.length, entries: made }
    : { ...plainFields(args), ...first }
}
