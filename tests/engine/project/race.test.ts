import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'

const HOLDER = new URL('../../helpers/hold-store.ts', import.meta.url)
const ROUNDS = 5
const AT_ONCE = 5

const said = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => child.once('message', resolve))
const gone = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve))

describe('instances that race for one project', () => {
  it('are let in one at a time, and the next gets in as soon as the holder is killed', async () => {
    const temp = tempFolder()
    for (let round = 0; round < ROUNDS; round++) {
      const children = Array.from({ length: AT_ONCE }, () =>
        fork(HOLDER, [join(temp.path, 'project.sqlite')]),
      )
      const ends = Promise.all(children.map(gone))
      const answers = await Promise.all(children.map(said))
      expect(answers.filter((answer) => answer === 'held')).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'refused locked')).toHaveLength(AT_ONCE - 1)
      for (const child of children) child.kill('SIGKILL')
      await ends
      const store = await openTestStore(temp.path)
      expect(await store.get('SELECT body FROM content')).toEqual({ body: 'from the killed one' })
      await store.close()
    }
    temp.remove()
  }, 120_000)
})
