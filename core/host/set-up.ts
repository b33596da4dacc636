/** Settings of a job of kind `setUp`: something is made, fetched or brought on a host. */
import { z } from 'zod'
import { hubSchema, modelNameSchema } from './host-model.ts'
import { placeSchema } from './place.ts'

const host = z.string().min(1).max(200)
const lock = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/)

export const setUpSchema = z.discriminatedUnion('make', [
  /** A Python environment of a lock of the kit. */
  z.object({
    make: z.literal('environment'),
    host,
    lock,
    /** Package index in place of PyPI. */
    index: hubSchema.exactOptional(),
    /** The packages are fetched here and carried there, for hosts without a way out. */
    carry: z.boolean().default(false),
    /** The Python it stands on, where it is not to be looked for. */
    python: placeSchema.exactOptional(),
  }),
  /** A Python of the user's own, checked and remembered. */
  z.object({ make: z.literal('ownEnvironment'), host, lock, python: placeSchema }),
  /** A model of a hub, fetched by the host itself. */
  z.object({
    make: z.literal('model'),
    host,
    model: modelNameSchema,
    hub: hubSchema.exactOptional(),
    revision: z.string().min(1).max(200).exactOptional(),
  }),
  /** A folder on the host that holds a model. */
  z.object({ make: z.literal('ownModel'), host, model: modelNameSchema, path: placeSchema }),
  /** A folder on this computer that holds one. */
  z.object({ make: z.literal('uploadedModel'), host, model: modelNameSchema, folder: placeSchema }),
])
export type SetUp = z.infer<typeof setUpSchema>
export type SetUpMake = SetUp['make']

/** How far a set-up is; each has some of these, in this order. */
export const SET_UP_PHASES = ['prepare', 'carry', 'uv', 'venv', 'fetch', 'verify'] as const
export type SetUpPhase = (typeof SET_UP_PHASES)[number]

/** How far a set-up is: bytes of all of a phase; 0 of 0 where it has none, or nobody knows yet. */
export interface SetUpProgress {
  readonly phase: SetUpPhase
  readonly bytes: number
  readonly of: number
}

/** Under which a hub's token is kept. */
export const tokenName = (hub: string): string => `hub ${new URL(hub).origin}`

/** What the job is called in lists. */
export function titleOf(setUp: SetUp): string {
  switch (setUp.make) {
    case 'environment':
      return setUp.lock
    case 'ownEnvironment':
      return setUp.python
    case 'model':
    case 'ownModel':
    case 'uploadedModel':
      return setUp.model
  }
}
