/**
 * Following a work on a host while its link is away for half a minute, ten minutes or for good, or is half open: what it
 * did meanwhile is read once, within ten seconds of the link's return. Time moves by the test's hand.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Detached } from '#engine/host/detached.ts'
import { Kit } from '#engine/host/kit.ts'
import type { WorkNews } from '#engine/job/kind.ts'
import { HostMirror } from '#engine/stage/train/host-mirror.ts'
import { HostWork } from '#engine/stage/train/host-work.ts'
import { StallWatch } from '#engine/stage/train/stall-watch.ts'
import { type ManualClock, manualClock } from '#tests/fakes/clock.ts'
import { curveSteps } from '#tests/helpers/host-lab.ts'
import { type LinkedHost, linkedHost } from '#tests/helpers/linked-host.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { pythonProblem } from '#tests/helpers/python.ts'

const STEPS = 30

describe.skipIf(pythonProblem() !== undefined || process.platform === 'win32')('a link that is away', () => {
  let temp: ReturnType<typeof tempFolder>
  let kit = ''
  let clock: ManualClock
  let linked: LinkedHost
  let detached: Detached
  let work: HostWork
  let news: WorkNews
  let mark: unknown
  let counted: number
  /** A look is waited for, but where the link is deaf. */
  let patienceMs: number
  const there = (name: string): string => join(temp.path, 'home/.looptool/jobs/w', name)
  const here = (name: string): string => join(temp.path, 'run', name)

  /** So many seconds go by, with a look at each; ends early once the news are as wanted. */
  async function look(seconds: number, isEnough: (news: WorkNews) => boolean = () => false): Promise<number> {
    for (let waited = 1; waited <= seconds; waited++) {
      await clock.advance(1000)
      news = await work.news(mark)
      mark = news.mark
      counted += news.counters['training.steps'] ?? 0
      if (isEnough(news)) return waited
    }
    return seconds
  }
  /** The trainer's steps, as if it had just done them. */
  const steps = (from: number, to: number): void => {
    for (let step = from; step <= to; step++)
      appendFileSync(there('metrics.jsonl'), `{"step":${step},"at":"","data":{"loss":${1 / step}}}\n`)
  }

  beforeEach(async () => {
    temp = tempFolder()
    kit = practiceKit()
    mkdirSync(join(temp.path, 'run'))
    mkdirSync(there(''), { recursive: true })
    clock = manualClock()
    linked = linkedHost(join(temp.path, 'home'), clock)
    detached = new Detached(linked.host, new Kit(kit), 'w')
    work = new HostWork({
      folder: join(temp.path, 'run'),
      steps: STEPS,
      detached,
      mirror: new HostMirror(linked.host, detached.folder, join(temp.path, 'run')),
      // Lives until the test lets it go.
      prepare: async () => ({ argv: ['sh', '-c', 'mkfifo gate && read -r word < gate'] }),
      now: () => new Date(clock.epoch()).toISOString(),
      python: '/bin/sh',
      checkpoints: { update: async () => undefined, bring: async () => undefined },
      fetchLast: false,
      stalls: new StallWatch({
        ...{ folder: join(temp.path, 'run'), measureEvery: 0 },
        now: () => new Date(clock.epoch()).toISOString(),
      }),
      everyMs: 1000,
      graceMs: 60_000,
      get patienceMs() {
        return patienceMs
      },
    })
    mark = undefined
    counted = 0
    patienceMs = 60_000
    await look(1)
    writeFileSync(there('events.jsonl'), '{"seq":1,"at":"","type":"started","attempt":1}\n')
    steps(1, 3)
    await look(20, ({ done }) => done === 3)
    expect(news.done).toBe(3)
  })
  afterEach(async () => {
    linked.mend()
    await look(10)
    await detached.end()
    temp.remove()
    rmSync(kit, { recursive: true, force: true })
  })

  const expectReattached = async (): Promise<void> => {
    expect(await look(10, ({ done }) => done === STEPS)).toBeLessThanOrEqual(10)
    expect(news).toMatchObject({ done: STEPS, total: STEPS })
    expect(news.away).toBeUndefined()
    expect(news.end).toBeUndefined()
    expect(counted).toBe(STEPS)
    expect(readFileSync(here('metrics.jsonl'))).toEqual(readFileSync(there('metrics.jsonl')))
    expect(curveSteps(here('metrics.jsonl'))).toEqual({
      steps: Array.from({ length: STEPS }, (_, i) => i + 1),
      lines: STEPS,
    })
    expect((await detached.look()).attempt).toBe(1)
  }

  it.each([30, 600, 7200])('for %i s: said at once, and reattached within 10 s', async (seconds) => {
    linked.cut()
    const since = await look(1).then(() => news.away)
    expect(since).toMatchObject({ code: expect.stringMatching(/^host\.(linkLost|noRoute)$/) })
    steps(4, 20)
    await look(seconds)
    expect(news.done).toBe(3)
    expect(news.away?.since).toBe(since?.since)
    steps(21, STEPS)
    linked.mend()
    await expectReattached()
  })

  it('for good: two days are no end of the work, and knocking stays rare', async () => {
    linked.cut()
    await look(60)
    const before = linked.knocks()
    await look(600)
    expect(linked.knocks() - before).toBeLessThanOrEqual(151)
    await clock.advance(2 * 86_400_000)
    await look(1)
    expect(news).toMatchObject({ done: 3, away: { code: 'host.noRoute' } })
    expect(news.end).toBeUndefined()
    steps(4, STEPS)
    linked.mend()
    await expectReattached()
  })

  it('half open: nothing is awaited for ever, and nothing is read twice once it is noticed', async () => {
    linked.deafen()
    patienceMs = 10
    steps(4, 12)
    await look(14)
    // Nobody knows yet; the window is told what was known last.
    expect(news).toMatchObject({ done: 3 })
    patienceMs = 60_000
    steps(13, STEPS)
    linked.mend()
    await expectReattached()
  })
})
