import { useEffect } from 'react'
import { PAGES, usePlace } from '../store/place.ts'
import { useUi } from '../store/ui.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Ctrl-K, Ctrl-1 … Ctrl-9, and Ctrl-comma for the settings, as everywhere. @returns whether the key was one of them */
function pressWithControl(event: KeyboardEvent): boolean {
  const { overlay, show } = useUi.getState()
  const page = PAGES[Number(event.key) - 1]
  if (event.key.toLowerCase() === 'k') show(overlay === 'palette' ? null : 'palette')
  else if (event.key === ',') usePlace.getState().visit('settings')
  else if (page) usePlace.getState().visit(page)
  else return false
  return true
}

function pressAlone(event: KeyboardEvent): void {
  const { overlay, show } = useUi.getState()
  if (isTyping(event.target) || overlay !== null) return
  if (event.key === '?') show('shortcuts')
  if (event.key !== '/') return
  event.preventDefault()
  document.querySelector<HTMLInputElement>('[data-page-search]')?.focus()
}

/** Keys that work on every page. */
export function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey) return
      if (!event.ctrlKey && !event.metaKey) return pressAlone(event)
      if (pressWithControl(event)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
