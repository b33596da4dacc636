import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/electron-path.mjs'

interface Counts {
  passed: number
  failed: number
  skipped: number
}
const {
  countCheck,
  countVitest,
  closingLine,
}: {
  countCheck(status: number): Counts
  countVitest(report: string | undefined, status: number): Counts
  closingLine(parts: readonly Counts[]): string
} = await import(join(root, 'scripts/test/count.mjs'))

const report = (passed: number, failed: number, files: object[] = []) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: files,
  })

it('counts no run as passed that went wrong in any way', () => {
  expect(countVitest(report(5, 0), 0)).toEqual({ passed: 5, failed: 0, skipped: 1 })
  expect(countVitest(report(5, 2), 1)).toEqual({ passed: 5, failed: 2, skipped: 1 })
  expect(countVitest(report(5, 0), 1).failed).toBe(1)
  expect(countVitest(undefined, 0).failed).toBe(1)
  expect(countVitest(report(5, 0, [{ status: 'failed', assertionResults: [] }]), 1).failed).toBe(1)
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 })
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('closes with one plain line', () => {
  expect(closingLine([countCheck(0), countVitest(report(3, 0), 0)])).toBe('4 passed, 0 failed, 1 skipped')
  expect(closingLine([countCheck(0), countCheck(1)])).toBe('1 passed, 1 failed')
})
