import { resolve } from 'node:path'
import { samplesVerb } from '#engine/dataset/samples-verb.ts'
import { policyPreamble } from '#engine/stage/made-dataset.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { readArguments, UsageError } from './arguments.ts'
import { RESOURCES } from './session.ts'

/** Dialogs or LoopTool records in a file → samples.jsonl, train.parquet, test.parquet. Prints the counts as JSON. */
export async function fileSamplesVerb(args: readonly string[]): Promise<string> {
  const given = readArguments(args, {
    in: { type: 'string' },
    out: { type: 'string' },
    history: { type: 'string' },
    json: { type: 'boolean' },
  })
  const from = given.text('in')
  const to = given.text('out')
  if (from === undefined || to === undefined || given.files.length > 0) {
    throw new UsageError('samples needs --in FILE and --out DIR')
  }
  const history = given.whole('history', 1, 100)
  const preamble = await policyPreamble({ prompts: createPrompts({ resourcesFolder: RESOURCES }) })
  const request = {
    in: resolve(from),
    out: resolve(to),
    preamble,
    ...(history === undefined ? {} : { history }),
  }
  return JSON.stringify(await samplesVerb(request))
}
