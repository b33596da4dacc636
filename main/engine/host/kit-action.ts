/** An action of a kit's script that is waited for: its events, or the failure that it told. */
import type { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { readKitFailure } from '#core/host/kit-event.ts'
import type { Host } from './host.ts'
import type { Kit } from './kit.ts'

export interface KitAction {
  readonly script: 'install.py' | 'models.py' | 'preflight.py' | 'work.py'
  readonly config: Readonly<Record<string, unknown>>
  /** What the script reads behind its config: it stands nowhere else. */
  readonly secret?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

const USUAL_MS = 120_000
/** Exit code of a shell that finds no program. */
const NO_PROGRAM = 127

/**
 * @returns each event as it was told, to be decoded by whoever asked
 * @throws Failure `host.*`, and whatever the script failed with
 */
export async function kitAction(host: Host, kit: Kit, wish: KitAction): Promise<readonly unknown[]> {
  const { script, config, secret, timeoutMs = USUAL_MS, signal } = wish
  const ran = await kit.run(
    host,
    script,
    { format: 1, ...config },
    { timeoutMs, ...(signal ? { signal } : {}) },
    secret,
  )
  const events = ran.stdout.split('\n').flatMap((line) => readJson(line) ?? [])
  const failure = events.flatMap((event) => readKitFailure(event) ?? []).at(-1)
  if (failure) throw failure
  if (ran.code === 0) return events
  const detail = `${ran.stdout}\n${ran.stderr}`.trim().slice(-2000)
  if (ran.code === NO_PROGRAM) throw new Failure('host.noPython', {}, detail)
  throw new Failure('kit.unexpected', {}, detail)
}

/** Events of one kind; what is no such event, or a damaged one, is left out. */
export const eventsOf = <S extends z.ZodType>(events: readonly unknown[], schema: S): z.output<S>[] =>
  events.flatMap((event) => {
    const read = schema.safeParse(event)
    return read.success ? [read.data] : []
  })

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
