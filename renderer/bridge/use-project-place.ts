import { useDebouncedValue } from '@mantine/hooks'
import type { ProjectPlace } from '#core/contract/index.ts'
import { useCall } from './use-call.ts'

const CALM_MS = 150

/** Where a project of that name would be made; undefined while there is no name, and until it is known. */
export function useProjectPlace(name: string, parent: string | undefined): ProjectPlace | undefined {
  const [calm] = useDebouncedValue(name.trim(), CALM_MS)
  const asked = calm === '' ? null : { name: calm, ...(parent === undefined ? {} : { parent }) }
  return useCall('project.placeFor', asked).data
}
