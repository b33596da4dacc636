/** Passwords: typed, asked for, refused, not enough; and never sent to a machine that nobody trusts. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { secretName } from '#core/host/stored-host.ts'
import { type PasswordServer, type PasswordWish, startPasswordServer } from '#tests/fakes/ssh-server.ts'
import { draftFor, type HostKeeper, hostKeeper, wayOf } from '#tests/helpers/host-keeper.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const PASSWORD = "horse 'battery' $(id)"
let temp: ReturnType<typeof tempFolder>
let keeper: HostKeeper
let server: PasswordServer | undefined
beforeEach(() => {
  temp = tempFolder()
  keeper = hostKeeper(temp.path)
})
afterEach(async () => {
  await keeper.hosts.close()
  await server?.stop()
  temp.remove()
})

async function tried(way: PasswordWish['way'], password: string): Promise<string> {
  server = await startPasswordServer({ password: PASSWORD, way })
  const draft = draftFor({ port: server.port, user: 'me', keyFile: '' }, { login: { by: 'password' } })
  keeper.secrets.set(secretName(wayOf(draft)) ?? '', password)
  return keeper.trusted('h', draft).then(
    () => 'in',
    (error: unknown) => (error instanceof Failure ? error.code : String(error)),
  )
}

it.each([
  ['typed', PASSWORD, 'in'],
  ['typed', 'wrong', 'host.passwordRefused'],
  ['asked', PASSWORD, 'in'],
  ['asked', 'wrong', 'host.passwordRefused'],
  ['second', PASSWORD, 'host.twoFactor'],
] as const)('%s, with %s: %s', async (way, password, outcome) => {
  expect(await tried(way, password)).toBe(outcome)
})

it('is not sent before the machine’s key is trusted', async () => {
  server = await startPasswordServer({ password: PASSWORD, way: 'typed' })
  const draft = draftFor({ port: server.port, user: 'me', keyFile: '' }, { login: { by: 'password' } })
  keeper.secrets.set(secretName(wayOf(draft)) ?? '', PASSWORD)
  const host = await keeper.added('h', draft)
  await expect(host.run(['true'])).rejects.toThrow('host.keyUnknown')
  expect(server.heard).toEqual([])
})
