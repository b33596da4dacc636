/**
 * A program that sets up a host until it is killed: `set-up-child.ts FOLDER KIT SETTINGS`. FOLDER holds the project's
 * database and the kept hosts (one of them: `h`). It starts the set-up unless that was started, prints how far it is
 * (`phase bytes total`), and ends with the job's view once it stands still.
 */
import { join } from 'node:path'
import { hostKeeper } from '#tests/helpers/host-keeper.ts'
import { openTestStore } from '#tests/helpers/project.ts'
import { setUpLab } from '#tests/helpers/set-up-lab.ts'

const [folder = '', kit = '', settings = '{}'] = process.argv.slice(2)
const store = await openTestStore(folder)
const { hosts } = hostKeeper(folder)
const lab = setUpLab({ store, kit, staging: join(folder, 'carried'), openHost: () => hosts.open('h') })
await lab.jobs.recover(true)
const [known] = await lab.jobs.list()
const id = known?.spec.id ?? (await lab.start(JSON.parse(settings)))
let told = ''
const view = await lab.until(id, ({ inside, state }) => {
  const line = inside ? `${inside.phase} ${inside.done} ${inside.total}` : ''
  if (line !== told) process.stdout.write(`${line}\n`)
  told = line
  return ['done', 'failed', 'paused', 'cancelled'].includes(state.name)
})
process.stdout.write(`${JSON.stringify(view)}\n`)
await lab.jobs.close()
await hosts.close()
await store.close()
