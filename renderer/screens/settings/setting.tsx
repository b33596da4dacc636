import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly text?: ReactNode
  readonly children: ReactNode
}

/** One setting: what it is on the left, how it stands on the right. */
export function Setting({ title, text, children }: Props) {
  return (
    <div className="setting">
      <div>
        <h3>{title}</h3>
        {text !== undefined && <p className="soft small">{text}</p>}
      </div>
      <div className="setting-value">{children}</div>
    </div>
  )
}
