import { type OwnPrompt, ownPromptsOf } from '#core/round/own-prompts.ts'
import { useJobs } from './jobs.ts'

/** The project's own prompts that some results come from. @param ids of jobs or datasets */
export function useOwnPrompts(...ids: readonly (string | undefined)[]): readonly OwnPrompt[] {
  const specs = useJobs((state) => state.jobs)?.map(({ spec }) => spec) ?? []
  const found = ids.flatMap((id) => (id === undefined ? [] : ownPromptsOf(id, specs)))
  return [...new Map(found.map((one) => [`${one.id} ${one.hash}`, one])).values()]
}
