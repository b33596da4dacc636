/** The trainer's config of a run with TRL read back into the fields of a recipe: what `trlConfig` wrote. */
import { isRecord } from './loose-json.ts'
import { ALGORITHM_FLAGS, FLAGS, type TrlField } from './trl-recipe.ts'

type Fields = Map<string, unknown>

/** Flags that one field becomes as it is. */
const FIELD_OF: ReadonlyMap<string, TrlField> = new Map(
  Object.entries(FLAGS).map(([field, flag]) => [flag, field as TrlField]),
)

const WARM_START: ReadonlyMap<string, TrlField> = new Map([
  ['below', 'warmBelow'],
  ['steps', 'warmSteps'],
  ['learningRate', 'warmLr'],
])

/** What is known of a group of settings goes to its fields; the rest, and what is no group, stays under its own name. */
function take(
  group: unknown,
  name: string,
  fieldOf: (key: string) => string | undefined,
  into: Fields,
): void {
  if (!isRecord(group)) {
    if (group !== undefined) into.set(name, group)
    return
  }
  for (const [key, value] of Object.entries(group)) into.set(fieldOf(key) ?? `${name}.${key}`, value)
}

/** The prompts of a step: answers of all passes, divided by those of a prompt. */
function takePrompts(into: Fields): void {
  const passes = into.get('prompts')
  const [taken, group] = [into.get('microBatch'), into.get('group')]
  if (typeof passes !== 'number') return
  if (typeof taken !== 'number' || typeof group !== 'number' || group === 0) {
    into.delete('prompts')
    into.set('trl.gradient_accumulation_steps', passes)
  } else into.set('prompts', (passes * taken) / group)
}

/** The algorithm whose flags these are; flags of none stay flags. */
function takeAlgorithm(into: Fields): void {
  for (const [algorithm, flags] of Object.entries(ALGORITHM_FLAGS)) {
    const names = Object.keys(flags)
    if (!names.every((flag) => into.get(`trl.${flag}`) === flags[flag])) continue
    for (const flag of names) into.delete(`trl.${flag}`)
    into.set('algorithm', algorithm)
    return
  }
}

/** @returns by field of the recipe, or by its own name where no field is meant; a recipe itself as it is */
export function readTrlSettings(settings: Readonly<Record<string, unknown>>): Fields {
  const { trl, lora, reward, warmStart, ...others } = settings
  const fields: Fields = new Map(Object.entries(others))
  take(trl, 'trl', (flag) => FIELD_OF.get(flag), fields)
  take(lora, 'lora', (flag) => FIELD_OF.get(`LoraConfig.${flag}`), fields)
  take(reward, 'reward', (key) => (key === 'match' ? 'reward' : undefined), fields)
  take(warmStart, 'warmStart', (key) => WARM_START.get(key), fields)
  if (isRecord(trl)) fields.set('method', isRecord(lora) ? 'lora' : 'full')
  takePrompts(fields)
  takeAlgorithm(fields)
  return fields
}
