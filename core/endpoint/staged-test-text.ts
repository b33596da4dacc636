import { sayAgain, type WindowLanguage } from '../failure/words.ts'
import type { StagedTest } from './staged-test.ts'
import { testWords } from './test-words.ts'

/** The test as text to be sent to whoever runs the server: no key is in it, and no query of the address. */
export function stagedTestText(test: StagedTest, language: WindowLanguage): string {
  const words = testWords(language)
  const lines = test.lines.flatMap(({ name, state, ms, findings }) => [
    `${words.line[name]}: ${words.state[state]}${ms === undefined ? '' : ` (${ms} ms)`}`,
    ...findings.flatMap((finding) => {
      if (finding.code === 'connection.afterFailure') return []
      const { message, hint } = sayAgain(finding, language)
      const said = [message, hint].filter((text) => text !== '').join(' ')
      return finding.detail === '' ? [`  ${said}`] : [`  ${said}`, `  | ${finding.detail}`]
    }),
  ])
  const roles = test.roles.map(({ role, fit, because }) => {
    const why = because.map((finding) => sayAgain(finding, language).message).join(' ')
    return `${words.role[role]}: ${words.fit[fit]}${why === '' ? '' : ` – ${why}`}`
  })
  const head = `${test.url} · ${test.model || '—'} · ${words.overall[test.state]}`
  return [head, '', ...lines, '', ...roles].join('\n').trimEnd()
}
