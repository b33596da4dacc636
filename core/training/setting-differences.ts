/** In which settings runs differ, whoever trained them: only those rows, each with the name that its trainer knows. */
import { isRecord, readLooseJson } from './loose-json.ts'
import { recipeShape } from './recipe.ts'
import type { Trainer } from './run.ts'
import { FLAGS, type TrlField, trlRecipeSchema } from './trl-recipe.ts'
import { readTrlSettings } from './trl-settings.ts'

export interface RunSettings {
  readonly trainer: Trainer | 'unknown'
  /** JSON, as run.json has it; what cannot be read counts as nothing said. */
  readonly settings: string
  /** What stands beside the settings, by field: dataset, start, … */
  readonly beside: Readonly<Record<string, string | number | undefined>>
}

export interface SettingRow {
  /** A field that has words, or a name as it was found. */
  readonly field: string
  readonly known: boolean
  /** As the trainers of these runs name it. */
  readonly flags: readonly string[]
  /** In the order of the runs, as text; undefined where a run does not say. */
  readonly values: readonly (string | undefined)[]
}

/** Beside the recipes': in this order, before all others. */
export const BESIDE = ['trainer', 'dataset', 'start', 'host'] as const

export const SETTING_FIELDS = [
  ...BESIDE,
  'seed',
  ...new Set([...Object.keys(recipeShape), ...trlRecipeSchema.keyof().options]),
] as const
const PLACE: ReadonlyMap<string, number> = new Map(SETTING_FIELDS.map((field, at) => [field, at]))

/** Groups inside groups are laid flat this far; deeper ones stay JSON. */
const DEEPEST = 4
/** Signs of a value that are shown. */
const LONGEST = 300

const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, LONGEST)

/** By name, groups laid flat: `samples.train`. */
function* flat(name: string, value: unknown, depth: number): Generator<readonly [string, string]> {
  if (!isRecord(value) || depth >= DEEPEST) {
    yield [name, textOf(value)]
    return
  }
  for (const [key, inner] of Object.entries(value)) yield* flat(`${name}.${key}`, inner, depth + 1)
}

function fieldsOf({ trainer, settings, beside }: RunSettings): ReadonlyMap<string, string> {
  const read = readLooseJson(settings)
  const raw = isRecord(read) ? read : {}
  const own = trainer === 'trl' ? readTrlSettings(raw) : new Map(Object.entries(raw))
  const fields = new Map<string, string>()
  for (const [name, value] of [...own, ...Object.entries({ trainer, ...beside })])
    if (value !== undefined && value !== null)
      for (const [field, text] of flat(name, value, 0)) fields.set(field, text)
  return fields
}

/** The name that a trainer knows a field by: TRL's flags, or the field of the settings itself. */
const flagOf = (trainer: RunSettings['trainer'], field: string): string =>
  trainer === 'trl' ? (FLAGS[field as TrlField] ?? field) : field

/** Rows in which not all runs say the same; those on which some say nothing come last. */
export function settingDifferences(runs: readonly RunSettings[]): SettingRow[] {
  const all = runs.map(fieldsOf)
  const names = [...new Set(all.flatMap((fields) => [...fields.keys()]))]
  const rows = names.flatMap((field): SettingRow[] => {
    const values = all.map((fields) => fields.get(field))
    if (new Set(values).size < 2) return []
    const known = PLACE.has(field)
    const beside = BESIDE.some((name) => name === field)
    const flags = runs.flatMap(({ trainer }, i) => (values[i] === undefined ? [] : flagOf(trainer, field)))
    return [{ field, known, flags: beside || !known ? [] : [...new Set(flags)], values }]
  })
  const place = ({ field }: SettingRow): number => PLACE.get(field) ?? PLACE.size
  const open = ({ field, values }: SettingRow): number =>
    Number(values.includes(undefined) && !BESIDE.some((name) => name === field))
  return rows.sort((a, b) => open(a) - open(b) || place(a) - place(b) || a.field.localeCompare(b.field))
}
