/** Python environments on a host, as `resources/host/install.py` tells of them. */
import { z } from 'zod'
import { nameSchema, placeSchema } from './place.ts'

const count = z.number().int().min(0)

/** A line of type `environment`: one that stands, is half there, or was adopted. */
export const environmentEventSchema = z.object({
  type: z.literal('environment'),
  /** Its lock's hash, or `own-…`. */
  name: nameSchema,
  folder: placeSchema.nullable().default(null),
  /** Its interpreter, in full. */
  python: placeSchema,
  pythonVersion: z.array(count).nullable().default(null),
  own: z.boolean().default(false),
  complete: z.boolean().default(true),
  /** On disk; 0 for one of the user's own, in which nothing is ours. */
  bytes: count.default(0),
  /** Name of the lock that it stands on or was checked against. */
  lock: z.string().max(100).nullable().default(null),
  versions: z.record(z.string(), z.string()).default({}),
  /** Of its torch; null: for CPUs only. */
  cuda: z.string().nullable().default(null),
  gpus: count.default(0),
  problem: z.string().nullable().default(null),
})

/** A line of type `lock`: an environment that the kit can make. */
export const lockEventSchema = z.object({
  type: z.literal('lock'),
  name: z.string().max(100),
  /** Name of the environment that comes of it. */
  hash: nameSchema,
  python: z.array(count).min(1),
  /** On disk when it stands, and what is fetched for it. */
  bytes: count,
  download: count,
  /** Major version of the NVIDIA driver that its torch wants; 0: any. */
  driver: count.default(0),
  versions: z.record(z.string(), z.string()).default({}),
})

/** A line of type `room`: what is free where environments or models lie. */
export const roomEventSchema = z.object({
  type: z.literal('room'),
  folder: placeSchema,
  free: count,
  /** Whether uv, which makes environments, is there; told of environments. */
  uv: z.boolean().exactOptional(),
})

export interface HostEnvironment {
  readonly name: string
  readonly folder: string | null
  readonly python: string
  /** "3.12.3"; empty where nobody knows. */
  readonly pythonVersion: string
  readonly own: boolean
  readonly complete: boolean
  readonly bytes: number
  readonly lock: string | null
  readonly versions: Readonly<Record<string, string>>
  readonly cuda: string | null
  readonly gpus: number
  /** What is wrong with it, in the host's own words. */
  readonly problem: string | null
  /** Made of a lock as this version of the program has it. */
  readonly current: boolean
}

export interface HostLock {
  readonly name: string
  readonly hash: string
  /** "3.11" */
  readonly python: string
  readonly bytes: number
  readonly download: number
  readonly driver: number
  readonly versions: Readonly<Record<string, string>>
}

export type EnvironmentEvent = z.infer<typeof environmentEventSchema>
export type LockEvent = z.infer<typeof lockEventSchema>

export const lockOf = ({ type: _, python, ...lock }: LockEvent): HostLock => ({
  ...lock,
  python: python.join('.'),
})

export const environmentOf = (
  { type: _, pythonVersion, ...told }: EnvironmentEvent,
  locks: readonly HostLock[],
): HostEnvironment => ({
  ...told,
  pythonVersion: pythonVersion?.join('.') ?? '',
  current: locks.some(({ hash }) => hash === told.name),
})
