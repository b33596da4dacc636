/** A program of its own that follows a training on a host, and that may be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobView } from '#core/job/view.ts'
import type { TrainingWish } from '#tests/helpers/host-lab.ts'

const CHILD = join(import.meta.dirname, '../fakes/host-child.ts')

export interface FollowWish {
  readonly kit: string
  readonly training: TrainingWish
  /** Milliseconds between two looks. */
  readonly lookEveryMs?: number
}

/** What was heard of it, and when: milliseconds of `performance.now`. */
export type Word = { readonly at: number } & (
  | { readonly is: 'step'; readonly step: number }
  | { readonly is: 'away' | 'back' }
  | { readonly is: 'settled'; readonly view: JobView }
)

export interface Follower {
  /** Resolves with its next word, or undefined once it has ended. */
  next(): Promise<Word | undefined>
  /** Ends it at once (-9), and resolves once it is gone. */
  kill(): Promise<void>
}

function wordIn(line: string): Word {
  const at = performance.now()
  if (line === 'away' || line === 'back') return { at, is: line }
  if (line.startsWith('{')) return { at, is: 'settled', view: JSON.parse(line) as JobView }
  return { at, is: 'step', step: Number(line) }
}

/** @param folder with the kept hosts (one of them `h`) and a folder `runs`; the project's database comes to be there */
export function startFollower(folder: string, wish: FollowWish): Follower {
  writeFileSync(join(folder, 'follow.json'), JSON.stringify(wish))
  const child: ChildProcess = spawn(process.execPath, [CHILD, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const words: Word[] = []
  let ended = false
  let wake: () => void = () => undefined
  let rest = ''
  child.stdout?.on('data', (piece: Buffer) => {
    const lines = (rest + piece.toString()).split('\n')
    rest = lines.pop() ?? ''
    words.push(...lines.map(wordIn))
    wake()
  })
  const gone = new Promise<void>((resolve) => child.once('close', resolve))
  void gone.then(() => {
    ended = true
    wake()
  })
  return {
    next: async () => {
      while (words.length === 0 && !ended)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return words.shift()
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Hears a follower until its job stands still. Undefined where it ended before. */
export async function untilSettled(follower: Follower): Promise<JobView | undefined> {
  for (;;) {
    const word = await follower.next()
    if (word === undefined || word.is === 'settled') return word?.view
  }
}
