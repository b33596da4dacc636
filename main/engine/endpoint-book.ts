/** The file of stored endpoints. */
import { EMPTY_BOOK, type EndpointBookFile, endpointBookSchema } from '#core/endpoint/stored-endpoint.ts'
import { hostOf, isOwnMachine } from '#core/endpoint/url.ts'
import { KeptFile } from './kept-file.ts'

export class EndpointBook extends KeptFile<EndpointBookFile> {
  /**
   * @param file undefined: nothing is kept
   * @param stamp part of a damaged file's new name, e.g. `20261121T101500`
   */
  constructor(file: string | undefined, stamp: () => string) {
    super({ file, stamp, schema: endpointBookSchema, empty: EMPTY_BOOK, code: 'endpoint.book' })
  }

  /** Whether the user's own machine is asked, or a host that they agreed to. */
  async allows(url: string): Promise<boolean> {
    if (isOwnMachine(url)) return true
    const host = hostOf(url)
    return host !== undefined && (await this.read()).allowedHosts.includes(host)
  }
}
