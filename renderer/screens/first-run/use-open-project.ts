import { openBy, type Way } from '../../bridge/open-project.ts'
import { type Act, useAct } from '../../bridge/use-call.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { useProject } from '../../store/project.ts'

/** Opens a project as that of the first run, and goes on from it. */
export function useOpenProject(): Act<[Way]> {
  const hear = useProject((state) => state.put)
  const put = useFirstRun((all) => all.put)
  return useAct(async (way: Way) => {
    const project = await openBy(way)
    hear(project)
    // What was typed for it is used up: another project begins with an empty name.
    put({
      way: project.sample ? 'sample' : 'own',
      folder: project.folder,
      name: '',
      parent: undefined,
      step: 'endpoint',
      skipped: useFirstRun.getState().state?.skipped.filter((step) => step !== 'project') ?? [],
    })
  })
}
