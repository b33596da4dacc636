import { useState } from 'react'
import type { PromptDetail } from '#core/contract/index.ts'
import type { Prompt } from '#core/prompt/front-matter.ts'
import { lintOwn, type PromptFinding } from '#core/prompt/lint.ts'
import { call } from '../../bridge/looptool.ts'
import { type Act, useAct } from '../../bridge/use-call.ts'
import { usePromptDrafts } from '../../store/prompt-drafts.ts'

export interface PromptText {
  readonly body: string
  /** Something is typed that is not saved. */
  readonly dirty: boolean
  readonly findings: readonly PromptFinding[]
  /** The prompt with what is typed, to be rendered. */
  readonly typed: Prompt
  /** What was last done here: a saved text's hash, or that the shipped one is used again. */
  readonly done: { readonly saved: string } | { readonly taken: string } | undefined
  readonly save: Act<[]>
  readonly reset: Act<[]>
  type(body: string): void
  discard(): void
  /** Puts the text back that a reset took away. */
  undo(): void
}

const promptOf = (detail: PromptDetail, body: string): Prompt => {
  const { id, version, role, variables, answer, language, shipped } = detail
  const head = { id, version, role, variables: [...variables], answer, language, hash: shipped.hash }
  return { ...head, body: body.trim(), text: '' }
}

/** The text of a prompt being changed: what stands, what is typed, and what speaks against it. */
export function usePromptText(detail: PromptDetail, put: (detail: PromptDetail) => void): PromptText {
  const { id, shipped, mine, damaged } = detail
  const draft = usePromptDrafts((state) => state.bodies[id])
  const drafts = usePromptDrafts.getState()
  const [done, setDone] = useState<PromptText['done']>()
  const standing = mine?.body ?? shipped.body
  const body = draft ?? standing
  const before = mine?.hash ?? damaged?.hash ?? null
  const typed = promptOf(detail, body)
  const accept = (next: PromptDetail): void => {
    drafts.drop(id)
    put(next)
  }
  const save = useAct(async () => {
    const next = await call('prompt.save', { id, body, before })
    accept(next)
    setDone(next.mine ? { saved: next.mine.hash } : undefined)
  })
  const reset = useAct(async () => {
    const taken = draft ?? mine?.body
    accept(await call('prompt.reset', { id, before }))
    setDone(taken === undefined ? undefined : { taken })
  })
  return {
    ...{ body, typed, done, save, reset },
    dirty: draft !== undefined && draft.trim() !== standing,
    findings: lintOwn(typed, promptOf(detail, shipped.body)),
    type: (next) => {
      setDone(undefined)
      if (next === standing) drafts.drop(id)
      else drafts.put(id, next)
    },
    discard: () => drafts.drop(id),
    undo: () => {
      if (done && 'taken' in done) drafts.put(id, done.taken)
      setDone(undefined)
    },
  }
}
