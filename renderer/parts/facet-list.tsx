import { useFormat } from '../words/format.ts'

export interface Facet {
  readonly name: string
  readonly label: string
  readonly chosen: string | undefined
  readonly values: readonly {
    readonly value: string
    readonly label: string
    readonly count?: number | undefined
  }[]
}

interface Props {
  readonly facets: readonly Facet[]
  onChoose(name: string, value: string | undefined): void
}

/** Filters by column; a second press on the chosen value takes it off. */
export function FacetList({ facets, onChoose }: Props) {
  const format = useFormat()
  return (
    <div className="facets">
      {facets.map((facet) => (
        <fieldset key={facet.name} className="facet">
          <legend>{facet.label}</legend>
          {facet.values.map(({ value, label, count }) => (
            <button
              key={value}
              type="button"
              aria-pressed={facet.chosen === value}
              onClick={() => onChoose(facet.name, facet.chosen === value ? undefined : value)}
            >
              <span className="cut grow">{label}</span>
              {count !== undefined && <span className="num soft">{format.number(count)}</span>}
            </button>
          ))}
        </fieldset>
      ))}
    </div>
  )
}
