import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly title: ReactNode
  readonly width: number
  readonly children: ReactNode
  setWidth(px: number): void
  close(): void
}

const STEP = 24

/** The list beside the drawer has the keys again when the drawer goes. */
const toList = (box: HTMLElement | null): void =>
  box?.parentElement?.querySelector<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true })

/** The drawer beside a list: resizable, closed by Esc. It never covers the list, so it takes no focus away. */
export function Inspector({ title, width, children, setWidth, close }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)

  useEffect(() => {
    const leave = (event: globalThis.KeyboardEvent) => {
      // What floats above (a menu, the palette) has Esc first.
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="dialog"]'))
        return
      if (box.current?.contains(document.activeElement)) toList(box.current)
      close()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [close])

  const shut = () => {
    toList(box.current)
    close()
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    setWidth((box.current?.getBoundingClientRect().right ?? 0) - event.clientX)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') setWidth(width + STEP)
    if (event.key === 'ArrowRight') setWidth(width - STEP)
  }
  return (
    <aside
      ref={box}
      className="inspector"
      style={{ width }}
      aria-label={typeof title === 'string' ? title : undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a ruler cannot be moved, a separator with a value can */}
      <div
        className="inspector-edge"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t('shared.resize')}
        aria-valuenow={width}
        aria-valuemin={320}
        aria-valuemax={900}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <div className="inspector-head">
        <h2 className="cut grow">{title}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={t('shared.close')} onClick={shut}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      <div className="inspector-body">{children}</div>
    </aside>
  )
}
