import { useEffect, useRef } from 'react'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { useUi } from '../../store/ui.ts'

interface CourtKeys {
  /** A word is being stored, or a label edited: no other word until then. Moving on is possible all the same. */
  readonly busy: boolean
  readonly editing: boolean
  verdict(verdict: VerdictName): void
  undo(): void
  edit(): void
  step(by: number): void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** A list box moves by J and K itself. */
const hasOwnSteps = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.getAttribute('role') === 'listbox'

function press(event: KeyboardEvent, keys: CourtKeys): boolean {
  const verdict = VERDICTS[Number(event.key) - 1]
  if (event.key === 'j' && !hasOwnSteps(event.target)) keys.step(1)
  else if (event.key === 'k' && !hasOwnSteps(event.target)) keys.step(-1)
  else if (keys.busy) return false
  else if (verdict) keys.verdict(verdict)
  else if (event.key === 'u') keys.undo()
  else if (event.key === 'e') keys.edit()
  else return false
  return true
}

/** 1–4 give the verdict, J and K go on and back, E edits the label, U undoes; wherever the focus is on the page. */
export function useCourtKeys(keys: CourtKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (latest.current.editing || useUi.getState().overlay !== null) return
      if (press(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
