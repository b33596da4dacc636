/** The gate before every connection of this program: asked for each request, and for each connection made by hand. */
import type { ContactOutcome, ContactReason } from '#core/network/contact.ts'

export interface Gate {
  /**
   * Counts a contact and lets it out.
   * @param address an address of any kind that `hostOf` reads
   * @returns told how it went
   * @throws TransportError `network.notConfigured`, of scope `job`
   */
  pass(address: string, why: ContactReason): Promise<(outcome: ContactOutcome) => void>
}

/** For tests and benches, which know whom they ask: lets all out and counts nothing. */
export const openGate: Gate = { pass: async () => () => undefined }
