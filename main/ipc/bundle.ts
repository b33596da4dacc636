import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type {
  AppInfo,
  BundlePreview,
  CallAnswer,
  CallName,
  Handlers,
  Settings,
} from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { LOG_PARTS, type LogPart } from '#core/log/log-line.ts'
import { type BundleFile, bundleFiles, type Redaction } from '#core/support/bundle.ts'
import type { SupportFacts } from '#core/support/facts.ts'
import { writeZip } from '../write-zip.ts'

export interface BundleDeps {
  /** Raw lines of a part's log, oldest first. */
  logLines(part: LogPart): Promise<string[]>
  about(): Promise<AppInfo & Readonly<Record<string, unknown>>>
  settings(): Settings
  redaction(): Redaction
  /** Asks the engine; a failure is an answer too. */
  ask(name: CallName): Promise<CallAnswer<unknown>>
  /** Where the user wants it; undefined: nowhere. */
  pickPlace(): Promise<string | undefined>
}

/** The bundle that was looked at is the one that is saved: it stays in memory until another one is made. */
export function bundleHandlers(deps: BundleDeps): Handlers<'bundle.preview' | 'bundle.save'> {
  let made: BundlePreview | undefined
  return {
    'bundle.preview': async () => {
      // Named one by one: what is added to the settings some day may hold names or addresses.
      const { theme, language, keepAwake, notifications } = deps.settings()
      const facts = await deps.ask('support.facts')
      const logs = await Promise.all(
        LOG_PARTS.map(async (part) => [part, await deps.logLines(part)] as const),
      )
      const source = {
        about: await deps.about(),
        settings: { theme, language, keepAwake, notifications },
        // The contract's output type holds on the other side: the engine's handler with another one does not compile.
        facts: facts.ok ? (facts.data as SupportFacts) : undefined,
        logs: Object.fromEntries(logs),
      }
      made = { id: randomUUID(), files: bundleFiles(source, deps.redaction()) }
      return made
    },
    'bundle.save': async ({ id, leaveOut }) => {
      if (made?.id !== id) throw new Failure('bundle.gone')
      const files = made.files.filter(({ name }) => !leaveOut.includes(name))
      const file = await deps.pickPlace()
      if (file === undefined) return null
      await save(file, files)
      return file
    },
  }
}

/** Beside its place first, so that a full disk leaves no half of it. @throws Failure `disk.full`, `file.unwritable` */
async function save(file: string, files: readonly BundleFile[]): Promise<void> {
  const beside = `${file}.part`
  try {
    await rm(beside, { force: true })
    await writeZip(beside, files)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC') throw new Failure('disk.full', {}, String(error))
    throw new Failure('file.unwritable', { file, why: code ?? String(error) })
  }
}
