import { Select } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props<V extends string> {
  readonly label: string
  readonly value: V
  readonly words: Readonly<Record<V, string>>
  /** The setting's real name. */
  readonly flag?: ReactNode
  choose(value: V): void
}

/** One of a few, in words. */
export function Choice<V extends string>({ label, value, words, flag, choose }: Props<V>) {
  const values = Object.keys(words).filter((one): one is V => one in words)
  return (
    <Select
      label={label}
      description={flag}
      allowDeselect={false}
      value={value}
      data={values.map((one) => ({ value: one, label: words[one] }))}
      onChange={(next) => {
        const chosen = values.find((one) => one === next)
        if (chosen !== undefined) choose(chosen)
      }}
    />
  )
}
