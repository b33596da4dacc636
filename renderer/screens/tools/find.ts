import { useMemo, useState } from 'react'
import type { LintCode, LintFinding } from '#core/tool/lint.ts'
import { nameLint } from '#core/tool/lint-words.ts'
import { useFindingDetail } from '../../parts/findings.tsx'
import { useLanguage } from '../../words/language.ts'
import type { Note } from './tool-table.tsx'

export interface Finding {
  /** The finding that the list is filtered by. */
  readonly code: LintCode | undefined
  choose(code: LintCode | undefined): void
  /** Tools with that finding; undefined while there is no filter. */
  readonly concerned: ReadonlyMap<string, LintFinding> | undefined
  /** What the finding is about in each tool, where there is more to say than that it is there. */
  readonly note: Note | undefined
  /** Everything found in a tool. */
  of(tool: string): readonly LintFinding[]
}

function noteOf(
  title: string,
  concerned: ReadonlyMap<string, LintFinding> | undefined,
  say: (finding: LintFinding) => string | undefined,
): Note | undefined {
  if (![...(concerned?.values() ?? [])].some((finding) => finding.detail !== undefined)) return undefined
  return {
    title,
    of: (tool) => {
      const finding = concerned?.get(tool)
      return finding && say(finding)
    },
  }
}

/** A list of tools filtered by what was found in them. */
export function useFindings(findings: readonly LintFinding[]): Finding {
  const [code, choose] = useState<LintCode>()
  const say = useFindingDetail()
  const language = useLanguage()
  const concerned = useMemo(
    () =>
      code && new Map(findings.filter((found) => found.code === code).map((found) => [found.tool, found])),
    [findings, code],
  )
  return {
    code,
    choose,
    concerned,
    note: code && noteOf(nameLint(code, language), concerned, say),
    of: (tool) => [
      ...findings.filter((found) => found.tool === tool),
      // Likeness goes both ways; it is told of the later tool only.
      ...findings.flatMap((found) =>
        found.code === 'tool.nearDuplicate' && found.detail === tool
          ? [{ ...found, detail: found.tool }]
          : [],
      ),
    ],
  }
}
