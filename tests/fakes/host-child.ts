/**
 * A program that follows a training on a host until it is killed: `host-child.ts FOLDER KIT`. FOLDER holds the project's
 * database, its runs and the kept hosts (one of them: `h`). It starts the training unless that was started, prints a line
 * for each step that is durable, and ends once the job stands still.
 */
import { join } from 'node:path'
import { hostKeeper } from '#tests/helpers/host-keeper.ts'
import { hostLab } from '#tests/helpers/host-lab.ts'
import { openTestStore } from '#tests/helpers/project.ts'

const [folder = '', kit = '', steps = '60'] = process.argv.slice(2)
const store = await openTestStore(folder)
const { hosts } = hostKeeper(folder)
const lab = hostLab({ store, kit, runsFolder: join(folder, 'runs'), openHost: () => hosts.open('h') })
await lab.jobs.recover(true)
const [known] = await lab.jobs.list()
const id = known?.spec.id ?? (await lab.start({ recipe: { steps: Number(steps) } }))
let told = -1
const view = await lab.until(id, ({ inside, state }) => {
  const done = inside?.done ?? 0
  if (done !== told) process.stdout.write(`${done}\n`)
  told = done
  return ['done', 'failed', 'paused', 'cancelled'].includes(state.name)
})
process.stdout.write(`${JSON.stringify(view)}\n`)
await lab.jobs.close()
await hosts.close()
await store.close()
