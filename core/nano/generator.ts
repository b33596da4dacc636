/**
 * The small policy's pre-training data: practice dialogs over tools that are made up for each of them. They take the
 * same way as the sample project's (script, dialog, samples); only tools, values and words are others.
 */
import type { CaseType } from '../dialog/case-type.ts'
import type { DialogSetup } from '../dialog/dialog.ts'
import { STYLES } from '../dialog/style.ts'
import { fromPlain, type PlainJson } from '../json/convert.ts'
import { printJson } from '../json/print.ts'
import { dialogOfScript } from '../practice/dialog-of-script.ts'
import { dayAfter } from '../practice/phrases/phrases.ts'
import { scriptDialog } from '../practice/script-dialog.ts'
import { Random } from '../random/random.ts'
import { samplesOfDialog } from '../sample/from-dialog.ts'
import type { Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import {
  CHOICE_NAMES,
  choiceWord,
  NUMBER_NAMES,
  openLists,
  openNoun,
  SUM_NAMES,
  SWITCH_NAMES,
  TEXT_NAMES,
  USUAL_SHARE,
  VERBS,
} from './open-words.ts'
import { SMALL_MIX, SMALL_PREPARE, SMALL_TARGET, SMALL_TOOLS } from './sample-settings.ts'

/** How much of the made-up tools' words is usual: the most, or nothing. */
export type Known = 0 | typeof USUAL_SHARE

const nameFrom = (usual: readonly string[], random: Random, known: Known): string =>
  random.chance(known) ? random.pick(usual) : openNoun(random, known)

function choices(random: Random, known: Known): string[] {
  const wanted = random.int(2, 4)
  const members = new Set<string>()
  while (members.size < wanted) members.add(choiceWord(random, known))
  return [...members]
}

type Parameter = readonly [name: string, schema: PlainJson]

const PARAMETERS: readonly (readonly [share: number, make: (random: Random, known: Known) => Parameter])[] = [
  [40, (random, known) => [nameFrom(TEXT_NAMES, random, known), { type: 'string' }]],
  [25, (random, known) => [nameFrom(NUMBER_NAMES, random, known), { type: 'integer' }]],
  [4, (random, known) => [nameFrom(SUM_NAMES, random, known), { type: 'number' }]],
  [13, (random, known) => [nameFrom(SWITCH_NAMES, random, known), { type: 'boolean' }]],
  [
    18,
    (random, known) => [
      nameFrom(CHOICE_NAMES, random, known),
      { type: 'string', enum: choices(random, known) },
    ],
  ],
]
const SHARES = PARAMETERS.map(([share]) => share)

function makeParameters(random: Random, known: Known): PlainJson {
  const properties = new Map<string, PlainJson>()
  const wanted = random.int(1, 3)
  while (properties.size < wanted) {
    const [name, schema] = PARAMETERS[random.weighted(SHARES)]?.[1](random, known) ?? ['name', true]
    if (!properties.has(name)) properties.set(name, schema)
  }
  const names = [...properties.keys()]
  // What must be given stands first, as people write it; a question needs something that must be given.
  const required = names.slice(0, random.int(1, names.length))
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** A tool called verb_noun; one time in five its noun has two words. */
function makeTool(random: Random, category: string, known: Known): Tool {
  const verb = random.pick(VERBS)
  const noun = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => openNoun(random, known))
  const article = random.pick(['a', 'the', 'my'])
  return {
    name: `${verb}_${noun.join('_')}`,
    description: random.chance(0.5) ? '' : `${capital(verb)} ${article} ${noun.join(' ')}.`,
    parameters: printJson(fromPlain(makeParameters(random, known))),
    category,
  }
}

/** Tools of the set that are not at hand, for a user to wish for. */
const ELSEWHERE = 5

function makeTools(random: Random, atHand: number, avoid: ReadonlySet<string>, known: Known): Tool[] {
  const tools = new Map<string, Tool>()
  while (tools.size < atHand + ELSEWHERE) {
    const tool = makeTool(random, tools.size < atHand ? 'at hand' : 'elsewhere', known)
    if (!avoid.has(tool.name)) tools.set(tool.name, tool)
  }
  return [...tools.values()]
}

const TYPES = Object.keys(SMALL_MIX) as (keyof typeof SMALL_MIX)[]
const WEIGHTS = TYPES.map((type) => SMALL_MIX[type])

function drawSetup(random: Random, key: string, tools: readonly Tool[]): DialogSetup {
  const type: CaseType = TYPES[random.weighted(WEIGHTS)] ?? 'single'
  return {
    key,
    language: 'en',
    level: 'easy',
    date: `${dayAfter('2020-01-01', random.int(0, 2500))}, Monday`,
    style: random.pick(STYLES),
    tools: tools.map(({ name }) => name),
    needs: [type],
    target: SMALL_TARGET,
  }
}

/** Plays a dialog over the tools shown and cuts it, as simulate and prepare do. */
function played(
  random: Random,
  key: string,
  shown: readonly Tool[],
  all: readonly Tool[],
): readonly Sample[] {
  const setup = drawSetup(random, key, shown)
  const script = scriptDialog(random.seed(), setup, all, 0, 0, openLists(random))
  const source = {
    dialog: dialogOfScript(script),
    tools: shown,
    toolSetHash: key,
    place: key,
    parent: (turn: number) => ({ from: 'dialog', job: 'generated', dialog: key, turn }) as const,
  }
  const options = { ...SMALL_PREPARE, openingTexts: true, textHistory: SMALL_PREPARE.history }
  const { samples } = samplesOfDialog(source, options, (text) => `${key} ${text.length}`.padEnd(24, '0'))
  // “For which day?” asks for a date without naming it: any words would be right, so nothing is learned from it.
  return samples.filter(({ kind, missing }) => kind !== 'missingParameter' || missing !== undefined)
}

/**
 * The samples of one dialog over made-up tools: one, or two where something had to be asked for. They follow from
 * seed and number alone, in any order.
 *
 * @param avoid names of tools that pre-training must not see
 * @param known 0 for tools of which no word is a usual one
 */
export function generatedSamples(
  seed: number,
  number: number,
  avoid: ReadonlySet<string>,
  known: Known = USUAL_SHARE,
): readonly Sample[] {
  const random = new Random(seed, 'generated', number)
  const atHand = random.int(...SMALL_TOOLS)
  const tools = makeTools(random, atHand, avoid, known)
  return played(random, `g${number}`, random.shuffle(tools.slice(0, atHand)), tools)
}

/** The same over given tools, with values that nobody has seen: of a policy's training on them, only these differ. */
export function samplesOver(tools: readonly Tool[], seed: number, number: number): readonly Sample[] {
  const random = new Random(seed, 'over', number)
  const shown = random.shuffle(tools).slice(0, random.int(...SMALL_TOOLS))
  return played(random, `v${number}`, shown, tools)
}
