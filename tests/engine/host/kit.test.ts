/** The kit on its way to a host. Catches: two who ask at once write the same files, and one of them finds none. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Kit } from '#engine/host/kit.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const KIT = join(import.meta.dirname, '../../../resources/host')

let temp: ReturnType<typeof tempFolder>
beforeEach(() => {
  temp = tempFolder()
})
afterEach(() => temp.remove())

it('is brought once, however many ask for it at the same time', async () => {
  const written: string[] = []
  class Watched extends LocalHost {
    override write(...wish: Parameters<LocalHost['write']>): Promise<void> {
      written.push(wish[0])
      return super.write(...wish)
    }
  }
  const host = new Watched(temp.path)
  const kit = new Kit(KIT)
  const places = await Promise.all([kit.on(host), kit.on(host), kit.on(host)])
  expect(new Set(places).size).toBe(1)
  expect(written).toHaveLength(new Set(written).size)
  const manifest = 'manifest.json'
  const there = readFileSync(join(temp.path, places[0] ?? '', manifest), 'utf8')
  expect(there).toBe(readFileSync(join(KIT, manifest), 'utf8'))
  const before = written.length
  await kit.on(host)
  expect(written).toHaveLength(before)
})
