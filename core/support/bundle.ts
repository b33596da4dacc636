/** A support bundle as files of text, ready to be looked at before anybody gets them. */
import { type KnownFolders, withoutPeople, withoutSecrets } from '../log/redact.ts'
import type { SupportFacts } from './facts.ts'

export interface BundleFile {
  readonly name: string
  readonly text: string
}

export interface BundleSource {
  /** Versions and the machine. */
  readonly about: object
  readonly settings: object
  /** Undefined when the engine could not be asked. */
  readonly facts: SupportFacts | undefined
  /** Raw lines of each part's log, oldest first. */
  readonly logs: Readonly<Record<string, readonly string[]>>
}

export interface Redaction {
  readonly secrets: readonly string[]
  readonly folders: KnownFolders
}

/** Of each log so much at most, counted from its end. */
const LOG_CHARACTERS = 200_000

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** The last whole lines that have room. */
function lastLines(lines: readonly string[]): string {
  let from = lines.length
  for (let room = LOG_CHARACTERS; from > 0; from--) {
    room -= (lines[from - 1] ?? '').length + 1
    if (room < 0) break
  }
  return lines
    .slice(from)
    .map((line) => `${line}\n`)
    .join('')
}

/** @returns files without keys, and without names of people where they can be told; never data or prompts */
export function bundleFiles(source: BundleSource, { secrets, folders }: Redaction): BundleFile[] {
  const { facts } = source
  const files: BundleFile[] = [
    { name: 'about.json', text: json(source.about) },
    { name: 'settings.json', text: json(source.settings) },
    ...(facts
      ? [
          { name: 'hosts.json', text: json(facts.contacts) },
          { name: 'jobs.json', text: json(facts.jobs) },
          { name: 'disk.json', text: json({ project: facts.project, bytes: facts.disk }) },
        ]
      : [{ name: 'engine.txt', text: 'The engine did not answer: nothing about hosts, jobs and disk.\n' }]),
    ...Object.entries(source.logs).map(([part, lines]) => ({
      name: `logs/${part}.jsonl`,
      text: lastLines(lines),
    })),
  ]
  const clean = (text: string): string => withoutPeople(withoutSecrets(text, secrets), folders)
  return files.map(({ name, text }) => ({ name, text: clean(text) }))
}
