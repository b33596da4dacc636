import { resolve } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import type { Transfers } from '../transfer/transfers.ts'

export type TransferCall = Extract<
  keyof Handlers,
  | 'project.copy'
  | 'project.move'
  | 'project.archive'
  | 'project.unpack'
  | 'project.transfers'
  | 'project.stopTransfer'
>

export const transferCalls = (transfers: Transfers): Handlers<TransferCall> => ({
  'project.copy': ({ folder, to }) => transfers.copy(resolve(folder), resolve(to)),
  'project.move': ({ folder, to }) => transfers.move(resolve(folder), resolve(to)),
  'project.archive': ({ folder, file }) => transfers.archive(resolve(folder), resolve(file)),
  'project.unpack': ({ file, to }) => transfers.unpack(resolve(file), resolve(to)),
  'project.transfers': () => transfers.list(),
  'project.stopTransfer': ({ id }) => transfers.stopNow(id),
})
