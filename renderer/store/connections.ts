import { type EndpointForm, NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { createForms } from './typed-forms.ts'

/** Endpoints as they are typed; of a test its id is noted. */
export const useConnections = createForms<EndpointForm, StagedTest, string, [test: string]>(
  NEW_ENDPOINT,
  (test) => test,
)
