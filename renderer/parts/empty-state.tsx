import type { ReactNode } from 'react'

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: string
  /** One button. */
  readonly children?: ReactNode
}

/** What will stand here, and the one thing to do about it. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <div className="empty">
      <div className="empty-icon" aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      {text !== undefined && <p className="soft empty-text">{text}</p>}
      {children}
    </div>
  )
}
