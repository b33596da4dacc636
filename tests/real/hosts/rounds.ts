/**
 * Two rounds whose small policy TRL trains on a host over SSH, on the CPU: the second starts from the first's checkpoint in
 * place, both checkpoints are brought here, and the own engine plays them in evaluation and probe.
 * Run: node scripts/run.mjs tests/real/hosts/rounds.ts [--make]
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readMetricLine } from '#core/training/metric-line.ts'
import { isPlayable } from '#engine/policy-places.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { engineWith, smallProject } from '#tests/helpers/small-project.ts'
import { sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { findPython, LACKING } from '../environment.ts'

const ROOT = join(import.meta.dirname, '../../..')
const RESOURCES = join(ROOT, 'resources')
const found = findPython({
  name: 'small-policy',
  packages: ['trl==1.16.0', 'peft==0.21.2', 'torch==2.15.0', 'transformers==5.24.0', 'gguf==0.19.0'],
  modules: ['trl', 'peft', 'torch', 'transformers'],
  variable: 'LOOPTOOL_TRL_PYTHON',
  ...(process.argv.includes('--make') ? { minutes: 20 } : {}),
})
const problem = sshdProblem() ?? ('why' in found ? found.why : undefined)
if (problem !== undefined || !('python' in found)) {
  console.log(`not checked: ${problem}`)
  process.exit(LACKING)
}

const problems: string[] = []
function expectThat(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? 'yes' : 'NO '}  ${what}`)
  if (!isTrue) problems.push(what)
}

const temp = tempFolder()
const project = join(temp.path, 'project')
mkdirSync(join(temp.path, 'resources'))
for (const name of readdirSync(RESOURCES))
  symlinkSync(join(RESOURCES, name), join(temp.path, 'resources', name))
const server = await startSshd({ stay: true })
const keeper = hostKeeper(temp.path)
await keeper.trusted('h', draftFor(server))
await keeper.hosts.close()
const made = engineWith(join(RESOURCES, 'nano'), temp.path)
await smallProject(made, project, 24)
await made.end()
const ran = spawnSync(process.execPath, [join(ROOT, 'tests/fakes/round-child.ts'), temp.path, found.python], {
  env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
})
expectThat(ran.status === 0, 'both rounds came to their end')
const engine = engineWith(join(RESOURCES, 'nano'), temp.path)
const { jobs } = await engine.open(project)
const all = (await jobs.list()).reverse()
const runs: string[] = []
for (const { spec, state, counters } of all.filter((job) => job.spec.kind === 'train')) {
  const folder = join(project, 'runs', spec.id)
  const points = readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => readMetricLine(line) ?? [])
  const rewards = points.flatMap(({ values }) => values['reward/mean'] ?? []).map((one) => one.toFixed(3))
  const seconds = Math.round(state.ranMs / 1000)
  console.log(
    `     ${spec.inputs.start} → ${spec.id}: ${counters['training.steps']} steps, ${seconds} s, rewards ${rewards.join(' ')}`,
  )
  expectThat(
    await isPlayable(join(folder, 'checkpoints/step-6')),
    'its last checkpoint is here and can be played',
  )
  expectThat(
    readFileSync(join(server.home, '.looptool/jobs', spec.id, 'events.jsonl'), 'utf8').match(/"started"/g)
      ?.length === 1,
    'there was one trainer, started once',
  )
  runs.push(spec.id)
}
expectThat(runs.length === 2, 'one training a round')
for (const kind of ['evaluate', 'probe'])
  for (const [i, { spec, counters }] of all.filter((job) => job.spec.kind === kind).entries()) {
    const right = counters['probe.right'] ?? counters['probe.correct'] ?? '?'
    console.log(`     ${kind} of round ${i + 1}: ${JSON.stringify(counters)} (${right})`)
    expectThat(
      spec.roles.policy?.[0]?.model === `${runs[i]}:6`,
      `${kind} of round ${i + 1} plays its own checkpoint`,
    )
  }
expectThat(
  all.filter((job) => job.spec.kind === 'train')[1]?.spec.inputs.start === `${runs[0]}:6`,
  'round 2 starts from what round 1 left',
)
await engine.end()
await server.remove()
temp.remove()
process.exitCode = problems.length === 0 ? 0 : 1
