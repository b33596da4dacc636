/**
 * TRL trains the small policy on a host over SSH. Its link is cut, refused and made deaf at random moments, and the program
 * that follows it is killed (-9) at others: the curve ends without a gap or a doubled step, there is one trainer ever, and
 * what it learned equals, to the last byte, what a run beside it learned that nobody disturbed.
 * Run: node scripts/run.mjs tests/real/hosts/check.ts [--cuts N] [--kills N] [--make]
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import type { JobView } from '#core/job/view.ts'
import { type CutProxy, cutProxy } from '#tests/helpers/cut-proxy.ts'
import { type Follower, startFollower, untilSettled } from '#tests/helpers/host-follower.ts'
import { draftFor, hostKeeper } from '#tests/helpers/host-keeper.ts'
import { curveSteps } from '#tests/helpers/host-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { type Sshd, sshdProblem, startSshd } from '#tests/helpers/sshd.ts'
import { findPython, LACKING, TRL_PYTHON } from '../environment.ts'
import { curve, results } from '../host-kit/runs.ts'

const ROOT = join(import.meta.dirname, '../../..')
const asked = (name: string, usual: number): number =>
  Number(new RegExp(`--${name}[= ](\\d+)`).exec(process.argv.join(' '))?.[1] ?? usual)
const CUTS = asked('cuts', 20)
const KILLS = asked('kills', 20)
/** Enough that the training outlives what happens to it. */
const STEPS = asked('steps', 20 + 7 * (CUTS + KILLS))
/** As long as the program looks, on a host of a user. */
const LOOK_MS = 1000

const problems: string[] = []
function expectThat(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? 'yes' : 'NO '}  ${what}`)
  if (!isTrue) problems.push(what)
}

function trainingWith(python: string) {
  return {
    python,
    start: { kind: 'model' as const, folder: join(ROOT, 'resources', 'nano') },
    layout: 'small' as const,
    recipe: {
      ...{ steps: STEPS, prompts: 2, group: 4, microBatch: 4, maxTokens: 24, warmUp: 2 },
      ...{ checkpointEvery: 3, keepLast: 2, validateEvery: 6, validateOn: 6 },
    },
    device: 'cpu' as const,
    threads: 1,
  }
}

/** A project, its host trusted, and whoever follows it. */
class Project {
  readonly temp = tempFolder()
  private readonly python: string

  constructor(python: string) {
    this.python = python
    mkdirSync(join(this.temp.path, 'runs'))
  }

  async trust(server: Sshd, port: number): Promise<this> {
    const keeper = hostKeeper(this.temp.path)
    await keeper.trusted('h', draftFor({ ...server, port }))
    await keeper.hosts.close()
    return this
  }

  follow(): Follower {
    const kit = join(ROOT, 'resources', 'host')
    return startFollower(this.temp.path, { kit, training: trainingWith(this.python), lookEveryMs: LOOK_MS })
  }

  here(id: string): string {
    return join(this.temp.path, 'runs', id)
  }
}

interface Waits {
  /** Seconds from the link's return until news came over it. */
  readonly link: number[]
  /** Seconds from a start until the first word of how far it has come. */
  readonly start: number[]
  /** Seconds from deafness until it was noticed. */
  readonly deaf: number[]
}

const HOW = ['cut', 'refused', 'deaf', 'deaf until noticed'] as const

/** Breaks the link and kills whoever follows, in turns, until enough has happened or the work has ended. */
class Breaker {
  readonly waits: Waits = { link: [], start: [], deaf: [] }
  cuts = 0
  kills = 0
  view: JobView | undefined
  /** Before its first step a trainer has no news to wait for. */
  private trains = false
  private follower: Follower
  private readonly project: Project
  private readonly proxy: CutProxy

  constructor(project: Project, proxy: CutProxy) {
    this.project = project
    this.proxy = proxy
    this.follower = project.follow()
  }

  async all(): Promise<JobView | undefined> {
    await this.heardSince(performance.now())
    while (!this.view && (this.cuts < CUTS || this.kills < KILLS)) {
      if (this.cuts * KILLS <= this.kills * CUTS && this.cuts < CUTS) await this.breakLink()
      else await this.kill()
      await later(Math.random() * 1200)
    }
    this.view ??= await untilSettled(this.follower)
    return this.view
  }

  private async breakLink(): Promise<void> {
    const { proxy, trains: trained } = this
    const made = proxy.made()
    const how = this.cuts++ % 4
    if (how === 0) proxy.cut()
    else if (how === 1) proxy.refuse()
    else proxy.deafen()
    const began = performance.now()
    if (how === 3) {
      // Long enough to be noticed by its silence alone.
      const noticed = await this.heardSince(began, 'away')
      if (noticed !== undefined) this.waits.deaf.push((noticed - began) / 1000)
    } else if (how > 0) await later(300 + Math.random() * 4000)
    proxy.mend()
    const back = performance.now()
    let heard = await this.heardSince(back)
    while (heard !== undefined && proxy.made() === made) heard = await this.heardSince(heard)
    if (heard === undefined || !trained) return
    const seconds = (heard - back) / 1000
    this.waits.link.push(seconds)
    console.log(
      `     ${HOW[how]} for ${((back - began) / 1000).toFixed(1)} s: news after ${seconds.toFixed(1)} s`,
    )
  }

  private async kill(): Promise<void> {
    await this.follower.kill()
    this.kills++
    await later(Math.random() * 800)
    const began = performance.now()
    this.follower = this.project.follow()
    const heard = await this.heardSince(began)
    if (heard !== undefined) this.waits.start.push((heard - began) / 1000)
  }

  /** When a word came after that moment that news has come (or that the host is away). */
  private async heardSince(from: number, wanted: 'news' | 'away' = 'news'): Promise<number | undefined> {
    for (;;) {
      const word = await this.follower.next()
      if (word?.is === 'settled') this.view = word.view
      if (word === undefined || word.is === 'settled') return undefined
      this.trains ||= word.is === 'step' && word.step > 0
      if (word.at > from && (word.is === 'away') === (wanted === 'away')) return word.at
    }
  }
}

const told = (seconds: readonly number[]): string => {
  const sorted = seconds.toSorted((a, b) => a - b)
  const [half, most] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0]
  return `${sorted.length} times, median ${half.toFixed(1)} s, longest ${most.toFixed(1)} s`
}

interface Ended {
  readonly view: JobView
  readonly here: string
  readonly there: string
}

function expectWhole({ view, here, there }: Ended): void {
  const same = (name: string): boolean =>
    readFileSync(join(here, name), 'utf8') === readFileSync(join(there, name), 'utf8')
  // What is measured before the first step stands at 0.
  const { steps, lines } = curveSteps(join(here, 'metrics.jsonl'))
  expectThat(
    steps.length === STEPS + 1 && steps.every((step, i) => step === i),
    `the curve has all ${STEPS} steps`,
  )
  expectThat(lines === STEPS + 1, 'no step stands twice')
  expectThat(
    same('metrics.jsonl') && same('events.jsonl'),
    'what is here is what stands there, byte for byte',
  )
  expectThat(view.counters['training.steps'] === STEPS, 'each step was counted once')
  const events = readFileSync(join(there, 'events.jsonl'), 'utf8')
  expectThat(events.match(/"type": ?"started"/g)?.length === 1, 'there was one trainer, started once')
}

async function expectEqual(disturbed: Ended, undisturbed: Ended): Promise<void> {
  const [a, b] = [curve(disturbed.here), curve(undisturbed.here)]
  const apart = [...b.keys()].filter((step) => a.get(step) !== b.get(step))
  expectThat(apart.length === 0, `every metric but times equals the undisturbed run's (${b.size} lines)`)
  const [left, right] = [
    await results(disturbed.there, STEPS, 'model.safetensors'),
    await results(undisturbed.there, STEPS, 'model.safetensors'),
  ]
  const differ = [...right].filter(([name, hash]) => left.get(name) !== hash).map(([name]) => name)
  expectThat(
    differ.length === 0,
    `and ${right.size} files: rollouts, weights, optimizer (${differ.join(' ')})`,
  )
}

async function checkAll(python: string): Promise<void> {
  const server = await startSshd({ stay: true })
  const proxy = await cutProxy(server.port)
  const [broken, whole] = await Promise.all([
    new Project(python).trust(server, proxy.port),
    new Project(python).trust(server, server.port),
  ])
  const beside = untilSettled(whole.follow())
  const breaker = new Breaker(broken, proxy)
  const views = [await breaker.all(), await beside] as const
  const [disturbed, undisturbed] = [broken, whole].map((project, i) => {
    const view = views[i]
    if (view?.state.name !== 'done') return undefined
    const { id } = view.spec
    return { view, here: project.here(id), there: join(server.home, '.looptool/jobs', id) }
  })
  const { waits, cuts, kills } = breaker
  console.log(`     ${cuts} breaks of the link, ${kills} kills (-9) of whoever follows, ${STEPS} steps`)
  console.log(`     news after the link was back: ${told(waits.link)}`)
  console.log(`     a deaf link noticed: ${told(waits.deaf)}`)
  console.log(`     news after a start: ${told(waits.start)}`)
  expectThat(cuts === CUTS && kills === KILLS, 'all of it happened while it trained')
  expectThat(
    waits.link.every((seconds) => seconds <= 10),
    'reattached within 10 s of the link',
  )
  if (disturbed && undisturbed) {
    expectWhole(disturbed)
    await expectEqual(disturbed, undisturbed)
  } else for (const view of views) console.log(view?.state)
  expectThat(disturbed !== undefined && undisturbed !== undefined, 'both trained to their end')
  await proxy.close()
  await server.remove()
  broken.temp.remove()
  whole.temp.remove()
}

const found = findPython({ ...TRL_PYTHON, ...(process.argv.includes('--make') ? { minutes: 10 } : {}) })
const problem = sshdProblem() ?? found.why
if (problem !== undefined || found.python === undefined) {
  console.log(`not checked: ${problem}`)
  process.exit(LACKING)
}
await checkAll(found.python)
process.exitCode = problems.length === 0 ? 0 : 1
