import type { ReactNode } from 'react'

interface Props {
  readonly label: ReactNode
  readonly children: ReactNode
  readonly open?: boolean
}

/** Something folded away; the browser's own element, so keys and readers know it. */
export function Fold({ label, children, open = false }: Props) {
  return (
    <details className="fold" open={open}>
      <summary>{label}</summary>
      <div className="fold-body">{children}</div>
    </details>
  )
}
