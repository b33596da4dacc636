/** A host whose link the test cuts and mends. */
import { Failure } from '#core/failure/failure.ts'
import type { Host } from '#engine/host/host.ts'

export interface AwayHost {
  readonly host: Host
  away: boolean
}

/** Every method of the host fails as one that is out of reach while `away` is set. */
export function awayHost(host: Host): AwayHost {
  const gone = (): void => {
    if (cut.away) throw new Failure('host.linkLost', { place: 'test' })
  }
  const held: Host = {
    id: host.id,
    home: async () => (gone(), host.home()),
    run: async (argv, wish) => (gone(), host.run(argv, wish)),
    upload: async (file, path, carried) => (gone(), host.upload(file, path, carried)),
    download: async (path, file, carried) => (gone(), host.download(path, file, carried)),
    readFrom: async (path, offset, limit) => (gone(), host.readFrom(path, offset, limit)),
    write: async (path, content, mode) => (gone(), host.write(path, content, mode)),
    list: async (path) => (gone(), host.list(path)),
    makeFolder: async (path) => (gone(), host.makeFolder(path)),
    remove: async (path) => (gone(), host.remove(path)),
    close: () => host.close(),
  }
  const cut: AwayHost = { host: held, away: false }
  return cut
}
