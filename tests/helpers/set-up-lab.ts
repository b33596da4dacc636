/** A project's set-ups with a kit that knows a tiny environment, made by a stand-in for uv, and a host that the test chooses. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SetUp, setUpSchema } from '#core/host/set-up.ts'
import type { JobView } from '#core/job/view.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import type { Host } from '#engine/host/host.ts'
import { Kit } from '#engine/host/kit.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import { newSpec } from '#engine/new-spec.ts'
import type { Store } from '#engine/project/store.ts'
import { setUpKind } from '#engine/stage/set-up/kind.ts'
import { setUpWish } from '#engine/stage-wishes.ts'
import { MANIFEST, manifestOf, textOf } from '../../scripts/host/manifest.mjs'
import { packageWheel, programWheel, type Wheel } from './wheels.ts'

const KIT = join(import.meta.dirname, '../../resources/host')
const UV = join(import.meta.dirname, '../fakes/uv.py')
/** Machines that tests run on. */
const MACHINES = ['linux-x86_64', 'linux-aarch64', 'darwin-x86_64', 'darwin-arm64']

export interface TinyKit {
  readonly folder: string
  /** What its lock names, and the stand-in for uv: what an index has to serve. */
  readonly wheels: readonly Wheel[]
}

/** The kit with the lock `tiny`: two packages, one of which is not for this machine beside them. @param padding of each */
export function tinyKit(padding = 0): TinyKit {
  const folder = mkdtempSync(join(tmpdir(), 'looptool-kit-'))
  cpSync(KIT, folder, { recursive: true, filter: (path) => !path.includes('__pycache__') })
  const [one, two, uv] = [
    packageWheel('tinypack', padding),
    packageWheel('otherpack', padding),
    programWheel('uv', readFileSync(UV, 'utf8')),
  ]
  const lock = [one, two].map(
    ({ name, sha256 }) => `${name}==1.2.3 \\\n    --hash=sha256:${sha256}\n    # via tests\n`,
  )
  const about = { format: 1, name: 'tiny', python: [3, 9], bytes: 1 << 20, download: 1 << 10, driver: 0 }
  const envs = join(folder, 'envs')
  writeFileSync(
    join(envs, 'tiny.json'),
    JSON.stringify({ ...about, imports: ['tinypack', 'otherpack'], versions: { tinypack: '1.2' } }),
  )
  writeFileSync(join(envs, 'tiny.lock'), lock.join(''))
  const wheel = { file: uv.file, sha256: uv.sha256 }
  const program = {
    format: 1,
    version: '9.9.9',
    wheels: Object.fromEntries(MACHINES.map((name) => [name, wheel])),
  }
  writeFileSync(join(envs, 'uv.json'), JSON.stringify(program))
  writeFileSync(join(folder, MANIFEST), textOf(manifestOf(folder)))
  return { folder, wheels: [one, two, uv] }
}

export interface SetUpLab {
  readonly jobs: JobEngine
  start(settings: unknown): Promise<string>
  /** Resolves once the job's view is as wished. */
  until(id: string, is: (view: JobView) => boolean): Promise<JobView>
  /** Resolves once it stands still. */
  settled(id: string): Promise<JobView>
}

export interface SetUpLabWish {
  readonly store: Store
  readonly kit: string
  /** Where files lie on their way. */
  readonly staging: string
  openHost(): Promise<Host>
  readonly secrets?: ReadonlyMap<string, string>
}

const STANDS = ['done', 'failed', 'paused', 'cancelled']

export function setUpLab({ store, kit, staging, openHost, secrets }: SetUpLabWish): SetUpLab {
  const now = () => new Date().toISOString()
  const listeners = new Set<(view: JobView) => void>()
  const jobs = new JobEngine({
    store,
    kinds: [
      setUpKind({
        openHost,
        kit: new Kit(kit),
        gate: openGate,
        secret: async (name) => secrets?.get(name),
        nameHosts: async () => undefined,
        stagingFolder: staging,
        project: 'Travel',
        now,
        lookEveryMs: 50,
        patienceMs: 50,
      }),
    ],
    findPlayers: async () => ({
      of: () => {
        throw new Error('nobody is asked')
      },
      close: async () => undefined,
    }),
    now,
    changed: (view) => {
      for (const hear of listeners) hear(view)
    },
    stepped: () => undefined,
  })
  const until: SetUpLab['until'] = async (id, is) => {
    const first = await jobs.get(id)
    if (is(first)) return first
    return new Promise((resolve) => {
      const hear = (view: JobView): void => {
        if (view.spec.id !== id || !is(view)) return
        listeners.delete(hear)
        resolve(view)
      }
      listeners.add(hear)
    })
  }
  return {
    jobs,
    start: async (settings) => {
      const read: SetUp = setUpSchema.parse(settings)
      const source = { appVersion: '0', now, promptsOf: async () => ({}), roleSettings: async () => ({}) }
      const spec = await newSpec(source, setUpWish(read))
      await jobs.start(spec)
      return spec.id
    },
    until,
    settled: (id) => until(id, ({ state }) => STANDS.includes(state.name)),
  }
}

/** A folder that holds a model, as far as anybody looks. @param size of its weights, in bytes; a multiple of 4 */
export function modelFolder(parent: string, name: string, size: number): string {
  const folder = join(parent, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const header = Buffer.from(
    JSON.stringify({ w: { dtype: 'F32', shape: [size / 4], data_offsets: [0, size] } }),
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const weights = Buffer.alloc(size)
  for (let at = 0; at + 4 <= size; at += 4) weights.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at)
  writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, header, weights]))
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ architectures: ['Qwen3ForCausalLM'], max_position_embeddings: 4096 }),
  )
  writeFileSync(join(folder, 'tokenizer.json'), '{}')
  // Never carried: it could run code.
  writeFileSync(join(folder, 'pytorch_model.bin'), 'pickle')
  return folder
}
