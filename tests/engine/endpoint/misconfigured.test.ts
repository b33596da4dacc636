/**
 * Every row of the table of misconfigurations, against a server that is wrong in that way: a cause that is blamed on
 * something else (a path on the key, a missing tool parser on the model) is the defect that this looks for.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FINDING_CODES, type Finding, type Fix } from '#core/endpoint/finding.ts'
import { lineOf } from '#core/endpoint/staged-test.ts'
import type { TestLineName } from '#core/endpoint/test-line.ts'
import { openFinding, unreachedFinding } from '#core/endpoint/way-findings.ts'
import { failureCodes, sayAgain } from '#core/failure/words.ts'
import { openGate } from '#engine/endpoint/gate.ts'
import { runStagedTest } from '#engine/endpoint/staged-test.ts'
import { certificateSet } from '#tests/fakes/certificate.ts'
import { closedPort, type OddServerKind, startOddServer } from '#tests/fakes/odd-server.ts'

interface Row {
  readonly what: string
  readonly typed: { readonly url: string; model?: string; key?: string; caFile?: string; proxy?: string }
  readonly server: OddServerKind
  readonly line: TestLineName
  readonly weight: Finding['weight']
  readonly code: string
  readonly en: readonly [string, string]
  readonly zh: readonly [string, string]
  readonly fix?: Fix
}
const file = new URL('../../fixtures/connection/misconfigured.json', import.meta.url)
const all = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]
/** A machine without IPv6 says something else about ::1. */
const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)
const rows = all.filter(({ typed }) => hasIpv6 || !typed.url.includes('[::1]'))
const certificates = certificateSet()
const never = new AbortController().signal

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool-connect-'))
  writeFileSync(join(folder, 'ca.pem'), certificates.ca)
  writeFileSync(join(folder, 'notes.txt'), 'no certificate in here')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What stands in for ports and paths of this run; `{{n}}` in an expectation is any number. */
const filler =
  (holes: Readonly<Record<string, string | number>>) =>
  <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value).replace(/\{\{(\w+)\}\}/g, (all, name) => String(holes[name] ?? all)),
    ) as T

const numbered = (expected: string): RegExp =>
  new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\{\\{n\\}\\}', '[\\d.,]+')}$`)

const isSilent = ({ server }: Row): boolean => /"(hang|stall)"/.test(JSON.stringify(server))

async function findingOf(
  row: Row,
  typed: Row['typed'],
): Promise<{ found: readonly Finding[]; whole: string }> {
  if (row.server.kind === 'system') {
    const { hostname: host, port } = new URL(typed.url)
    const { code } = row.server
    const found =
      code === ''
        ? openFinding(typed.url, host)
        : unreachedFinding({ host, port: Number(port), proxy: false }, code, 5)
    return { found: [found], whole: '' }
  }
  const { key, url, model = 'Qwen/Qwen3-8B', caFile, proxy } = typed
  const test = await runStagedTest(
    { id: 't', url, model, ...(caFile ? { caFile } : {}), ...(proxy ? { proxy } : {}) },
    {
      gate: openGate,
      key: async () => key,
      changed: () => undefined,
      // Only silence has to be waited for; a busy machine must not look like it.
      patience: { idleMs: isSilent(row) ? 1000 : 20_000, modelsMs: 20_000, chatMs: 20_000 },
    },
    never,
  )
  return { found: lineOf(test, row.line)?.findings ?? [], whole: JSON.stringify(test) }
}

describe('each misconfiguration has its cause, its sentence and its next action', () => {
  it('is a table of at least forty, each case once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40)
    expect(new Set(rows.map(({ what }) => what)).size).toBe(rows.length)
  })

  it.each(rows)('$what', async (row) => {
    const server = await startOddServer(row.server, certificates.of)
    try {
      const closed = await closedPort()
      const fill = filler({
        port: server.port,
        proxy: server.proxyPort,
        closed,
        folder,
        ca: join(folder, 'ca.pem'),
      })
      const typed = fill(row.typed)
      const { found, whole } = await findingOf(row, typed)
      const finding = found.find(({ code }) => code === row.code)
      expect(finding, JSON.stringify(found)).toBeDefined()
      if (!finding) return
      expect(finding.weight).toBe(row.weight)
      for (const language of ['en', 'zh'] as const) {
        const { message, hint } = sayAgain(finding, language)
        const [expectedMessage, expectedHint] = fill(row[language])
        expect(message).toMatch(numbered(expectedMessage))
        expect(hint).toMatch(numbered(expectedHint))
      }
      if (row.fix) expect(finding.fix).toEqual(fill(row.fix))
      // Neither a key nor a password is ever part of what is shown.
      for (const secret of [typed.key, 's3cret']) if (secret) expect(whole).not.toContain(secret)
    } finally {
      await server.stop()
    }
  })
})

it('has words for every finding, and an action wherever something is wrong', () => {
  const codes = failureCodes('en')
  expect(FINDING_CODES.filter((code) => !codes.includes(code))).toEqual([])
  const silent = rows.filter(({ weight, en, zh }) => weight !== 'note' && (en[1] === '' || zh[1] === ''))
  expect(silent.map(({ what }) => what)).toEqual([])
})
