/** A host whose link the test cuts and mends. */
import { Failure } from '#core/failure/failure.ts'
import type { Host } from '#engine/host/host.ts'

export interface AwayHost {
  readonly host: Host
  away: boolean
}

/** Every method of the host fails as one that is out of reach while `away` is set. */
export function awayHost(host: Host): AwayHost {
  const reached =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (cut.away) throw new Failure('host.linkLost', { place: 'test' })
      return act(...given)
    }
  const held: Host = {
    id: host.id,
    home: reached(host.home.bind(host)),
    run: reached(host.run.bind(host)),
    upload: reached(host.upload.bind(host)),
    download: reached(host.download.bind(host)),
    readFrom: reached(host.readFrom.bind(host)),
    write: reached(host.write.bind(host)),
    list: reached(host.list.bind(host)),
    makeFolder: reached(host.makeFolder.bind(host)),
    remove: reached(host.remove.bind(host)),
    close: () => host.close(),
  }
  const cut: AwayHost = { host: held, away: false }
  return cut
}
