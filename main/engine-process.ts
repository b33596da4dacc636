/** The engine's own process: hears calls from main, answers them, says what changed. No Electron import. */
import { join } from 'node:path'
import { answerCall, type CallName, type KeyPlace, type Pushes, type PushName } from '#core/contract/index.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import type { EngineFolders, FromEngine, PolicyWish, SecretAct, ToEngine } from './engine-message.ts'
import { logConsole } from './log/console-log.ts'
import { jobLog } from './log/job-log.ts'
import { LogFile } from './log/log-file.ts'
import { PolicyLinks, type PolicyPort } from './policy-link.ts'
import type { Secrets } from './secrets.ts'

interface ParentPort {
  on(event: 'message', listener: (event: { data: ToEngine; ports: PolicyPort[] }) => void): void
  postMessage(message: FromEngine | PolicyWish): void
}
const port = (process as unknown as { parentPort: ParentPort }).parentPort
const say = (message: FromEngine | PolicyWish): void => port.postMessage(message)

/** Secrets are kept by main, which has the keyring; here is only the asking. */
function askingSecrets(): Secrets & { hear(answer: Extract<ToEngine, { type: 'secret' }>): void } {
  const asked = new Map<number, { done(value: string | undefined): void; failed(error: Error): void }>()
  let lastId = 0
  const ask = (act: SecretAct, name: string, value?: string) =>
    new Promise<string | undefined>((done, failed) => {
      const id = ++lastId
      asked.set(id, { done, failed })
      say({ type: 'secret', id, act, name, ...(value === undefined ? {} : { value }) })
    })
  return {
    get: (name) => ask('get', name),
    set: async (name, value, runOnly) => {
      log?.hide(value)
      await ask(runOnly ? 'setRun' : 'set', name, value)
    },
    forget: async (name) => void (await ask('forget', name)),
    place: async (name) => keyPlace(await ask('place', name)),
    lasting: async () => (await ask('lasting', '')) !== undefined,
    hear(answer) {
      const one = asked.get(answer.id)
      asked.delete(answer.id)
      if (answer.ok && answer.value !== undefined) log?.hide(answer.value)
      if (answer.ok) one?.done(answer.value)
      else one?.failed(new Error('the secret store did not answer'))
    },
  }
}

const keyPlace = (said: string | undefined): KeyPlace =>
  said === 'keyring' || said === 'memory' ? said : 'none'

const policies = new PolicyLinks(say)
let engine: Engine | undefined
let log: LogFile | undefined
const secrets = askingSecrets()

function start(folders: EngineFolders): void {
  const written = new LogFile('engine', { folder: folders.logs, now: () => new Date() })
  log = written
  logConsole(written)
  written.write('info', `the engine starts, version ${folders.appVersion}`)
  const jobChanged = jobLog(written)
  engine = createEngine({
    resourcesFolder: folders.resources,
    sampleFolder: folders.sampleProject,
    ...(folders.policy === undefined ? {} : { policyFolder: folders.policy }),
    resumeJobs: true,
    workerFile: join(import.meta.dirname, 'store-worker.js'),
    tokenWorkerFile: join(import.meta.dirname, 'token-worker.js'),
    appVersion: folders.appVersion,
    now: () => new Date(),
    secrets,
    startPolicy: () => policies.start(),
    keyring: secrets,
    endpointsFile: folders.endpoints,
    hostsFolder: folders.hosts,
    asksConsent: true,
    push: <P extends PushName>(name: P, payload: Pushes[P]) => {
      if (name === 'job.changed') jobChanged(payload as Pushes['job.changed'])
      say({ type: 'push', name, payload } as FromEngine)
    },
  })
  say({ type: 'ready' })
}

port.on('message', ({ data, ports }) => {
  switch (data.type) {
    case 'start':
      return start(data.folders)
    case 'secret':
      return secrets.hear(data)
    case 'policy':
      return policies.hear(data, ports[0])
    case 'close':
      return void (engine?.end() ?? Promise.resolve()).finally(() => process.exit(0))
    case 'call':
      return void answer(data)
  }
})

async function answer(call: Extract<ToEngine, { type: 'call' }>): Promise<void> {
  if (!engine) return
  const handlers = engine.handlers as Parameters<typeof answerCall<CallName>>[0]
  say({
    type: 'answer',
    id: call.id,
    answer: await answerCall(handlers, call.name, call.input, call.language),
  })
}
