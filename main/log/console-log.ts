import type { LogFile } from './log-file.ts'

const words = (parts: readonly unknown[]): string =>
  parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' ')

/** What is said on the console, and what nobody caught, stands in the log too. */
export function logConsole(log: LogFile): void {
  for (const [name, level] of [
    ['error', 'error'],
    ['warn', 'warning'],
  ] as const) {
    // biome-ignore lint/suspicious/noConsole: what is said there is what is wanted
    const say = console[name].bind(console)
    console[name] = (...parts: unknown[]) => {
      log.write(level, 'console', words(parts))
      say(...parts)
    }
  }
  process.on('uncaughtExceptionMonitor', (error) => log.write('error', 'uncaught error', words([error])))
  process.on('warning', (warning) => log.write('warning', warning.name, words([warning])))
}

interface Child {
  readonly stderr: NodeJS.ReadableStream | null
}

/** What a process says on its standard error, line by line; it is passed on as well. */
export function logStderr(name: string, child: Child, log: LogFile): void {
  child.stderr?.on('data', (bytes: Buffer) => {
    process.stderr.write(bytes)
    const text = bytes.toString('utf8').trim()
    if (text !== '') log.write('warning', `${name}: standard error`, text)
  })
}
