/** Lines for a shell as this program makes them, from random configurations with hostile values. */
import fc from 'fast-check'
import { contextFlags, flagsFor } from '#core/endpoint/server-flags.ts'
import { Failure } from '#core/failure/failure.ts'
import { hostFactsSchema } from '#core/host/facts.ts'
import type { HostFinding } from '#core/host/finding.ts'
import { shellLine } from '#core/host/quote.ts'
import { reportOf } from '#core/host/report-findings.ts'
import { failureFinding, pythonFinding, shellFinding } from '#core/host/test-findings.ts'

/** Would be made, in the folder it runs in, if any of it were ever run. */
export const CANARY = 'canary-made'
const PIECES = [
  `$(touch ${CANARY})`,
  `\`touch ${CANARY}\``,
  `'; touch ${CANARY}; '`,
  `"; touch ${CANARY}; "`,
  `\ntouch ${CANARY}\n`,
  `& touch ${CANARY} &`,
  ...[
    '-rf',
    '--help',
    "it's",
    '"two words"',
    '$HOME',
    '*',
    '~',
    '\\',
    '\n',
    '\t',
    '!',
    '#',
    '%s',
    '=x',
    'a=b',
  ],
  ...['中文 名字', 'é\u0301', '\u202e', '\u201cquoted\u201d', '\u00a0', '\x1b[31m', '\r'],
]
const word = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((some) => some.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
)
const path = word.map((one) => `/data/${one}`)
const bytes = fc.integer({ min: 0, max: 2 ** 41 })

const facts = fc
  .record({
    disks: fc.array(
      fc.record({
        path: fc.oneof(fc.constantFrom('~', '/tmp', '/dev/shm'), word),
        place: fc.oneof(word, path),
        free: bytes,
        writable: fc.boolean(),
        noexec: fc.boolean(),
        problem: word,
      }),
      { maxLength: 3 },
    ),
    reach: fc.array(
      fc.record({ name: word, url: word, ok: fc.boolean(), status: fc.nat(600), problem: word }),
      {
        maxLength: 3,
      },
    ),
    gpu: fc.record({
      driver: fc.oneof(word, fc.constant('580.1')),
      problem: fc.option(fc.constantFrom('missing', 'failed', 'silent'), { nil: null }),
      gpus: fc.array(
        fc.record({
          index: fc.nat(8),
          name: word,
          memoryTotal: bytes,
          memoryUsed: bytes,
          mig: fc.boolean(),
          eccErrors: fc.nat(3),
          processes: fc.array(fc.record({ pid: fc.nat(), user: word, name: word }), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    }),
    system: fc.record({
      user: word,
      home: path,
      os: fc.constantFrom('Linux', 'Darwin'),
      logout: fc.record({ ends: fc.boolean() }),
      container: fc.option(word, { nil: null }),
      openFiles: fc.nat(9000),
    }),
    ports: fc.array(fc.record({ port: fc.nat(65_535), free: fc.boolean() }), { maxLength: 2 }),
    clock: fc.record({ ms: fc.nat() }),
    memory: fc.record({ total: bytes, available: bytes }),
  })
  .map((told) => hostFactsSchema.parse({ format: 1, ...told }))

const FAILURES = ['host.keyRefused', 'host.agentEmpty', 'host.agentAbsent'] as const

const configuration = fc.record({
  argv: fc.array(word, { minLength: 1, maxLength: 6 }),
  cwd: fc.option(word, { nil: undefined }),
  env: fc.dictionary(fc.constantFrom('A', 'PYTHONUNBUFFERED', 'X_1'), word),
  facts,
  failure: fc.constantFrom(...FAILURES),
  file: word,
  place: fc.oneof(
    word,
    fc.constantFrom('me@gpu.example', 'me@gpu.example:2222', 'me@[fe80::1]:22'),
    word.map((user) => `${user}@gpu:2222`),
  ),
  model: word,
  tokens: fc.nat(1_000_000),
  python: word,
})

const copied = (findings: readonly HostFinding<string>[]): string[] =>
  findings.flatMap(({ fix }) => (fix?.kind === 'copy' ? [fix.text] : []))

/** @returns of each configuration its lines */
export function shellLines(count: number, seed: number): string[][] {
  return fc
    .sample(configuration, { numRuns: count, seed })
    .map((one) => [
      shellLine(one.argv, { env: one.env, ...(one.cwd === undefined ? {} : { cwd: one.cwd }) }),
      ...copied(reportOf(one.facts, 0, '').findings),
      ...copied([
        failureFinding(new Failure(one.failure, { file: one.file, place: one.place })),
        pythonFinding({ code: 1, stdout: one.python, stderr: one.python }),
        pythonFinding({ code: 0, stdout: `3.9.1\n${one.python}`, stderr: '' }),
        shellFinding({ code: 0, stdout: one.python, stderr: '' }),
      ]),
      shellLine(['vllm', 'serve', one.model]).concat(
        ` ${flagsFor(one.model).tools} ${flagsFor(one.model).thinking} ${contextFlags(one.tokens).vllm}`,
      ),
    ])
}
