/** What is known here of a run's checkpoints on its host, and which of them the host is to keep. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type CheckpointThere, checkpointsThere } from '../../host/checkpoints.ts'
import type { Host } from '../../host/host.ts'
import { writeWhole } from '../../inference/small-policy/run-files.ts'

const FILE = 'there.json'
/** Beside the run on the host: steps that its trainer must not remove, one a line. */
const KEEP = 'keep'

const thereSchema = z.object({
  /** When the host was looked at. ISO 8601. */
  at: z.string(),
  host: z.string(),
  /** Of the run there, in full. */
  folder: z.string(),
  checkpoints: z.array(
    z.object({ step: z.number(), bytes: z.number(), adapter: z.boolean(), merged: z.boolean() }),
  ),
})
export type There = z.infer<typeof thereSchema> & { readonly checkpoints: readonly CheckpointThere[] }

/** Looks at the host and writes down what stands there. @param to the run's folder here */
export async function lookThere(
  host: Pick<Host, 'id' | 'home' | 'list'>,
  folder: string,
  to: string,
  now: string,
): Promise<There> {
  const home = await host.home()
  const there = {
    ...{ at: now, host: host.id, folder: folder.startsWith('/') ? folder : `${home}/${folder}` },
    checkpoints: await checkpointsThere(host, folder),
  }
  await writeWhole(join(to, FILE), `${JSON.stringify(there)}\n`)
  return there
}

/** Undefined where nobody looked yet. @param folder of the run, here */
export async function readThere(folder: string): Promise<There | undefined> {
  try {
    return thereSchema.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
  } catch {
    return undefined
  }
}

/** Adds to what the host keeps of a run. @param folder of the run there */
export async function keepThere(
  host: Pick<Host, 'readFrom' | 'write'>,
  folder: string,
  steps: readonly number[],
): Promise<void> {
  const path = `${folder}/${KEEP}`
  const { bytes } = await host.readFrom(path, 0, 1 << 16)
  const before = Buffer.from(bytes).toString('utf8').split('\n').map(Number).filter(Boolean)
  const all = new Set([...before, ...steps])
  if (all.size === new Set(before).size) return
  await host.write(path, `${[...all].join('\n')}\n`)
}
