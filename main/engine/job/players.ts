import type { Price } from '#core/endpoint/price.ts'
import type { Role } from '#core/endpoint/role.ts'
import type { Transport } from '#core/endpoint/transport.ts'
import type { JobSpec } from '#core/job/job.ts'

/** A model to be asked. */
export interface SeatedPlayer {
  readonly transport: Transport
  readonly model: string
  /** Absent: not known. */
  readonly price?: Price
  /** Where it is asked, of those that have an address. */
  readonly address?: string
}

/** The model clients of one running job. */
export interface Players {
  /**
   * @param player which one, where several play the role; 0 when absent
   * @throws TransportError when nobody plays the role
   */
  of(role: Role, player?: number): SeatedPlayer
  close(): Promise<void>
}

/** Who plays for a job; made at each start, closed at its end. */
export type FindPlayers = (spec: JobSpec) => Promise<Players>
