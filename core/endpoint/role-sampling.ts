/**
 * What a role's requests ask of the server's sampling: the method's own settings (arXiv 2511.09148 and its release).
 * Stages send these; the roles table shows them.
 */
import type { Role } from './role.ts'
import type { Sampling } from './transport.ts'

const SIMULATING = { temperature: 0.6, topK: 20 } as const

export const ROLE_SAMPLING = {
  planner: SIMULATING,
  user: SIMULATING,
  assistant: SIMULATING,
  tool: SIMULATING,
  checker: { temperature: 0, topP: 0.6, presencePenalty: 1.5, maxTokens: 2048 },
  judge: { temperature: 0, topP: 0.8, maxTokens: 5000 },
  expander: { temperature: 1, topP: 0.9, topK: 20, presencePenalty: 1.2, maxTokens: 8192 },
  policy: { temperature: 0.001, maxTokens: 1024 },
} as const satisfies Readonly<Record<Role, Sampling>>
