/** Places of unfinished work, remembered while it runs, so that the next start can clear what a crash left. */
import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from '../project/folder.ts'

/** Ending of everything that is not whole yet. Nothing else is ever cleared. */
export const PART = '.looptool-part'

const listSchema = z.array(z.string())

export class Leftovers {
  private readonly file: string | undefined
  private places: readonly string[] = []
  private readonly swept: Promise<void>

  /** @param file undefined: nothing is remembered beyond this run */
  constructor(file: string | undefined) {
    this.file = file
    this.swept = this.sweep()
  }

  /** Runs `work` with these places remembered; they are removed afterwards, whatever came of it. */
  async during<T>(places: readonly string[], work: () => Promise<T>): Promise<T> {
    await this.swept
    await clear(places)
    await this.keep([...this.places, ...places])
    try {
      return await work()
    } finally {
      await clear(places)
      await this.keep(this.places.filter((place) => !places.includes(place)))
    }
  }

  private async sweep(): Promise<void> {
    if (this.file === undefined) return
    const text = await readFile(this.file, 'utf8').catch(() => '[]')
    await clear(decode(text))
    if (decode(text).length > 0) await this.keep([])
  }

  private async keep(places: readonly string[]): Promise<void> {
    this.places = places
    if (this.file !== undefined) await replaceFile(this.file, JSON.stringify(places)).catch(() => undefined)
  }
}

async function clear(places: readonly string[]): Promise<void> {
  for (const place of places)
    if (place.endsWith(PART)) await rm(place, { recursive: true, force: true }).catch(() => undefined)
}

function decode(text: string): string[] {
  try {
    return listSchema.catch([]).parse(JSON.parse(text))
  } catch {
    return []
  }
}
