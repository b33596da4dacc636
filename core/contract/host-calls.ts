/** What the window can ask about hosts: name → what goes in, what comes out. Spread into the contract. */
import { z } from 'zod'
import { hostDraftSchema } from '../host/stored-host.ts'
import { answers, id, nothing } from './call.ts'
import type * as view from './host-views.ts'

const one = z.object({ id })
/** By `user@address` of a way; they go to the secret store and nowhere else. */
const secrets = z.record(z.string().max(400), z.string().min(1).max(4096)).default({})

export const hostCalls = {
  'host.list': answers<view.HostList>()(nothing),
  /** What `~/.ssh/config` offers. */
  'host.offered': answers<view.OfferedHost[]>()(nothing),
  /** Without `id` a new one. `keep` says for how long secrets are kept; those not named stay. */
  'host.save': answers<view.HostView>()(
    z.object({
      id: id.optional(),
      draft: hostDraftSchema,
      secrets,
      keep: z.enum(['keyring', 'run']).default('keyring'),
    }),
  ),
  'host.remove': answers<view.HostList>()(one),
  'host.undoRemove': answers<view.HostList>()(nothing),
  'host.forgetSecrets': answers<view.HostView>()(one),
  /** Tests what is typed, saved or not, or a host by its id; the lines come as pushes. */
  'host.test': answers<{ id: string }>()(
    z.object({ host: id.optional(), draft: hostDraftSchema.optional(), secrets }),
  ),
  'host.stopTest': answers<void>()(one),
  /**
   * The user's yes to a key that a machine showed in a test just now. `instead`: fingerprint of the key that was trusted
   * before; without it a known key is never replaced.
   */
  'host.trust': answers<void>()(
    z.object({
      door: z.string().min(1).max(300),
      fingerprint: z.string().min(1).max(200),
      instead: z.string().max(200).optional(),
    }),
  ),
  /** Asks the host for its facts, and says what they mean. */
  'host.examine': answers<view.HostView>()(one),
} as const
