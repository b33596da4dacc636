import { useTranslation } from 'react-i18next'
import { type DiffLine, lineDiff } from '#core/prompt/line-diff.ts'

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '−' }
const WORD = { same: 'unchanged', added: 'added', removed: 'removed' } as const
/** Lines shown around a change. */
const AROUND = 3

type Run = { readonly skipped: number } | { readonly line: DiffLine; readonly at: number }

/** Long stretches without a change are folded into one line that counts them. */
function folded(lines: readonly DiffLine[]): Run[] {
  const near = (at: number): boolean =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same')
  const runs: Run[] = []
  lines.forEach((line, at) => {
    const last = runs.at(-1)
    if (near(at)) runs.push({ line, at })
    else if (last && 'skipped' in last) runs[runs.length - 1] = { skipped: last.skipped + 1 }
    else runs.push({ skipped: 1 })
  })
  return runs
}

/** The project's text against the shipped one, line by line, each change with a sign and a word. */
export function PromptDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation()
  const lines = lineDiff(before, after)
  if (lines.every(({ kind }) => kind === 'same')) return <p className="soft">{t('prompts.same')}</p>
  return (
    <table className="prompt-diff code" aria-label={t('prompts.difference')}>
      <tbody>
        {folded(lines).map((run, index) =>
          'skipped' in run ? (
            <tr key={index} className="diff-skipped">
              <td />
              <td className="soft">{t('prompts.skipped', { count: run.skipped })}</td>
            </tr>
          ) : (
            <tr key={index} className={`diff-${run.line.kind}`}>
              <td className="diff-sign">
                <span aria-hidden>{SIGN[run.line.kind]}</span>
                <span className="unseen">{t(`prompts.${WORD[run.line.kind]}`)}</span>
              </td>
              <td className="plain">{run.line.text || '\u00a0'}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
