import { useEffect, useRef, useState } from 'react'
import { call } from '../../bridge/looptool.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { useProject } from '../../store/project.ts'

/**
 * Opens the project of an earlier start again, once: one that is closed while the first run is open is meant to be.
 * One that does not open leads back to the step where it is chosen.
 * @returns whether it is known which project is open; before, no step could say what is there
 */
export function useReopened(): boolean {
  const project = useProject((state) => state.project)
  const folder = useFirstRun((all) => all.state?.folder)
  const tried = useRef(false)
  const [known, setKnown] = useState(false)
  useEffect(() => {
    if (project === undefined || tried.current) return
    tried.current = true
    if (project !== null || folder === undefined) return setKnown(true)
    const { put } = useFirstRun.getState()
    void call('project.open', { folder })
      .then(useProject.getState().put, () => put({ step: 'project' }))
      .finally(() => setKnown(true))
  }, [project, folder])
  return known
}
