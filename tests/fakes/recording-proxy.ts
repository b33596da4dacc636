/** A proxy on this computer that writes down every host it is asked for, and leads to those that are here. */
import { request as ask, createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

export interface RecordingProxy {
  readonly url: string
  /** Hosts with ports, in the order of asking. */
  readonly hosts: string[]
  stop(): Promise<void>
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const hosts: string[] = []
  const server = createServer((incoming, answer) => {
    const url = URL.parse(incoming.url ?? '')
    hosts.push(url?.host ?? incoming.url ?? '')
    if (url?.hostname !== '127.0.0.1') {
      answer.writeHead(502).end()
      return
    }
    const onward = ask(url, { method: incoming.method, headers: incoming.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket, head) => {
    const place = incoming.url ?? ''
    hosts.push(place)
    const [host, port] = place.split(':')
    if (host !== '127.0.0.1') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => end.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
