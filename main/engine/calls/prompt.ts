import type { Handlers } from '#core/contract/contract.ts'
import type { TokenCount } from '#core/contract/prompt-views.ts'
import { ROLES } from '#core/endpoint/role.ts'
import { rolesIn, seatsOf } from '#core/endpoint/role-table.ts'
import { endpointBook } from '../kept-endpoints.ts'
import { exampleFor } from '../prompts/examples.ts'
import type { EngineHost } from './engine-host.ts'

type PromptCall = Extract<keyof Handlers, `prompt.${string}`>

export function promptCalls(engine: EngineHost): Handlers<PromptCall> {
  /** Who plays a prompt's role: repairs are asked of whoever has to be repaired, mostly the assistant. */
  const seatFor = async (id: string) => {
    const { roles, endpoints } = await endpointBook(engine.deps).read()
    const role = ROLES.find((one) => id.startsWith(`${one}/`)) ?? 'assistant'
    const project = await engine.project().roles()
    return seatsOf(rolesIn(roles, project.roles), endpoints, role)[0]
  }
  return {
    'prompt.list': () => engine.project().desk.list(),
    'prompt.get': ({ id }) => engine.project().desk.get(id),
    'prompt.save': ({ id, body, before }) => engine.project().desk.save(id, body, before),
    'prompt.reset': ({ id, before }) => engine.project().desk.reset(id, before),
    'prompt.example': async ({ id, at }) => {
      const project = engine.project()
      const { name, language } = await project.desk.get(id)
      return exampleFor(project.examples, name, language, at)
    },
    'prompt.count': async ({ id, messages }): Promise<TokenCount> => {
      const seat = await seatFor(id)
      const counter = await engine.counters.forPlayer(
        seat ? { kind: 'endpoint', ...seat } : { kind: 'practice' },
      )
      const [tokens = 0] = await counter.count([{ messages }])
      return { tokens, way: counter.way, ...(seat ? { model: seat.model } : {}) }
    },
  }
}
