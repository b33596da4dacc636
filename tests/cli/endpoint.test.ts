import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userDataFolder } from '#main/cli/user-data.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { type OddServer, startOddServer } from '#tests/fakes/odd-server.ts'
import { startLoop } from '#tests/helpers/loop.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const KEY = 'sk-canary-cli-91'
let temp: ReturnType<typeof tempFolder>
let server: OddServer
let url: string
beforeEach(async () => {
  temp = tempFolder()
  server = await startOddServer({ kind: 'web', key: KEY, logprobs: 'none' }, certificateSet().of)
  url = `http://127.0.0.1:${server.port}/v1`
})
afterEach(async () => {
  await server.stop()
  temp.remove()
})
const run = (...args: string[]) =>
  startLoop(['endpoint', ...args], { LOOPTOOL_USER_DATA: temp.path, LOOPTOOL_ENDPOINT_KEY: KEY }).ended

it('tests an address in words and as JSON, and never prints the key', async () => {
  const words = await run('test', '--url', url, '--model', 'Qwen/Qwen3-8B')
  expect(words.code).toBe(0)
  expect(words.out).toContain('Policy (probe): not fit – The server gives no log-probabilities.')
  const json = await run('test', '--url', `${url}/v1`, '--model', 'Qwen/Qwen3-8B', '--json')
  expect(JSON.parse(json.out).lines[2].findings[0].fix).toEqual({ kind: 'url', url })
  for (const { out, err } of [words, json]) expect(out + err).not.toContain(KEY)
})

it('reads the window’s own list, and knows an endpoint by its name', async () => {
  const endpoint = { id: '1', name: 'Judge', url, replicas: [], model: 'Qwen/Qwen3-8B', concurrency: 4 }
  writeFileSync(join(temp.path, 'endpoints.json'), JSON.stringify({ format: 1, endpoints: [endpoint] }))
  expect((await run('list')).out.trim()).toBe(`Judge  ${url}  Qwen/Qwen3-8B`)
  expect((await run('test', '--name', 'Judge')).out).toContain('One-token answer: passed')
  expect((await run('test', '--name', 'Nobody')).code).toBe(2)
})

it.each([[[]], [['try']], [['test']], [['test', '--url']], [['list', 'more']]])(
  'answers %j with usage and exit code 2',
  async (args) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain('Usage: endpoint list | test')
  },
)

it('looks where the window of each system keeps its data', () => {
  const at = (platform: string, env = {}) => userDataFolder({ env, platform, home: '/home/ada' })
  expect(at('linux')).toBe(join('/home/ada', '.config', 'LoopTool'))
  expect(at('linux', { XDG_CONFIG_HOME: '/c' })).toBe(join('/c', 'LoopTool'))
  expect(at('darwin')).toBe(join('/home/ada', 'Library', 'Application Support', 'LoopTool'))
  expect(at('win32', { APPDATA: '/r' })).toBe(join('/r', 'LoopTool'))
})
