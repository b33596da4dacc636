/** A host's test and report as text, to be copied into a message or read on a command line. */
import { sayAgain, type WindowLanguage } from '../failure/words.ts'
import type { HostFinding } from './finding.ts'
import type { HostReport } from './host-report.ts'
import type { HostTest } from './host-test.ts'
import { hostWords } from './host-words.ts'
import { THIS_COMPUTER } from './stored-host.ts'

const placeName = (place: string, language: WindowLanguage): string =>
  place === THIS_COMPUTER ? hostWords(language).thisComputer : place

/** The sentence, and what to do about it where something is to be done. */
function said(
  { code, values, detail, weight, fix }: HostFinding<string>,
  language: WindowLanguage,
): string[] {
  const { message, hint } = sayAgain({ code, values, detail }, language)
  const todo = weight === 'note' ? '' : hint
  const copy = weight !== 'note' && fix?.kind === 'copy' ? [`      $ ${fix.text}`] : []
  return [`${message}${todo === '' ? '' : ` ${todo}`}`, ...copy]
}

export function hostTestText({ place, lines, state }: HostTest, language: WindowLanguage): string {
  const words = hostWords(language)
  const told = lines.flatMap(({ name, state: at, ms, findings }) => {
    const time = ms === undefined ? '' : `  ${ms} ms`
    return [
      `${words.line[name]}: ${words.state[at]}${time}`,
      ...findings
        .filter(({ code }) => code !== 'host.afterFailure')
        .flatMap((finding) => said(finding, language))
        .map((line) => `    ${line}`),
    ]
  })
  return [`${placeName(place, language)} · ${words.overall[state]}`, ...told].join('\n')
}

const SIGNS = { green: '✓', amber: '◐', red: '✕' } as const

/** @param name of the host */
export function hostReportText(
  { at, findings, facts }: HostReport,
  name: string,
  language: WindowLanguage,
): string {
  const words = hostWords(language)
  const lines = findings.map((finding) => {
    const [sentence, ...more] = said(finding, language)
    return [`${SIGNS[finding.light]} ${words.subject[finding.subject]}: ${sentence}`, ...more].join('\n')
  })
  const { system } = facts
  return [`${name} · ${at}`, `${system.os} ${system.kernel} ${system.machine}`, '', ...lines].join('\n')
}
