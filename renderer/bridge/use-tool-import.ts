import type { ImportDraft, ToolSetInfo } from '#core/contract/index.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { nameFromFile } from '#core/tool/file-name.ts'
import { call, pathsOf } from './looptool.ts'
import { useAct } from './use-call.ts'

export interface ReadTools {
  readonly draft: ImportDraft
  readonly name: string
}

export interface ToolImporting {
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  /** Lets the user choose files. */
  pick(): void
  drop(files: Iterable<File>): void
  read(paths: readonly string[]): Promise<boolean>
}

/** Reads tool files. @param done told what was read; nothing is saved yet */
export function useToolImport(done: (read: ReadTools) => void): ToolImporting {
  const read = useAct(async (paths: readonly string[]) => {
    if (paths.length === 0) return
    const draft = await call('toolSet.read', { paths: [...paths] })
    done({ draft, name: nameFromFile(draft.reports[0]?.file ?? '') })
  })
  const pick = useAct(async () => {
    await read.run(await call('system.pickFiles'))
  })
  return {
    busy: read.busy,
    failure: read.failure ?? pick.failure,
    pick: () => void pick.run(),
    drop: (files) => void read.run(pathsOf(files)),
    read: (paths) => read.run(paths),
  }
}

interface Chosen extends ReadTools {
  readonly leaveOut: ReadonlySet<string>
}

/** Stores the tools of an import that were not left out. @throws CallError */
export const saveToolSet = ({ draft, name, leaveOut }: Chosen): Promise<ToolSetInfo> =>
  call('toolSet.save', { draftId: draft.draftId, name: name.trim(), leaveOut: [...leaveOut] })
