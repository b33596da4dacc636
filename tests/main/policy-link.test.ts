/** The small policy's processes as the engine sees them: what is said too early, or to a process that is gone. */
import { expect, it } from 'vitest'
import type { ToPolicy } from '#engine/inference/small-policy/messages.ts'
import type { PolicyWish } from '#main/engine-message.ts'
import { PolicyLinks, type PolicyPort } from '#main/policy-link.ts'

const stop: ToPolicy = { type: 'stop', how: 'save' }

function fakePort() {
  const said: ToPolicy[] = []
  let hear: (event: { data: unknown }) => void = () => undefined
  const port: PolicyPort = {
    on: (_event, listener) => {
      hear = listener
    },
    start: () => undefined,
    close: () => undefined,
    postMessage: (message) => said.push(message),
  }
  return { port, said, hear: (data: unknown) => hear({ data }) }
}

it('keeps what is said before the port is there, and hears each process for itself', () => {
  const wishes: PolicyWish[] = []
  const links = new PolicyLinks((wish) => wishes.push(wish))
  const [one, other] = [links.start(), links.start()]
  const heard: unknown[] = []
  one.onMessage((message) => heard.push(['one', message]))
  other.onMessage((message) => heard.push(['other', message]))
  one.post(stop)
  const [first, second] = [fakePort(), fakePort()]
  links.hear({ type: 'policy', id: 2, what: 'port' }, second.port)
  links.hear({ type: 'policy', id: 1, what: 'port' }, first.port)
  expect([first.said, second.said]).toEqual([[stop], []])
  second.hear('a')
  first.hear('b')
  expect(heard).toEqual([
    ['other', 'a'],
    ['one', 'b'],
  ])
  other.kill()
  expect(wishes.map(({ id, act }) => [id, act])).toEqual([
    [1, 'start'],
    [2, 'start'],
    [2, 'kill'],
  ])
})

it('tells that a process ended, once, also one that never came up', () => {
  const links = new PolicyLinks(() => undefined)
  const exits: string[] = []
  links.start().onExit(() => exits.push('one'))
  links.hear({ type: 'policy', id: 1, what: 'exit' }, undefined)
  links.hear({ type: 'policy', id: 1, what: 'exit' }, undefined)
  links.hear({ type: 'policy', id: 9, what: 'exit' }, undefined)
  expect(exits).toEqual(['one'])
})
