/** Projects as files: copied, moved, archived, restored. Each answers at once; the work tells of itself by pushes. */
import { z } from 'zod'
import type { SpokenFailure } from '../failure/failure.ts'
import { answers, id, nothing, path } from './call.ts'

export interface TransferView {
  readonly id: string
  readonly kind: 'copy' | 'move' | 'archive' | 'unpack'
  /** A project's folder, or an archive. */
  readonly from: string
  readonly to: string
  readonly state: 'running' | 'done' | 'failed' | 'stopped'
  readonly bytes: { readonly done: number; readonly total: number }
  readonly failure?: Pick<SpokenFailure, 'code' | 'values' | 'detail'>
}

const fromTo = z.object({ folder: path, to: path })

export const transferCalls = {
  /** A project of its own, with a new id, named after its folder. */
  'project.copy': answers<TransferView>()(fromTo),
  /** The original goes only after the other is whole. An open project is opened again in its new place. */
  'project.move': answers<TransferView>()(fromTo),
  'project.archive': answers<TransferView>()(z.object({ folder: path, file: path })),
  'project.unpack': answers<TransferView>()(z.object({ file: path, to: path })),
  /** What was begun since the program started, the latest first. */
  'project.transfers': answers<TransferView[]>()(nothing),
  'project.stopTransfer': answers<void>()(z.object({ id })),
} as const
