/** A model's folder of this computer brought to a host: each file once, its hash compared there. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { isModelFile, lacksOfModel } from '#core/host/host-model.ts'
import type { SetUp } from '#core/host/set-up.ts'
import { sha256OfFile } from '../../host/checksum.ts'
import { eventsOf, kitAction } from '../../host/kit-action.ts'
import type { Told, Toward } from './toward.ts'

/** Files that stand there already are hashed there. */
const PLACE_MS = 60 * 60_000

const placeSchema = z.object({
  type: z.literal('place'),
  folder: z.string().startsWith('/'),
  lacks: z.array(z.string()),
  /** Bytes; what an earlier try brought of a file counts as there. */
  missing: z.number().int().min(0),
})

type Upload = Extract<SetUp, { make: 'uploadedModel' }>

/**
 * Brings what is not there yet.
 *
 * @returns SHA-256 of every file of the model
 * @throws Failure `setUp.folderMissing`, `setUp.noModelFiles`, `model.otherThere`, `disk.tooSmall`, `host.*`
 */
export async function uploadModel(
  { host, kit }: Toward,
  { folder, model }: Upload,
  told: Told,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const sizes = await filesOf(folder)
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  const checksums = await hashed(
    folder,
    sizes,
    (bytes) => told({ phase: 'prepare', bytes, of: total }),
    signal,
  )
  const config = { action: 'place', name: model, checksums, sizes }
  const events = await kitAction(host, kit, { script: 'models.py', config, timeoutMs: PLACE_MS, signal })
  const [place] = eventsOf(events, placeSchema)
  if (!place) throw new Failure('kit.unexpected', {}, JSON.stringify(events).slice(0, 2000))
  told({ phase: 'carry', bytes: total - place.missing, of: total })
  let there = total - place.lacks.reduce((sum, name) => sum + (sizes[name] ?? 0), 0)
  for (const name of place.lacks.filter((one) => one in sizes)) {
    const before = there
    await host.upload(join(folder, name), `${place.folder}/${name}`, {
      signal,
      progress: (done) => told({ phase: 'carry', bytes: before + done, of: total }),
    })
    there += sizes[name] ?? 0
  }
  told({ phase: 'verify', bytes: 0, of: 0 })
  return checksums
}

/** Sizes of the files that belong to the model, by name. */
async function filesOf(folder: string): Promise<Readonly<Record<string, number>>> {
  const names = await readdir(folder).catch(() => {
    throw new Failure('setUp.folderMissing', { folder })
  })
  const lack = lacksOfModel(names)
  if (lack !== undefined) throw new Failure('setUp.noModelFiles', { folder, file: lack })
  const files: Record<string, number> = {}
  for (const name of names.filter(isModelFile).sort()) {
    const found = await stat(join(folder, name))
    if (found.isFile()) files[name] = found.size
  }
  return files
}

async function hashed(
  folder: string,
  sizes: Readonly<Record<string, number>>,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const checksums: Record<string, string> = {}
  let done = 0
  for (const [name, size] of Object.entries(sizes)) {
    told(done)
    checksums[name] = await sha256OfFile(join(folder, name), signal)
    done += size
  }
  return checksums
}
