import type { Connections } from '#core/contract/index.ts'
import type { EndpointForm } from '#core/endpoint/endpoint-form.ts'
import { hostOf } from '#core/endpoint/url.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { GENERATOR_ROLES, JUDGE_ROLES } from '#core/guide/pilot.ts'
import { call } from '../../bridge/looptool.ts'
import { saveEndpoint } from '../../bridge/save-endpoint.ts'
import { useAct } from '../../bridge/use-call.ts'
import { type UsedTest, useStagedTest } from '../../bridge/use-staged-test.ts'
import { useConnections } from '../../store/connections.ts'
import { useLastTest } from '../../store/last-test.ts'
import { type UsedForm, useEndpointForm } from '../../store/use-endpoint-form.ts'
import { playRoles } from './play-roles.ts'

export interface NewServer extends UsedForm {
  readonly staged: UsedTest
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  /** Stores it, and has it play the roles that nobody plays. */
  save(): void
  pickCa(): void
}

const named = (form: EndpointForm): EndpointForm => ({
  ...form,
  name: form.name.trim() || hostOf(form.url) || form.url.trim(),
})

/** Roles that no endpoint plays yet. */
const free = ({ roles }: Connections) =>
  [...GENERATOR_ROLES, ...JUDGE_ROLES].filter((role) => (roles[role] ?? []).length === 0)

/** A server being typed and tested, as in Connections. @param saved told once it is stored and plays */
export function useNewServer(connections: Connections, saved: () => void): NewServer {
  const used = useEndpointForm(undefined)
  const { id, form, put, drop } = used
  const note = useConnections((state) => state.noteTest)
  const staged = useStagedTest({ id, form, test: useLastTest(id, undefined), note })
  const pickCa = useAct(async () => {
    const [file] = await call('system.pickFiles')
    if (file !== undefined) put({ caFile: file })
  })
  const save = useAct(async () => {
    const { endpoint } = await saveEndpoint(id, named(form))
    if (staged.test) note(endpoint.id, staged.test.id)
    await playRoles(free(connections), [endpoint.id])
    drop()
    saved()
  })
  return {
    ...used,
    staged,
    busy: save.busy,
    failure: save.failure ?? pickCa.failure,
    save: () => void save.run(),
    pickCa: () => void pickCa.run(),
  }
}
