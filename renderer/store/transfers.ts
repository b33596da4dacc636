import { create } from 'zustand'
import type { TransferView } from '#core/contract/index.ts'

interface TransfersState {
  /** Copies, moves, archives and restores since the program started, the latest first. */
  readonly transfers: readonly TransferView[]
  put(transfer: TransferView): void
}

export const useTransfers = create<TransfersState>()((set) => ({
  transfers: [],
  put: (transfer) =>
    set(({ transfers }) => ({
      transfers: transfers.some(({ id }) => id === transfer.id)
        ? transfers.map((other) => (other.id === transfer.id ? transfer : other))
        : [transfer, ...transfers],
    })),
}))
