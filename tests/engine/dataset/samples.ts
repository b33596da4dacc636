/** Samples made up for the tests of dataset files. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonText } from '#core/json/exact.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'

const json = (text: string): JsonText => text as JsonText

export const TOOLS: readonly Tool[] = ['get_weather', 'find_flight'].map((name) => ({
  name,
  description: `${name} 说明`,
  parameters: json('{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}'),
}))

export function sampleNumber(i: number): Sample {
  const chinese = i % 2 === 1
  const isText = i % 5 === 4
  return {
    id: `s${String(i).padStart(6, '0')}`,
    toolSetHash: 'abc',
    tools: i % 3 === 0 ? TOOLS : TOOLS.slice(0, 1),
    date: '2024-05-01, Wednesday',
    language: chinese ? 'zh' : 'en',
    messages: [
      { role: 'user', text: chinese ? `查询北京第${i}天的天气` : `Weather in "Lima" on day ${i}% of_it` },
    ],
    accepted: [
      isText
        ? { kind: 'text', text: `It's fine ${i}` }
        : {
            kind: 'calls',
            calls: [{ name: 'get_weather', arguments: json(`{"city":"Lima","day":${i}.0}`) }],
          },
    ],
    kind: isText ? 'chat' : 'single',
    parents: [{ from: 'dialog', job: 'j', dialog: `d${i}`, turn: 1 }],
  }
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "it's a dataset "))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const neverStopped = (): AbortSignal => new AbortController().signal
