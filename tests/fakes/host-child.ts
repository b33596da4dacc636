/**
 * A program that follows a training on a host until it is killed: `host-child.ts FOLDER`. FOLDER holds the project's
 * database, its runs, the kept hosts (one of them: `h`) and follow.json. It starts the training unless that was started,
 * prints a line for each step that is durable (its number), when its host is out of reach (`away`) and when it is back
 * (`back`), and ends once the job stands still.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FollowWish } from '#tests/helpers/host-follower.ts'
import { hostKeeper } from '#tests/helpers/host-keeper.ts'
import { hostLab } from '#tests/helpers/host-lab.ts'
import { openTestStore } from '#tests/helpers/project.ts'

const [folder = ''] = process.argv.slice(2)
const wish = JSON.parse(readFileSync(join(folder, 'follow.json'), 'utf8')) as FollowWish
const store = await openTestStore(folder)
const { hosts } = hostKeeper(folder)
const runsFolder = join(folder, 'runs')
const lab = hostLab({ store, ...wish, runsFolder, openHost: () => hosts.open('h') })
await lab.jobs.recover(true)
const [known] = await lab.jobs.list()
const id = known?.spec.id ?? (await lab.start(wish.training))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
let told = -1
let isAway = false
const view = await lab.until(id, ({ inside, state, away }) => {
  if ((away !== undefined) !== isAway) {
    isAway = away !== undefined
    say(isAway ? 'away' : 'back')
  }
  const done = inside?.done ?? 0
  if (done !== told) say(String(done))
  told = done
  return ['done', 'failed', 'paused', 'cancelled'].includes(state.name)
})
say(JSON.stringify(view))
await lab.jobs.close()
await hosts.close()
await store.close()
