/**
 * A program that turns stages of the loop in a project until it is killed: `loop-child.ts FOLDER KIND…`. Jobs of a
 * kind follow one another as `KIND-1`, `KIND-2` …; what an earlier run left unfinished goes on first. It prints
 * `JOB` for every step once that is durable. With `--finish` it ends when nothing is unfinished.
 */
import { LOOP_STAGES, type LoopStage, loopSpec, openLab, STAGE_SETTINGS } from '#tests/helpers/loop-lab.ts'

const [folder = '', ...rest] = process.argv.slice(2)
const finish = rest.includes('--finish')
const kinds = LOOP_STAGES.filter((kind) => rest.includes(kind))

const lab = await openLab(folder, { stepped: (job) => process.stdout.write(`${job}\n`) })
const started = (await lab.jobs.list()).filter(({ spec }) => spec.id.startsWith(`${spec.kind}-`))

async function turn(kind: LoopStage): Promise<void> {
  const own = started.filter(({ spec }) => spec.kind === kind)
  for (const { spec } of own) await lab.jobs.settled(spec.id)
  for (let n = own.length + 1; !finish; n++) {
    await lab.jobs.start(loopSpec(kind, STAGE_SETTINGS[kind], { id: `${kind}-${n}` }))
    await lab.jobs.settled(`${kind}-${n}`)
  }
}

await Promise.all(kinds.map(turn))
await lab.close()
