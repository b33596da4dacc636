/** The tool sets that come with the program. */
import { join } from 'node:path'
import type { ToolSetInfo } from '#core/contract/views.ts'
import { SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import { saveToolSet, sha256 } from '../project/tool-set-records.ts'
import { importFiles } from '../tool-set/read.ts'
import type { EngineHost } from './engine-host.ts'

interface SampleSet {
  readonly name: string
  readonly file: string
}

/** For the small policy. */
export const FLAT_SET: SampleSet = { name: SMALL_TOOL_SET, file: 'small-tools.json' }
export const EVERYDAY_SET: SampleSet = { name: 'Sample tools', file: 'tools.json' }

/** Saves a set in the open project; one that is there already stays as it is. */
export async function addSampleSet(engine: EngineHost, { name, file }: SampleSet): Promise<ToolSetInfo> {
  const { tools } = await importFiles([join(engine.deps.resourcesFolder, 'sample', file)])
  const hash = toolSetHash(tools, sha256)
  return saveToolSet(engine.project().folder.store, name, tools, hash, engine.deps.now().toISOString())
}
