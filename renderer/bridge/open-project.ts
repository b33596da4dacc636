import type { ProjectInfo } from '#core/contract/index.ts'
import { call } from './looptool.ts'

/** A way to a project. */
export type Way =
  | { readonly by: 'sample' }
  | { readonly by: 'folder'; readonly folder: string }
  /** `parent`: the folder in which it is made, in place of the usual one. */
  | { readonly by: 'create'; readonly name: string; readonly parent?: string | undefined }

/** Opens a project, or makes one and opens it. @throws CallError */
export function openBy(way: Way): Promise<ProjectInfo> {
  switch (way.by) {
    case 'sample':
      return call('project.openSample')
    case 'folder':
      return call('project.open', { folder: way.folder })
    case 'create':
      return call('project.create', {
        name: way.name,
        ...(way.parent === undefined ? {} : { parent: way.parent }),
      })
  }
}
