import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { EngineProcess } from './engine-link.ts'
import type { FromEngine, PolicyWish, ToEngine } from './engine-message.ts'
import { logStderr } from './log/console-log.ts'
import type { LogFile } from './log/log-file.ts'
import { PolicyChildren } from './policy-children.ts'

/** As the command line has it: a folder that `npm run nano:make` or a training has written. */
export const ownPolicy = process.env.LOOPTOOL_POLICY

/** The folder of the program's logs. */
export const logsFolder = (): string => join(app.getPath('userData'), 'logs')

/** Starts the engine's process. @param built the folder of the built main files */
export function startEngine(built: string, log: LogFile): EngineProcess {
  const child = utilityProcess.fork(join(built, 'engine-process.js'), [], {
    serviceName: 'looptool-engine',
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  logStderr('engine', child, log)
  child.once('exit', (code) =>
    log.write(code === 0 ? 'info' : 'error', `the engine's process ended: ${code}`),
  )
  const postMessage = (message: ToEngine): void => child.postMessage(message)
  postMessage({
    type: 'start',
    folders: {
      resources: join(built, '../../resources'),
      sampleProject: join(app.getPath('userData'), 'sample-project'),
      endpoints: join(app.getPath('userData'), 'endpoints.json'),
      logs: logsFolder(),
      hosts: app.getPath('userData'),
      appVersion: app.getVersion(),
      ...(ownPolicy ? { policy: ownPolicy } : {}),
    },
  })
  const policies = new PolicyChildren(built, log, (news, ports) => child.postMessage(news, ports))
  child.once('exit', () => policies.endAll())
  return {
    postMessage,
    onMessage: (listener) =>
      child.on('message', (message: FromEngine | PolicyWish) => {
        if (message.type === 'policy') policies.hear(message)
        else listener(message)
      }),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  }
}
