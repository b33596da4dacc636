/** What the window can ask about endpoints: name → what goes in, what comes out. Spread into the contract. */
import { z } from 'zod'
import { ROLES } from '../endpoint/role.ts'
import { roleChoiceSchema } from '../endpoint/role-settings.ts'
import { endpointDraftSchema, tokenizerPlaceSchema } from '../endpoint/stored-endpoint.ts'
import { answers } from './call.ts'
import type * as view from './connection-views.ts'

const id = z.string().min(1).max(200)
const one = z.object({ id })
/** Goes to the secret store and nowhere else. */
const key = z.string().min(1).max(4096).optional()

export const connectionCalls = {
  'endpoint.list': answers<view.Connections>()(z.undefined()),
  /** Without `id` a new one. `key` absent leaves what is there; `keep` says for how long a new one is kept. */
  'endpoint.save': answers<view.EndpointView>()(
    z.object({
      id: id.optional(),
      draft: endpointDraftSchema,
      key,
      keep: z.enum(['keyring', 'run']).default('keyring'),
    }),
  ),
  'endpoint.duplicate': answers<view.EndpointView>()(one),
  'endpoint.remove': answers<view.Connections>()(one),
  'endpoint.undoRemove': answers<view.Connections>()(z.undefined()),
  'endpoint.forgetKey': answers<view.EndpointView>()(one),
  /** Who plays a role unless a job says otherwise; none: practice roles. */
  'endpoint.setRole': answers<view.Connections>()(
    z.object({ role: z.enum(ROLES), endpoints: z.array(id).max(16) }),
  ),
  /** All settings of a role that differ from the method's own, for all projects; none: as the method has them. */
  'endpoint.setRoleSettings': answers<view.Connections>()(
    z.object({ role: z.enum(ROLES), settings: roleChoiceSchema }),
  ),
  /** The user has read what goes out to this host, and agrees. */
  'endpoint.allowHost': answers<void>()(z.object({ url: z.string().min(1).max(2000) })),
  /** Hosts of others that nothing may be sent to before the user agreed; addresses that are none are left out. */
  'endpoint.unagreed': answers<string[]>()(z.object({ urls: z.array(z.string().max(2000)).max(100) })),
  /** Tests what is typed, saved or not; the lines come as pushes. `key` absent: the one that is kept for the address. */
  'endpoint.test': answers<{ id: string }>()(
    z.object({
      endpoint: id.optional(),
      url: z.string().max(2000),
      model: z.string().max(500),
      caFile: z.string().min(1).max(4096).optional(),
      proxy: z.string().max(2000).optional(),
      key,
    }),
  ),
  /** Tries how the tokens of a model would be counted, before it is saved. */
  'endpoint.tryTokenizer': answers<view.TokenizerFacts>()(
    z.object({
      place: tokenizerPlaceSchema,
      url: z.string().max(2000),
      model: z.string().max(500),
    }),
  ),
  'endpoint.stopTest': answers<void>()(one),
} as const
