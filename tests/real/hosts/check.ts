/**
 * TRL trains the small policy on a host over SSH, its link cut at random moments and whoever follows it closed and opened
 * again at others: the curve ends without a gap or a doubled step, and there is never a second trainer.
 * Run: node scripts/run.mjs tests/real/hosts/check.ts [--cuts N] [--make]
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { cutProxy } from '#tests/helpers/cut-proxy.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { curveSteps, type HostLab, hostLab } from '#tests/helpers/host-lab.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'
import { sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { findPython, LACKING } from '../environment.ts'

const ROOT = join(import.meta.dirname, '../../..')
const CUTS = Number(/--cuts[= ](\d+)/.exec(process.argv.join(' '))?.[1] ?? 20)
const STEPS = 12

const found = findPython({
  name: 'small-policy',
  packages: ['trl==1.16.0', 'peft==0.21.2', 'torch==2.15.0', 'transformers==5.24.0', 'gguf==0.19.0'],
  modules: ['trl', 'peft', 'torch', 'transformers'],
  variable: 'LOOPTOOL_TRL_PYTHON',
  ...(process.argv.includes('--make') ? { minutes: 20 } : {}),
})
const noServer = sshdProblem()
const problem = noServer ?? ('why' in found ? found.why : undefined)
if (problem !== undefined || !('python' in found)) {
  console.log(`not checked: ${problem}`)
  process.exit(LACKING)
}
const { python } = found

const problems: string[] = []
function expectThat(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? 'yes' : 'NO '}  ${what}`)
  if (!isTrue) problems.push(what)
}

const temp = tempFolder()
const runsFolder = join(temp.path, 'runs')
mkdirSync(runsFolder)
const server = await startSshd({ stay: true })
const proxy = await cutProxy(server.port)
const keeper = hostKeeper(temp.path)
await keeper.trusted('h', draftFor({ ...server, port: proxy.port }))
const store = await openTestStore(temp.path)
const kit = join(ROOT, 'resources', 'host')
const openLab = (): HostLab => hostLab({ store, kit, runsFolder, openHost: () => keeper.hosts.open('h') })

let lab = openLab()
const id = await lab.start({
  python,
  start: { kind: 'model', folder: join(ROOT, 'resources', 'nano') },
  layout: 'small',
  recipe: {
    ...{ steps: STEPS, prompts: 2, group: 4, microBatch: 4, maxTokens: 24, warmUp: 2 },
    ...{ checkpointEvery: 3, keepLast: 2, validateEvery: 6, validateOn: 6 },
  },
  device: 'cpu',
  threads: 1,
})
let over = false
let settled = lab.jobs.settled(id)
const watch = (): void => {
  settled = lab.jobs.settled(id)
  void settled.then(({ state }) => {
    over = ['done', 'failed'].includes(state.name)
  })
}
watch()
let cuts = 0
let reopened = 0
while (!over && cuts < CUTS) {
  await later(200 + Math.random() * 2500)
  if (over) break
  const how = cuts % 4
  if (how === 3) {
    await lab.jobs.close()
    lab = openLab()
    await lab.jobs.recover(true)
    watch()
    reopened++
  } else {
    if (how === 0) proxy.cut()
    else if (how === 1) proxy.refuse()
    else proxy.deafen()
    await later(Math.random() * 2000)
    proxy.mend()
  }
  cuts++
}
const view = await lab.jobs.settled(id)
const there = join(server.home, '.looptool/jobs', id)
const here = join(runsFolder, id)
const same = (name: string): boolean =>
  readFileSync(join(here, name), 'utf8') === readFileSync(join(there, name), 'utf8')
console.log(
  `     ${cuts} breaks of the link, ${reopened} of them by closing whoever follows; ended ${view.state.name}`,
)
if (view.state.name !== 'done')
  console.log(view.state.failure ?? view.state.pause, readFileSync(join(there, 'log'), 'utf8').slice(-3000))
else {
  // What is measured before the first step stands at 0.
  const steps = curveSteps(join(here, 'metrics.jsonl')).steps.filter((step) => step > 0)
  expectThat(cuts >= Math.min(CUTS, 4), 'the link was broken while it trained')
  expectThat(steps.length === STEPS, `the curve has all ${STEPS} steps`)
  expectThat(
    same('metrics.jsonl') && same('events.jsonl'),
    'what is here is what stands there, byte for byte',
  )
  expectThat(view.counters['training.steps'] === STEPS, 'each step was counted once')
  expectThat(
    readFileSync(join(there, 'events.jsonl'), 'utf8').match(/"type": ?"started"/g)?.length === 1,
    'there was one trainer, started once',
  )
}
expectThat(view.state.name === 'done', 'it trained to its end')
await lab.jobs.close()
await keeper.hosts.close()
await store.close()
await proxy.close()
await server.remove()
temp.remove()
process.exitCode = problems.length === 0 ? 0 : 1
