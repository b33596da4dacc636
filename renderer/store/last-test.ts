import type { EndpointView } from '#core/contract/index.ts'
import type { FormId } from '#core/endpoint/endpoint-form.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { useConnections } from './connections.ts'

/** The latest test of a form: the one that runs or ran in this window, else what the engine remembers. */
export function useLastTest(id: FormId, view: EndpointView | undefined): StagedTest | undefined {
  const testId = useConnections((state) => state.testOf[id])
  const live = useConnections((state) => (testId === undefined ? undefined : state.tests[testId]))
  return live ?? view?.tested
}
