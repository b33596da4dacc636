import { resolve } from 'node:path'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import { stagedTestText } from '#core/endpoint/staged-test-text.ts'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { runStagedTest } from '#engine/endpoint/staged-test.ts'
import { EndpointBook } from '#engine/endpoint-book.ts'
import { stampOf } from '#engine/kept-endpoints.ts'
import { networkGate } from '#engine/network-gate.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { KEY_VARIABLE } from './session.ts'
import { endpointsFile } from './user-data.ts'

/** Lists the stored endpoints, or tests one of them, or any address. Keys come from the environment only. */
export async function endpointVerb(args: readonly string[]): Promise<string | undefined> {
  const given = readArguments(args, {
    name: { type: 'string' },
    url: { type: 'string' },
    model: { type: 'string' },
    ca: { type: 'string' },
    proxy: { type: 'string' },
    json: { type: 'boolean' },
  })
  const [what, ...more] = given.files
  if (more.length > 0 || (what !== 'list' && what !== 'test'))
    throw new UsageError('endpoint takes list or test')
  const { endpoints } = await new EndpointBook(endpointsFile(), () => stampOf(new Date())).read()
  return what === 'list' ? listed(endpoints, given.flag('json')) : tested(given, endpoints)
}

function listed(endpoints: readonly StoredEndpoint[], asJson: boolean): string {
  if (asJson) return JSON.stringify({ endpoints })
  return (
    endpoints.map(({ name, url, model }) => `${name}  ${url}  ${model || '-'}`).join('\n') || 'no endpoints'
  )
}

async function tested(given: Arguments, endpoints: readonly StoredEndpoint[]): Promise<string> {
  const name = given.text('name')
  const kept = name === undefined ? undefined : endpoints.find((one) => one.name === name)
  if (name !== undefined && !kept) throw new UsageError(`there is no endpoint ${name}`)
  const url = given.text('url') ?? kept?.url
  if (url === undefined) throw new UsageError('endpoint test needs --url or --name')
  const ca = given.text('ca') ?? kept?.caFile
  const proxy = given.text('proxy') ?? kept?.proxy
  // Whoever names an address here has configured it; the contact is kept for the list all the same.
  const gate = networkGate({ endpointsFile: endpointsFile(), now: () => new Date() })
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('stopped')))
  const test = await runStagedTest(
    {
      id: 'test',
      url,
      model: given.text('model') ?? kept?.model ?? '',
      ...(ca === undefined ? {} : { caFile: resolve(ca) }),
      ...(proxy === undefined ? {} : { proxy }),
    },
    { key: async () => process.env[KEY_VARIABLE], gate, changed: tell() },
    stop.signal,
  )
  gate.contacts.flush()
  // What failed is the answer, not a failure of the verb; a script reads it from the JSON.
  return given.flag('json') ? JSON.stringify(test) : stagedTestText(test, 'en')
}

/** Each line on standard error as it begins. */
function tell(): (test: StagedTest) => void {
  let told = ''
  return (test) => {
    const name = test.lines.find(({ state }) => state === 'running')?.name
    if (name === undefined || name === told) return
    told = name
    process.stderr.write(`${testWords('en').line[name]} …\n`)
  }
}
