// Counts of one part of the tests, from vitest's JSON report or from a program's exit code.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {number} status exit code of a check that is one test by itself @returns {Counts} */
export const countCheck = (status) => ({
  passed: status === 0 ? 1 : 0,
  failed: status === 0 ? 0 : 1,
  skipped: 0,
})

/** What a check answers when the machine lacks what it needs; it has said why. */
export const LACKING = 77

/** @param {number} status exit code of a check against a real engine @returns {Counts} */
export const countReal = (status) =>
  status === LACKING ? { passed: 0, failed: 0, skipped: 1 } : countCheck(status)

/**
 * A file that could not even be loaded has no tests to fail, and a run that ended badly may have written no report:
 * each counts as one failure, so that nothing that went wrong adds up to a pass.
 * @param {string | undefined} report text of the report @param {number} status vitest's exit code @returns {Counts}
 */
export function countVitest(report, status) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report)
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = numFailedTests + unloaded.length
  return {
    passed: numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}

/** @param {readonly Counts[]} parts */
export function closingLine(parts) {
  const sum = (name) => parts.reduce((total, part) => total + part[name], 0)
  const skipped = sum('skipped')
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`
}
