/** What jobs leave on disk, comparable: without times, tokens, and the job's own name where it stands in a summary. */

export interface JobLeft {
  readonly state: string
  /** `item number` → body. */
  readonly steps: ReadonlyMap<string, string>
  readonly items: readonly string[]
  readonly counters: readonly string[]
}

type Rows = readonly Readonly<Record<string, unknown>>[]
/** Asks a project's database. */
export type Ask = (sql: string, params: readonly (string | number)[]) => Rows | Promise<Rows>

/** Every job by id, or the one named. */
export async function jobsLeft(ask: Ask, only = ''): Promise<Map<string, JobLeft>> {
  const left = new Map<string, JobLeft>()
  for (const { number, id, state } of await ask("SELECT number, id, state FROM job WHERE ? IN ('', id)", [
    only,
  ])) {
    const of = [Number(number)]
    const steps = await ask('SELECT item, number, body FROM step WHERE job = ?', of)
    const items = await ask(
      'SELECT ordinal, key, input, state, reason, detail, summary FROM item WHERE job = ? ORDER BY ordinal',
      of,
    )
    const counters = await ask(
      "SELECT name, value FROM job_counter WHERE job = ? AND value <> 0 AND name NOT LIKE 'usage.%' ORDER BY name",
      of,
    )
    left.set(String(id), {
      state: String(JSON.parse(String(state)).name),
      steps: new Map(steps.map((row) => [`${row.item} ${row.number}`, String(row.body)])),
      items: items.map((row) => JSON.stringify({ ...row }).replaceAll(String(id), '')),
      counters: counters.map(({ name, value }) => `${name} ${value}`),
    })
  }
  return left
}

/** @throws Error when a step of `before` is gone or changed in `after` */
export function expectStepsKept(before: JobLeft, after: JobLeft | undefined, id: string): void {
  for (const [place, body] of before.steps)
    if (after?.steps.get(place) !== body) throw new Error(`a step of ${id} was lost or changed: ${place}`)
}
