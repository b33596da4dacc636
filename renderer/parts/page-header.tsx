import type { ReactNode } from 'react'

interface Props {
  readonly title: ReactNode
  /** A line under the title. */
  readonly lead?: ReactNode
  /** Primary action, and what belongs beside it. */
  readonly children?: ReactNode
}

export function PageHeader({ title, lead, children }: Props) {
  return (
    <header className="page-head">
      <div className="page-head-text">
        <h1 className="cut">{title}</h1>
        {lead !== undefined && <div className="soft small cut">{lead}</div>}
      </div>
      {children}
    </header>
  )
}
