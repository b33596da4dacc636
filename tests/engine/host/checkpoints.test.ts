/** Checkpoints brought from a host: only whole ones, without what is not wanted, gone on with after a cut, each file compared. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bringCheckpoint, checkpointsThere, fetchCheckpoint, filesOf } from '#engine/host/checkpoints.ts'
import { LocalHost } from '#engine/host/local-host.ts'
import { keepThere, lookThere, readThere } from '#engine/stage/train/there.ts'
import { type AwayHost, awayHost } from '#tests/helpers/away-host.ts'
import { tempFolder } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let link: AwayHost
const at = (...names: string[]): string => join(temp.path, ...names)
const WEIGHTS = 'w'.repeat(5000)
const WISH = { run: 'r', step: 4, optimizer: false }
const NAMES = ['config.json', 'model.safetensors', 'tokenizer.json']

/** A checkpoint there; its last file says how long the others were. */
function write(step: number, files: Readonly<Record<string, string>>, complete = true): void {
  const folder = at('home/run/checkpoints', `step-${step}`)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const sizes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.length]))
  if (complete) writeFileSync(join(folder, 'complete.json'), JSON.stringify({ step, sizes }))
}
const whole = { 'config.json': '{}', 'model.safetensors': WEIGHTS, 'tokenizer.json': 't' }
const from = 'run/checkpoints/step-4'
const files = () => filesOf(link.host, from, WISH)

beforeEach(() => {
  temp = tempFolder()
  mkdirSync(at('home'))
  link = awayHost(new LocalHost(at('home')))
  write(4, { ...whole, 'optimizer.pt': 'o'.repeat(100), 'rng_state.pth': 'r', 'training_args.bin': 'b' })
})
afterEach(() => temp.remove())

describe('a checkpoint on a host', () => {
  it('is brought without what only a trainer needs, its last file last', async () => {
    const wanted = await files()
    expect(wanted.map(({ path }) => path)).toEqual([...NAMES, 'complete.json'])
    await fetchCheckpoint(link.host, from, at('here'), wanted)
    expect(readdirSync(at('here')).sort()).toEqual(['complete.json', ...NAMES].sort())
    expect(readFileSync(at('here/model.safetensors'), 'utf8')).toBe(WEIGHTS)
    const all = await filesOf(link.host, from, { ...WISH, optimizer: true })
    expect(all.map(({ path }) => path)).toContain('optimizer.pt')
  })

  it('that is not complete, or shorter than it was, is none', async () => {
    write(6, whole, false)
    await expect(filesOf(link.host, 'run/checkpoints/step-6', WISH)).rejects.toThrow('checkpointNotFound')
    writeFileSync(at('home', from, 'model.safetensors'), 'short')
    await expect(files()).rejects.toThrow('checkpointNotFound')
    expect((await checkpointsThere(link.host, 'run')).map(({ step }) => step)).toEqual([4])
  })

  it('with names that lead elsewhere brings nothing from there', async () => {
    writeFileSync(at('home', from, '..evil'), 'x')
    writeFileSync(at('home', from, '-rf'), 'x')
    expect((await files()).map(({ path }) => path)).toEqual([...NAMES, 'complete.json'])
  })

  it('cut off on its way is no checkpoint here, and is gone on with behind what came', async () => {
    const wanted = await files()
    let brought = 0
    const cut = {
      ...link.host,
      download: async (path: string, file: string) => {
        if (brought++ === 2) throw new Error('cut')
        await link.host.download(path, file)
      },
    }
    await expect(fetchCheckpoint(cut, from, at('here'), wanted)).rejects.toThrow('cut')
    expect(existsSync(at('here/complete.json'))).toBe(false)
    const told: number[] = []
    const asked: string[] = []
    const watched = {
      ...link.host,
      download: async (path: string, file: string) => {
        asked.push(path)
        await link.host.download(path, file)
      },
    }
    await fetchCheckpoint(watched, from, at('here'), wanted, { progress: (done) => told.push(done) })
    expect(asked).toEqual([`${from}/tokenizer.json`, `${from}/complete.json`])
    expect(told[0]).toBe(5002)
  })

  it('of which an earlier one was half brought is begun anew', async () => {
    mkdirSync(at('here'))
    writeFileSync(at('here/.wished.json'), '[{"path":"model.safetensors","size":9}]')
    writeFileSync(at('here/old.bin'), 'x')
    await fetchCheckpoint(link.host, from, at('here'), await files())
    expect(existsSync(at('here/old.bin'))).toBe(false)
    expect(existsSync(at('here/.wished.json'))).toBe(false)
  })

  it('goes to another host the same way, its last file last, and once', async () => {
    await fetchCheckpoint(link.host, from, at('here'), await files())
    await bringCheckpoint(link.host, at('here'), 'starts/r-step-4')
    expect(readdirSync(at('home/starts/r-step-4')).sort()).toEqual(['complete.json', ...NAMES].sort())
    rmSync(at('home/starts/r-step-4/tokenizer.json'))
    await bringCheckpoint(link.host, at('here'), 'starts/r-step-4')
    expect(existsSync(at('home/starts/r-step-4/tokenizer.json'))).toBe(false)
  })

  it('is written down with its bytes; what is kept of a run only grows', async () => {
    mkdirSync(at('run'))
    await lookThere(link.host, 'run', at('run'), '2026-11-26T10:00:00Z')
    expect(await readThere(at('run'))).toMatchObject({
      folder: at('home/run'),
      checkpoints: [{ step: 4, adapter: false, merged: false }],
    })
    await keepThere(link.host, 'run', [4])
    await keepThere(link.host, 'run', [8, 4])
    expect(readFileSync(at('home/run/keep'), 'utf8')).toBe('4\n8\n')
    writeFileSync(at('run/there.json'), '{"at"')
    expect(await readThere(at('run'))).toBeUndefined()
  })
})
