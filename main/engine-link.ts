/**
 * The engine as main sees it: a process that is asked by number and answers by number. When it dies, what was asked
 * is answered with a failure, it is started again with growing pauses, and the project that was open is opened again.
 */
import type { CallAnswer, CallName, Pushes, PushName } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { sayFailure, type WindowLanguage } from '#core/failure/words.ts'
import type { FromEngine, ToEngine } from './engine-message.ts'
import type { Secrets } from './secrets.ts'

/** What this needs of Electron's utility process. */
export interface EngineProcess {
  postMessage(message: ToEngine): void
  onMessage(listener: (message: FromEngine) => void): void
  onExit(listener: () => void): void
  kill(): void
}

export interface EngineLinkDeps {
  start(): EngineProcess
  push<P extends PushName>(name: P, payload: Pushes[P]): void
  secrets: Secrets
  /** Runs `then` after `ms` milliseconds; gives back a function that calls it off. */
  later(ms: number, then: () => void): () => void
}

const PAUSES_MS = [100, 500, 2000, 5000, 10_000] as const
/** A process that lived so long is taken to be healthy: the next pause is the shortest again. */
const HEALTHY_MS = 30_000
const CLOSE_MS = 5000
/** After so many starts in a row that came to nothing, nobody is kept waiting for the next one. */
const HOPELESS = 3

interface Asked {
  readonly message: Extract<ToEngine, { type: 'call' }>
  readonly answer: (answer: CallAnswer<unknown>) => void
}

export class EngineLink {
  readonly #deps: EngineLinkDeps
  readonly #asked = new Map<number, Asked>()
  readonly #waiting: Asked[] = []
  #engine: EngineProcess | undefined
  #lastId = 0
  /** Falls since it last lived long: how long to pause before the next start. */
  #falls = 0
  /** Falls since it was last ready to be asked. */
  #fruitless = 0
  #ready = false
  #openFolder: string | undefined
  /** It was opened for reading only because the user wanted it so. */
  #readOnly = false
  /** Set once closing was asked for; called when the process is gone. */
  #closed: (() => void) | undefined

  constructor(deps: EngineLinkDeps) {
    this.#deps = deps
    this.#start()
  }

  /** Never rejects. Waits while the engine starts. */
  ask(name: CallName, input: unknown, language: WindowLanguage): Promise<CallAnswer<unknown>> {
    return new Promise((answer) => {
      const asked = this.#number(name, input, language, answer)
      if (this.#ready) this.#send(asked)
      else if (this.#closed || this.#fruitless >= HOPELESS) answer(gone(language))
      else this.#waiting.push(asked)
    })
  }

  /** Lets the engine close its project; resolves when the process is gone. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const engine = this.#engine
      const hurry = this.#deps.later(CLOSE_MS, () => engine?.kill())
      this.#closed = () => {
        hurry()
        resolve()
      }
      if (engine) engine.postMessage({ type: 'close' })
      else this.#closed()
    })
  }

  #start(): void {
    this.#deps.push('engine.state', { state: this.#falls === 0 ? 'starting' : 'restarting' })
    const engine = this.#deps.start()
    this.#engine = engine
    const callOff = this.#deps.later(HEALTHY_MS, () => {
      this.#falls = 0
    })
    engine.onMessage((message) => this.#hear(engine, message))
    engine.onExit(() => {
      callOff()
      this.#fall()
    })
  }

  #hear(engine: EngineProcess, message: FromEngine): void {
    switch (message.type) {
      case 'ready':
        void this.#serve()
        break
      case 'answer':
        this.#asked.get(message.id)?.answer(message.answer)
        this.#asked.delete(message.id)
        break
      case 'push':
        if (message.name === 'project.changed') {
          this.#openFolder = message.payload?.folder
          this.#readOnly = message.payload?.readOnly === 'asked'
        }
        this.#deps.push(message.name, message.payload)
        break
      case 'secret':
        void answerSecret(engine, message, this.#deps.secrets)
        break
    }
  }

  /** The project comes back as it was, then what waited is asked. */
  async #serve(): Promise<void> {
    if (this.#openFolder !== undefined) await this.#reopen(this.#openFolder)
    if (!this.#engine) return
    this.#ready = true
    this.#fruitless = 0
    this.#deps.push('engine.state', { state: 'ready' })
    for (const asked of this.#waiting.splice(0)) this.#send(asked)
  }

  /** When the project cannot be opened again, the window learns that none is open. */
  async #reopen(folder: string): Promise<void> {
    const answer = await new Promise<CallAnswer<unknown>>((resolve) =>
      this.#send(this.#number('project.open', { folder, readOnly: this.#readOnly }, 'en', resolve)),
    )
    // A project that brings the engine down each time is not opened for ever.
    const again = answer.ok || (answer.failure.code === 'engine.gone' && this.#fruitless < HOPELESS)
    if (again) return
    this.#openFolder = undefined
    this.#deps.push('project.changed', null)
  }

  #fall(): void {
    this.#engine = undefined
    this.#ready = false
    const unanswered = [...this.#asked.values()]
    this.#asked.clear()
    const pause = PAUSES_MS[Math.min(this.#falls, PAUSES_MS.length - 1)] ?? 0
    this.#falls++
    this.#fruitless++
    if (this.#closed || this.#fruitless >= HOPELESS) unanswered.push(...this.#waiting.splice(0))
    for (const asked of unanswered) asked.answer(gone(asked.message.language))
    if (this.#closed) {
      this.#closed()
      return
    }
    this.#deps.push('engine.state', { state: 'restarting' })
    this.#deps.later(pause, () => {
      if (!this.#closed) this.#start()
    })
  }

  #number(name: CallName, input: unknown, language: WindowLanguage, answer: Asked['answer']): Asked {
    return { message: { type: 'call', id: ++this.#lastId, name, input, language }, answer }
  }

  #send(asked: Asked): void {
    this.#asked.set(asked.message.id, asked)
    this.#engine?.postMessage(asked.message)
  }
}

const gone = (language: WindowLanguage): CallAnswer<never> => ({
  ok: false,
  failure: sayFailure(new Failure('engine.gone'), language),
})

async function answerSecret(
  engine: EngineProcess,
  asked: Extract<FromEngine, { type: 'secret' }>,
  secrets: Secrets,
): Promise<void> {
  try {
    const value = await runSecret(asked, secrets)
    engine.postMessage({ type: 'secret', id: asked.id, ok: true, ...(value === undefined ? {} : { value }) })
  } catch {
    engine.postMessage({ type: 'secret', id: asked.id, ok: false })
  }
}

async function runSecret(
  asked: Extract<FromEngine, { type: 'secret' }>,
  secrets: Secrets,
): Promise<string | undefined> {
  const { act, name, value = '' } = asked
  switch (act) {
    case 'get':
      return secrets.get(name)
    case 'place':
      return secrets.place(name)
    case 'lasting':
      return (await secrets.lasting()) ? 'yes' : undefined
    case 'forget':
      await secrets.forget(name)
      return undefined
    case 'set':
    case 'setRun':
      await secrets.set(name, value, act === 'setRun')
      return undefined
  }
}
