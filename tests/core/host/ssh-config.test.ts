import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fits, hostsOf, readConfig, readJump, resolveHost } from '#core/host/ssh-config.ts'

const CONFIG = `
# comment
User everyone
Host gpu1 gpu2 !gpu3
  HostName %h.lab.example   # behind the door
  Port=2222
  IdentityFile "~/.ssh/my key"
  IdentityFile ~/.ssh/other
  ProxyJump me@door:22,second
Host gpu*
  User late
  Port 1
Match exec "touch /tmp/x"
  HostName nowhere
Host second
  HostName 10.0.0.2
  User two
  ProxyJump none
Host *.odd
  User odd
`

describe('a config file', () => {
  const blocks = readConfig(CONFIG)

  it('offers the machines that it names, no patterns', () => {
    expect(hostsOf(blocks).map(({ name }) => name)).toEqual(['gpu1', 'gpu2', 'second'])
  })

  it('gives each value as first found; spaces, quotes, = and comments are read as ssh does', () => {
    expect(resolveHost(blocks, 'gpu1')).toEqual({
      name: 'gpu1',
      address: 'gpu1.lab.example',
      port: 2222,
      user: 'everyone',
      keyFile: '~/.ssh/my key',
      jumps: ['me@door:22', 'second'],
    })
    expect(resolveHost(blocks, 'second').jumps).toEqual([])
    expect(resolveHost(blocks, 'gpu3')).toMatchObject({ address: 'gpu3', port: 1, user: 'everyone' })
  })

  it('what an Include holds stands in its place, inside its block', () => {
    const included = readConfig('Port 7\nHost inner\n  User i\n')
    const read = readConfig('Host a\n  Include x\n  User u\nHost b\n  User v\n', () => included)
    expect(resolveHost(read, 'a')).toMatchObject({ port: 7, user: 'u' })
    expect(resolveHost(read, 'b')).toMatchObject({ port: 22, user: 'v' })
    expect(resolveHost(read, 'inner')).toMatchObject({ user: 'i' })
  })

  it('any text is read, with ports in range and no pattern offered', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Host a b*',
        'Host *',
        'Port 99999',
        'Port x',
        'Match all',
        'Include y',
        'HostName',
        'ProxyJump ,,',
      ),
      fc.string({ maxLength: 40 }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const { name, port } of hostsOf(readConfig(lines.join('\n')))) {
          expect(port).toBeGreaterThan(0)
          expect(port).toBeLessThan(65_536)
          expect(name).not.toMatch(/[*?!]/)
        }
      }),
    )
  })
})

it('patterns fit as ssh’s do, and none takes long', () => {
  expect(fits('gpu*', 'gpu12')).toBe(true)
  expect(fits('gpu?', 'gpu12')).toBe(false)
  expect(fits('*a*b*', 'xxaxxbxx')).toBe(true)
  expect(fits(`${'*a'.repeat(30)}`, `${'a'.repeat(2000)}b`)).toBe(false)
})

it.each([
  ['me@door:2200', { user: 'me', address: 'door', port: 2200 }],
  ['door', { address: 'door' }],
  ['me@[fe80::1]:22', { user: 'me', address: 'fe80::1', port: 22 }],
  ['ssh://me@door:22', { user: 'me', address: 'door', port: 22 }],
])('a jump %s is taken apart', (text, parts) => {
  expect(readJump(text)).toEqual(parts)
})
