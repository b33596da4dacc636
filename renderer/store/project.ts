import { create } from 'zustand'
import type { ProjectInfo, Pushes } from '#core/contract/index.ts'

interface ProjectState {
  /** Undefined until the engine has told; null when none is open. */
  readonly project: ProjectInfo | null | undefined
  readonly engine: Pushes['engine.state']['state']
  put(project: ProjectInfo | null): void
  putEngine(state: Pushes['engine.state']['state']): void
}

export const useProject = create<ProjectState>()((set) => ({
  project: undefined,
  engine: 'ready',
  put: (project) => set({ project }),
  putEngine: (engine) => set({ engine }),
}))
