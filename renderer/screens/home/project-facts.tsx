import { useTranslation } from 'react-i18next'
import type { ProjectInfo } from '#core/contract/index.ts'
import { type Place, usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

const FACTS: readonly (readonly [keyof ProjectInfo['counts'], Place])[] = [
  ['toolSets', { page: 'tools' }],
  ['tools', { page: 'tools' }],
  ['dialogs', { page: 'data', tab: 'dialogs' }],
  ['datasets', { page: 'data', tab: 'samples' }],
  ['samples', { page: 'data', tab: 'samples' }],
]

/** What the project holds, each number a way to it. */
export function ProjectFacts({ project }: { readonly project: ProjectInfo }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  return (
    <div className="facts">
      {FACTS.map(([name, place]) => {
        const count = project.counts[name]
        return (
          <button key={name} type="button" className="fact" onClick={() => go(place)}>
            <span className="fact-number num">{format.number(count)}</span>
            <span className="soft">{t(`home.count.${name}`, { count })}</span>
          </button>
        )
      })}
    </div>
  )
}
