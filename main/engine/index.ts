/** The way in for those who host the engine: the app's engine process, the command line, tests. */
import type { EngineDeps } from './deps.ts'
import { Engine } from './engine.ts'

export type { EngineCallName, EngineDeps } from './deps.ts'
export type { Engine } from './engine.ts'

export const createEngine = (deps: EngineDeps): Engine => new Engine(deps)
