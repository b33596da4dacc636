/**
 * A program that turns stages of the loop in projects until it is killed: `loop-child.ts FOLDER=KIND,KIND…  …`. Jobs
 * of a kind follow one another as `KIND-1`, `KIND-2` …; what an earlier run left unfinished goes on first. It prints
 * the job's name for every step once that is durable. With `--finish` it ends when nothing is unfinished.
 */
import {
  type Lab,
  LOOP_STAGES,
  type LoopStage,
  loopSpec,
  openLab,
  STAGE_SETTINGS,
} from '#tests/helpers/loop-lab.ts'

const wishes = process.argv.slice(2)
const finish = wishes.includes('--finish')

async function turn(lab: Lab, kind: LoopStage): Promise<void> {
  const started = (await lab.jobs.list()).filter(({ spec }) => spec.id.startsWith(`${kind}-`))
  for (const { spec } of started) await lab.jobs.settled(spec.id)
  for (let n = started.length + 1; !finish; n++) {
    await lab.jobs.start(loopSpec(kind, STAGE_SETTINGS[kind], { id: `${kind}-${n}` }))
    await lab.jobs.settled(`${kind}-${n}`)
  }
}

async function turnAll(wish: string): Promise<void> {
  const [folder = '', names = ''] = wish.split('=')
  const lab = await openLab(folder, { stepped: (job) => process.stdout.write(`${job}\n`) })
  const kinds = LOOP_STAGES.filter((kind) => names.split(',').includes(kind))
  await Promise.all(kinds.map((kind) => turn(lab, kind)))
  await lab.close()
}

await Promise.all(wishes.filter((wish) => wish.includes('=')).map(turnAll))
