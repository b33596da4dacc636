import { shell } from 'electron'
import type { Handlers, LogPage } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import type { LogFilter } from '#core/log/log-line.ts'

interface LogDeps {
  readonly folder: string
  /** The latest lines that fit. */
  read(filter: LogFilter, limit: number): Promise<LogPage>
}

/** Logs are read by main: they are wanted most when the engine does not answer. */
export const logHandlers = ({ folder, read }: LogDeps): Handlers<'log.list' | 'log.showFolder'> => ({
  'log.list': ({ limit, ...filter }) => read(filter, limit),
  'log.showFolder': async () => {
    const problem = await shell.openPath(folder)
    if (problem) throw new Failure('file.unreadable', { file: folder, why: problem })
  },
})
