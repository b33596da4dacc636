import { Autocomplete, Loader } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly description: string
  readonly placeholder: string
  /** What stands on the host is still being asked. */
  readonly loading: boolean
  readonly value: string
  readonly offered: readonly { readonly path: string; readonly name: string; readonly note: string }[]
  put(path: string): void
}

/** A path on a host: one of those that stand there, by name, or whatever is typed. */
export function PickOrType({ label, description, placeholder, loading, value, offered, put }: Props) {
  const known = new Map(offered.map((one) => [one.path, one]))
  const named = known.get(value)
  const told: ReactNode = named ? `${named.name}${named.note === '' ? '' : ` · ${named.note}`}` : description
  return (
    <Autocomplete
      label={label}
      description={told}
      inputWrapperOrder={['label', 'input', 'description']}
      placeholder={placeholder}
      spellCheck={false}
      value={value}
      data={[...known.keys()]}
      // All of them whatever is typed: they are few, and a path is no search.
      filter={({ options }) => options}
      rightSection={loading ? <Loader size={14} /> : undefined}
      renderOption={({ option }) => {
        const one = known.get(option.value)
        return (
          <span className="stack tight picked">
            <span>
              <span className="strong">{one?.name}</span> <span className="small soft">{one?.note}</span>
            </span>
            <span className="code soft anywhere">{option.value}</span>
          </span>
        )
      }}
      onChange={put}
    />
  )
}
