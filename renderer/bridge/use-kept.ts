import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import { useCall } from './use-call.ts'

const NONE: readonly StoredEndpoint[] = []

/** The user's endpoints; none until they are read. */
export const useKept = (): readonly StoredEndpoint[] =>
  useCall('endpoint.list', undefined).data?.endpoints.map(({ endpoint }) => endpoint) ?? NONE
