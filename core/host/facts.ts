/** What a host says of itself: the facts that `resources/host/doctor.py` tells. What it could not find out is null. */
import { z } from 'zod'

const text = z.string().max(20_000)
const number = z.number().nullish()
const maybe = text.nullish()

const gpuSchema = z.object({
  index: z.number(),
  name: text.default(''),
  /** Bytes. */
  memoryTotal: number,
  memoryUsed: number,
  /** Percent. */
  utilization: number,
  /** Cut into parts by the driver; an administrator decides that. */
  mig: z.boolean().default(false),
  exclusive: z.boolean().default(false),
  /** Memory errors that could not be corrected since the machine was started. */
  eccErrors: number,
  processes: z
    .array(z.object({ pid: z.number(), user: maybe, name: text.default(''), memory: number }))
    .max(1000)
    .default([]),
})
export type GpuFacts = z.infer<typeof gpuSchema>

export const diskSchema = z.object({
  /** As asked, e.g. `~/.looptool`; `place` is the folder that is there. */
  path: text,
  place: text.default(''),
  /** Bytes. */
  total: number,
  free: number,
  writable: z.boolean().default(false),
  noexec: z.boolean().default(false),
  problem: maybe,
})
export type DiskFacts = z.infer<typeof diskSchema>

/** Bytes; `limit` is what a container may use. */
export const memorySchema = z.object({ total: number, available: number, swap: number, limit: number })

export const gpuPartSchema = z.object({
  driver: maybe,
  cuda: maybe,
  gpus: z.array(gpuSchema).max(1024).default([]),
  /** Why there are none: `missing`, `failed`, `silent`, `unreadable`. */
  problem: maybe,
  detail: maybe,
})

const reachSchema = z.object({
  name: text,
  url: text,
  ok: z.boolean(),
  status: number,
  problem: maybe,
  ms: number,
})
export type ReachFacts = z.infer<typeof reachSchema>

export const hostFactsSchema = z.object({
  format: z.literal(1),
  kit: text.default(''),
  system: z
    .object({
      name: text.default(''),
      user: text.default(''),
      home: text.default(''),
      /** `Linux`, `Darwin` */
      os: text.default(''),
      kernel: text.default(''),
      machine: text.default(''),
      /** Null where the C library is another one. */
      glibc: maybe,
      openFiles: number,
      /** What logging out does to what a user left running; absent where the system does nothing about it. */
      logout: z.object({ ends: z.boolean() }).nullish(),
      /** Kind of the container it is. */
      container: maybe,
    })
    .prefault({}),
  clock: z.object({ ms: z.number(), zone: text.default('') }).nullish(),
  cpu: z.object({ count: z.number().default(0), load: number }).prefault({}),
  memory: memorySchema.prefault({}),
  disks: z.array(diskSchema).max(64).default([]),
  gpu: gpuPartSchema.prefault({}),
  python: z
    .object({
      pythons: z
        .array(z.object({ path: text, version: maybe }))
        .max(100)
        .default([]),
      uv: z.object({ path: text, version: maybe }).nullish(),
    })
    .prefault({}),
  programs: z.record(z.string(), maybe).default({}),
  ports: z
    .array(z.object({ port: z.number(), free: z.boolean() }))
    .max(100)
    .default([]),
  /** Names of the proxy variables that are set, never their values. */
  proxies: z.array(text).max(20).default([]),
  reach: z.array(reachSchema).max(50).default([]),
})
export type HostFacts = z.infer<typeof hostFactsSchema>
