/** What the page of the running program has, for code that tests run inside it. */
import type { CallAnswer } from '#core/contract/index.ts'

declare global {
  interface Window {
    looptool: {
      call(name: string, input?: unknown): Promise<CallAnswer<unknown>>
      on(listener: (name: string, payload: unknown) => void): () => void
      pathForFile(file: File): string
    }
  }
  var axe: typeof import('axe-core')
}
