import { describe, expect, it } from 'vitest'
import type { Pushes } from '#core/contract/index.ts'
import { EngineLink, type EngineProcess } from '#main/engine-link.ts'
import type { FromEngine, ToEngine } from '#main/engine-message.ts'

/** An engine process that says and does what a test tells it to, with a clock that the test turns. */
function setUp() {
  const processes: FakeProcess[] = []
  const pushed: [string, unknown][] = []
  const timers: { ms: number; then: () => void }[] = []
  const keys = new Map<string, string>()
  const link = new EngineLink({
    start: () => {
      const process = new FakeProcess()
      processes.push(process)
      return process
    },
    push: (name, payload) => pushed.push([name, payload]),
    secrets: {
      forget: async (name) => void keys.delete(name),
      place: async (name) => (keys.has(name) ? 'memory' : 'none'),
      lasting: async () => false,
      get: async (name) => {
        if (name === 'broken') throw new Error('keyring is locked')
        return keys.get(name)
      },
      set: async (name, value) => void keys.set(name, value),
    },
    later: (ms, then) => {
      const timer = { ms, then }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
  })
  const engine = () => processes.at(-1) as FakeProcess
  /** Runs the timer that starts the engine again, and says how long it would have waited. */
  const restart = (): number => {
    const at = timers.findLastIndex(({ ms }) => ms <= 10_000)
    const [timer] = timers.splice(at, 1)
    timer?.then()
    return timer?.ms ?? -1
  }
  const states = () =>
    pushed.filter(([name]) => name === 'engine.state').map(([, p]) => (p as Pushes['engine.state']).state)
  return { link, engine, processes, pushed, timers, keys, restart, states }
}

class FakeProcess implements EngineProcess {
  readonly got: ToEngine[] = []
  killed = false
  private listeners: ((message: FromEngine) => void)[] = []
  private exits: (() => void)[] = []
  postMessage(message: ToEngine): void {
    this.got.push(message)
  }
  onMessage(listener: (message: FromEngine) => void): void {
    this.listeners.push(listener)
  }
  onExit(listener: () => void): void {
    this.exits.push(listener)
  }
  kill(): void {
    this.killed = true
    this.die()
  }
  say(message: FromEngine): void {
    for (const listener of this.listeners) listener(message)
  }
  die(): void {
    for (const exit of this.exits) exit()
  }
  calls() {
    return this.got.filter((message) => message.type === 'call')
  }
  answer(data: unknown): void {
    const call = this.calls().at(-1)
    if (call) this.say({ type: 'answer', id: call.id, answer: { ok: true, data } })
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const PROJECT = {
  id: 'p',
  folder: '/p',
  name: 'P',
  sample: false,
  counts: { toolSets: 0, tools: 0, dialogs: 0, datasets: 0, samples: 0 },
}

describe('asking', () => {
  it('holds calls back until the engine is ready, then asks them in order', async () => {
    const { link, engine } = setUp()
    void link.ask('job.list', undefined, 'en')
    void link.ask('toolSet.list', undefined, 'en')
    expect(engine().calls()).toEqual([])
    engine().say({ type: 'ready' })
    await turn()
    expect(
      engine()
        .calls()
        .map(({ name }) => name),
    ).toEqual(['job.list', 'toolSet.list'])
  })

  it('gives each asker its own answer, whatever the order of answers', async () => {
    const { link, engine } = setUp()
    engine().say({ type: 'ready' })
    await turn()
    const [one, two] = [link.ask('job.list', 1, 'en'), link.ask('job.list', 2, 'en')]
    const [first, second] = engine().calls()
    engine().say({ type: 'answer', id: second?.id ?? -1, answer: { ok: true, data: 'two' } })
    engine().say({ type: 'answer', id: first?.id ?? -1, answer: { ok: true, data: 'one' } })
    expect(await Promise.all([one, two])).toEqual([
      { ok: true, data: 'one' },
      { ok: true, data: 'two' },
    ])
  })

  it('ignores an answer that nobody waits for', async () => {
    const { engine } = setUp()
    engine().say({ type: 'ready' })
    engine().say({ type: 'answer', id: 99, answer: { ok: true, data: 1 } })
    await turn()
  })
})

describe('a fall', () => {
  it('answers what was asked with a failure in the asker’s language, and starts again', async () => {
    const { link, engine, restart, processes, states } = setUp()
    engine().say({ type: 'ready' })
    await turn()
    const asked = link.ask('job.list', undefined, 'zh')
    engine().die()
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'engine.gone', message: /引擎/ } })
    restart()
    expect(processes).toHaveLength(2)
    engine().say({ type: 'ready' })
    await turn()
    expect(states()).toEqual(['starting', 'ready', 'restarting', 'restarting', 'ready'])
  })

  it('keeps calls that come meanwhile for the new engine', async () => {
    const { link, engine, restart } = setUp()
    engine().say({ type: 'ready' })
    await turn()
    engine().die()
    const asked = link.ask('job.list', undefined, 'en')
    restart()
    engine().say({ type: 'ready' })
    await turn()
    engine().answer([])
    expect(await asked).toEqual({ ok: true, data: [] })
  })

  it('opens the project again before anything else is asked', async () => {
    const { link, engine, restart } = setUp()
    engine().say({ type: 'ready' })
    engine().say({ type: 'push', name: 'project.changed', payload: PROJECT })
    await turn()
    engine().die()
    void link.ask('job.list', undefined, 'en')
    restart()
    engine().say({ type: 'ready' })
    await turn()
    expect(engine().calls()).toMatchObject([{ name: 'project.open', input: { folder: '/p' } }])
    engine().answer(PROJECT)
    await turn()
    expect(
      engine()
        .calls()
        .map(({ name }) => name),
    ).toEqual(['project.open', 'job.list'])
  })

  it('opens no project that had been closed', async () => {
    const { engine, restart } = setUp()
    engine().say({ type: 'push', name: 'project.changed', payload: PROJECT })
    engine().say({ type: 'push', name: 'project.changed', payload: null })
    engine().die()
    restart()
    engine().say({ type: 'ready' })
    await turn()
    expect(engine().calls()).toEqual([])
  })

  it('tells the window when the project cannot be opened again', async () => {
    const { engine, restart, pushed } = setUp()
    engine().say({ type: 'push', name: 'project.changed', payload: PROJECT })
    engine().die()
    restart()
    engine().say({ type: 'ready' })
    await turn()
    const failure = { code: 'project.damaged', values: {}, message: '', hint: '', detail: '' }
    engine().say({
      type: 'answer',
      id: engine().calls()[0]?.id ?? -1,
      answer: { ok: false, failure },
    })
    await turn()
    expect(pushed).toContainEqual(['project.changed', null])
  })

  it('waits longer before each start, and lets nobody hang once starting seems hopeless', async () => {
    const { link, engine, restart } = setUp()
    const waiting = link.ask('job.list', undefined, 'en')
    const pauses: number[] = []
    for (let i = 0; i < 7; i++) {
      engine().die()
      pauses.push(restart())
    }
    expect(pauses).toEqual([100, 500, 2000, 5000, 10_000, 10_000, 10_000])
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'engine.gone' } })
    expect(await link.ask('job.list', undefined, 'en')).toMatchObject({ failure: { code: 'engine.gone' } })
  })

  it('gives up a project that brings the engine down each time it is opened', async () => {
    const { engine, restart, processes } = setUp()
    engine().say({ type: 'push', name: 'project.changed', payload: PROJECT })
    engine().die()
    for (let i = 0; i < 4; i++) {
      restart()
      engine().say({ type: 'ready' })
      await turn()
      if (engine().calls().length > 0) engine().die()
      await turn()
    }
    expect(engine().calls()).toEqual([])
    expect(processes.length).toBeLessThan(6)
  })

  it('forgets earlier falls after a long healthy life', async () => {
    const { engine, restart, timers } = setUp()
    engine().die()
    restart()
    timers.find(({ ms }) => ms === 30_000)?.then()
    engine().die()
    expect(restart()).toBe(100)
  })
})

describe('secrets', () => {
  it('are kept and given by main, by number', async () => {
    const { engine, keys } = setUp()
    engine().say({ type: 'secret', id: 1, act: 'set', name: 'k', value: 'v' })
    await turn()
    expect(keys.get('k')).toBe('v')
    engine().say({ type: 'secret', id: 2, act: 'get', name: 'k' })
    engine().say({ type: 'secret', id: 3, act: 'get', name: 'none' })
    engine().say({ type: 'secret', id: 4, act: 'get', name: 'broken' })
    await turn()
    expect(engine().got.filter(({ type }) => type === 'secret')).toEqual([
      { type: 'secret', id: 1, ok: true },
      { type: 'secret', id: 2, ok: true, value: 'v' },
      { type: 'secret', id: 3, ok: true },
      { type: 'secret', id: 4, ok: false },
    ])
  })
})

describe('closing', () => {
  it('asks the engine to close and waits until it is gone; no new one is started', async () => {
    const { link, engine, processes, timers } = setUp()
    engine().say({ type: 'ready' })
    await turn()
    const closed = link.close()
    expect(engine().got.at(-1)).toEqual({ type: 'close' })
    engine().die()
    await closed
    for (const { then } of [...timers]) then()
    expect(processes).toHaveLength(1)
    expect(await link.ask('job.list', undefined, 'en')).toMatchObject({ failure: { code: 'engine.gone' } })
  })

  it('ends an engine that does not go by itself', async () => {
    const { link, engine, timers } = setUp()
    const closed = link.close()
    timers.find(({ ms }) => ms === 5000)?.then()
    expect(engine().killed).toBe(true)
    await closed
  })

  it('does not wait for an engine that is down already', async () => {
    const { link, engine } = setUp()
    engine().die()
    await link.close()
  })
})
