/** What the window can ask about environments, models and work on a host. Spread into the contract. */
import { z } from 'zod'
import { hubSchema, modelNameSchema } from '../host/host-model.ts'
import { nameSchema } from '../host/place.ts'
import { setUpSchema } from '../host/set-up.ts'
import { answers, id } from './call.ts'
import type * as view from './set-up-views.ts'

const one = z.object({ id })
const named = z.object({ id, name: nameSchema })
const work = z.object({ id, work: nameSchema })

export const setUpCalls = {
  'host.environments': answers<view.HostEnvironments>()(one),
  /** Of one of the user's own only what is remembered goes. */
  'host.removeEnvironment': answers<view.Freed>()(named),
  'host.models': answers<view.HostModels>()(one),
  'host.removeModel': answers<view.Freed>()(z.object({ id, model: modelNameSchema })),
  /** What a hub says of a model, asked from the host; nothing is fetched. */
  'host.lookModel': answers<view.OfferedModel>()(
    z.object({
      id,
      model: modelNameSchema,
      hub: hubSchema.optional(),
      revision: z.string().min(1).max(200).optional(),
    }),
  ),
  'host.hubToken': answers<view.HubToken>()(z.object({ hub: hubSchema.optional() })),
  /** The token goes to the secret store, and from there to that hub alone. Without one, the kept one is forgotten. */
  'host.keepToken': answers<view.HubToken>()(
    z.object({
      hub: hubSchema.optional(),
      token: z
        .string()
        .trim()
        .min(1)
        .max(4096)
        .regex(/^[!-~]+$/)
        .optional(),
      keep: z.enum(['keyring', 'run']).default('keyring'),
    }),
  ),
  /** What stands in the host's jobs folder, whoever started it. */
  'host.work': answers<view.HostWorkList>()(one),
  'host.stopWork': answers<void>()(work),
  /** Its folder there goes, with the checkpoints in it. */
  'host.removeWork': answers<view.Freed>()(work),
  /** A training of another desktop becomes a run here that is only read. */
  'host.followWork': answers<{ run: string }>()(work),
  /** Makes, fetches or brings something on a host, as a job of the open project. */
  'setUp.start': answers<{ id: string }>()(z.object({ settings: setUpSchema })),
} as const
