/** Catches counts that block the engine, that come from a half-read model, or that never come. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { layOutChat } from '#core/nano/compact-prompt.ts'
import { Tokenizer } from '#core/nano/tokenizer.ts'
import { readModelFiles } from '#engine/tokenizer/model-files.ts'
import { FileCounter } from '#engine/tokenizer/token-counter.ts'
import { tempFolder } from '#tests/helpers/project.ts'

const WORKER = new URL('../../../main/engine/tokenizer/token-worker.ts', import.meta.url)
const NANO = new URL('../../../resources/nano/', import.meta.url)
const prompt = (content: string) => ({ messages: [{ role: 'user' as const, content }] })

async function opened(template: string | undefined, deadlines?: { openMs: number; countMs: number }) {
  const temp = await tempFolder()
  await writeFile(join(temp.path, 'tokenizer.json'), await readFile(new URL('tokenizer.json', NANO)))
  if (template !== undefined) await writeFile(join(temp.path, 'chat_template.jinja'), template)
  const counter = await FileCounter.open(WORKER, await readModelFiles(temp.path), deadlines)
  onTestFinished(async () => {
    await counter.close()
    await temp.remove()
  })
  return counter
}

describe('counting by the files of a model', () => {
  it('counts what the small policy reads', async () => {
    const counter = await FileCounter.open(
      WORKER,
      await readModelFiles(new URL('tokenizer.json', NANO).pathname),
    )
    onTestFinished(() => counter.close())
    const tokenizer = Tokenizer.read(await readFile(new URL('tokenizer.json', NANO), 'utf8'))
    const prompts = Array.from({ length: 130 }, (_, i) => prompt(`book ${i} ferries <|im_end|> 请`))
    expect(counter.way).toBe('exact')
    expect(counter.vocabulary).toBe(tokenizer.size)
    expect(await counter.count(prompts)).toEqual(
      prompts.map(({ messages }) => tokenizer.encode(layOutChat(messages)).length),
    )
  })

  it('hands a template the tools, the calls as objects and the special tokens', async () => {
    const counter = await opened(
      '{{ tools[0].function.parameters.type }}{{ messages[0].tool_calls[0].function.arguments.n }}{{ add_generation_prompt }}',
    )
    const calls = [{ id: 'c', name: 'f', arguments: '{"n":77}' as JsonText }]
    const tools = [{ name: 'f', description: '', parameters: '{"type":"object"}' as JsonText }]
    const [tokens] = await counter.count([{ messages: [{ role: 'assistant', content: '', calls }], tools }])
    const tokenizer = Tokenizer.read(await readFile(new URL('tokenizer.json', NANO), 'utf8'))
    expect(tokens).toBe(tokenizer.encode('object77true').length)
  })

  it('says that it knows no template', async () => {
    const counter = await opened(undefined)
    expect(counter.way).toBe('noTemplate')
    expect((await counter.count([prompt('a ferry')]))[0]).toBeGreaterThan(1)
  })

  it('ends a template that never ends, and tells it; whoever waits behind it is told too', async () => {
    const forever =
      '{% for a in range(90000) %}{% for b in range(90000) %}{% for c in range(90000) %}{% endfor %}{% endfor %}{% endfor %}'
    const counter = await opened(forever, { openMs: 30_000, countMs: 300 })
    const asked = [counter.count([prompt('a')]), counter.count([prompt('b')])]
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'template.tooSlow' })
    expect(counter.isOpen).toBe(false)
  })

  it('tells what a template says when it refuses, and counts on', async () => {
    const counter = await opened(
      "{% if messages[0].content == 'no' %}{{ raise_exception('not this') }}{% endif %}{{ messages[0].content }}",
    )
    await expect(counter.count([prompt('no')])).rejects.toMatchObject({
      code: 'template.refused',
      values: { reason: 'not this' },
    })
    expect(await counter.count([prompt('yes')])).toHaveLength(1)
  })
})

describe('files that are no model’s', () => {
  const files = async (named: Record<string, string>) => {
    const temp = await tempFolder()
    onTestFinished(() => temp.remove())
    for (const [name, text] of Object.entries(named)) await writeFile(join(temp.path, name), text)
    return temp.path
  }
  const tokenizer = () => readFile(new URL('tokenizer.json', NANO), 'utf8')

  it('an empty folder, one that is not there', async () => {
    const folder = await files({})
    await expect(readModelFiles(folder)).rejects.toMatchObject({ code: 'tokenizer.notFound' })
    await expect(readModelFiles(join(folder, 'gone'))).rejects.toMatchObject({ code: 'tokenizer.notFound' })
  })

  it('a folder in the place of a file', async () => {
    const folder = await files({})
    await mkdir(join(folder, 'tokenizer.json'))
    await expect(readModelFiles(folder)).rejects.toMatchObject({ code: 'tokenizer.damaged' })
  })

  it.each(['', '[1', '{"model":{"type":"BPE","vocab":{}}}'])('a tokenizer that is none: %j', async (text) => {
    const folder = await files({ 'tokenizer.json': text })
    await expect(FileCounter.open(WORKER, await readModelFiles(folder))).rejects.toMatchObject({
      code: 'tokenizer.damaged',
    })
  })

  it('a configuration that is none', async () => {
    const folder = await files({
      'tokenizer.json': await tokenizer(),
      'tokenizer_config.json': '{"chat_template":7}',
    })
    await expect(readModelFiles(folder)).rejects.toMatchObject({ code: 'tokenizer.damaged' })
  })

  it('a template that cannot be read', async () => {
    const folder = await files({ 'tokenizer.json': await tokenizer(), 'chat_template.jinja': '{% if %}' })
    await expect(FileCounter.open(WORKER, await readModelFiles(folder))).rejects.toMatchObject({
      code: 'template.broken',
    })
  })

  it('of several templates the default is taken; a file of its own comes before the configuration', async () => {
    const config = JSON.stringify({
      chat_template: [
        { name: 'tool_use', template: 'T' },
        { name: 'default', template: 'D' },
      ],
    })
    const inside = { 'tokenizer.json': await tokenizer(), 'tokenizer_config.json': config }
    expect((await readModelFiles(await files(inside))).template).toBe('D')
    expect((await readModelFiles(await files({ ...inside, 'chat_template.jinja': 'F' }))).template).toBe('F')
  })
})
