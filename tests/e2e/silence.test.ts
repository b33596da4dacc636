/**
 * The network stays silent: everything that Chromium or Node would send by itself is led through a proxy that writes
 * down what it is asked for, and Chromium's own log of its network is read afterwards.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { startOddServer } from '#tests/fakes/odd-server.ts'
import { startRecordingProxy } from '#tests/fakes/recording-proxy.ts'
import { launchApp } from './app.ts'

const folder = mkdtempSync(join(tmpdir(), 'looptool-silence-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Hosts in Chromium's log of its network, but its own scheme. */
function hostsInLog(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const urls = [...text.matchAll(/"(?:url|host|origin)":"([^"]+)"/g)].map((found) => found[1] ?? '')
  return [...new Set(urls.filter((url) => !/^(app|devtools|data|blob|about|chrome):|^pac|^DIRECT/.test(url)))]
}

it('contacts the endpoint that was configured, and nobody else: start, sample, test, end', async () => {
  const proxy = await startRecordingProxy()
  const server = await startOddServer({ kind: 'web' }, certificateSet().of)
  const log = join(folder, 'net.json')
  const running = await launchApp({
    args: [`--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>', `--log-net-log=${log}`],
    env: {
      ...Object.fromEntries(
        ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
          [name, proxy.url],
          [name.toLowerCase(), proxy.url],
        ]),
      ),
      NODE_USE_ENV_PROXY: '1',
    },
  })
  const host = `127.0.0.1:${server.port}`
  try {
    await running.call('project.openSample')
    const [toolSet] = await running.call('toolSet.list')
    const { id } = await running.call('simulate.start', {
      settings: { toolSetId: toolSet?.id ?? '', count: 3, players: { kind: 'practice' } } as never,
    })
    await expect.poll(async () => (await running.call('job.get', { id })).state.name).toBe('done')
    expect(proxy.hosts).toEqual([])

    const test = { url: `http://${host}/v1`, model: 'Qwen/Qwen3-8B', proxy: proxy.url }
    await running.call('endpoint.test', test)
    const through = async (): Promise<number> =>
      (await running.call('network.view')).contacts.find(({ why }) => why === 'test')?.count ?? 0
    await expect.poll(through, { timeout: 30_000 }).toBeGreaterThan(5)

    // What a page or a part of Chromium would ask for does not get as far as the proxy.
    await running.app.evaluate(({ net }) => net.fetch('https://update.invalid/x').catch(() => undefined))
    const { contacts } = await running.call('network.view')
    expect(contacts.find(({ host: asked }) => asked === 'update.invalid')).toMatchObject({
      why: 'window',
      outcome: { is: 'blocked' },
    })
    // A job that somebody else's project brings along asks for a host that nobody configured.
    const far = { kind: 'endpoint', url: 'http://stranger.invalid/v1', model: 'm' } as const
    const refused = await running.ask('simulate.start', {
      settings: { toolSetId: toolSet?.id ?? '', count: 1, players: far },
    })
    expect(refused.ok).toBe(false)
  } finally {
    await running.close()
    await Promise.all([server.stop(), proxy.stop()])
  }
  console.log(`asked of the proxy: ${[...new Set(proxy.hosts)].join(', ')}`)
  expect([...new Set(proxy.hosts)]).toEqual([host])
  const inLog = hostsInLog(log).filter((one) => !one.includes('update.invalid'))
  expect(inLog).toEqual([])
})
