/**
 * Holds token ids to transformers on texts that are drawn anew: six tokenizers, thousands of texts each.
 * Run: [LOOPTOOL_PYTHON=…/python] node scripts/run.mjs tests/real/tokenizer/check.ts [TEXTS] [SEED]
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ModelTokenizer } from '#engine/tokenizer/model-tokenizer.ts'
import { LACKING } from '../environment.ts'

/** What the library is known to do otherwise, as a share of texts; the byte-level families have none. */
const KNOWN: Readonly<Record<string, number>> = { wordpiece: 0.02, unigram: 0.005 }

const [texts = '2000', seed = '1'] = process.argv.slice(2)
const fixtures = new URL('../../fixtures/tokenizer/', import.meta.url)
const fixtureSchema = z.object({ config: z.unknown(), tokenizer: z.unknown().optional() })
const lineSchema = z.object({ family: z.string(), text: z.string(), ids: z.array(z.number()) })

async function opened(family: string): Promise<ModelTokenizer> {
  const { config, tokenizer } = fixtureSchema.parse(
    JSON.parse(await readFile(new URL(`${family}.json`, fixtures), 'utf8')),
  )
  const own = new URL('../../../resources/nano/tokenizer.json', import.meta.url)
  const text = tokenizer === undefined ? await readFile(own, 'utf8') : JSON.stringify(tokenizer)
  return ModelTokenizer.read(text, JSON.stringify(config))
}

const python = spawn(
  process.env.LOOPTOOL_PYTHON ?? 'python3',
  ['-B', fileURLToPath(new URL('make.py', fixtures)), '--more', texts, seed],
  { stdio: ['ignore', 'pipe', 'pipe'] },
)
let complaints = ''
python.stderr.on('data', (piece: Buffer) => {
  complaints += piece.toString()
})
const ended = new Promise<number | null>((resolve) => python.once('close', resolve))
const families = new Map<string, { tokenizer: ModelTokenizer; texts: number; differ: string[] }>()
for await (const line of createInterface({ input: python.stdout })) {
  const { family, text, ids } = lineSchema.parse(JSON.parse(line))
  const known = families.get(family) ?? { tokenizer: await opened(family), texts: 0, differ: [] }
  families.set(family, known)
  known.texts++
  if (JSON.stringify(known.tokenizer.encode(text)) !== JSON.stringify(ids)) known.differ.push(text)
}
if ((await ended) !== 0) {
  console.error(`no transformers here: ${complaints.trim().split('\n').at(-1)}`)
  process.exit(LACKING)
}
for (const [family, { texts, differ }] of families)
  console.log(
    `${family}: ${differ.length} of ${texts} differ`,
    differ
      .slice(0, 2)
      .map((text) => JSON.stringify(text))
      .join(' '),
  )
const wrong = [...families].filter(([name, { texts, differ }]) => differ.length > texts * (KNOWN[name] ?? 0))
process.exitCode = wrong.length > 0 ? 1 : 0
