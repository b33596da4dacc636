import { useTranslation } from 'react-i18next'
import { CASE_TYPES, LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import { USAGE } from '#core/job/budget.ts'
import { useCode } from '../words/code.ts'
import { useFormat } from '../words/format.ts'

const GROUPS = ['turn', 'samples', 'refused', 'need', 'wrong', 'language', 'level', 'usage', 'other'] as const
type Group = (typeof GROUPS)[number]

/** Ended items are shown by the balance already, money by the meter. */
const HIDDEN: readonly string[] = [USAGE.micros, USAGE.priced]
const isShownElsewhere = (name: string): boolean => name.startsWith('item.') || HIDDEN.includes(name)

const groupOf = (name: string): Group => GROUPS.find((group) => name.startsWith(`${group}.`)) ?? 'other'

const oneOf = <V extends string>(values: readonly V[], value: string): V | undefined =>
  values.find((known) => known === value)

/** Named counters of a job, grouped, in words. */
export function CounterList({ counters }: { readonly counters: Readonly<Record<string, number>> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCounterName()
  const entries = Object.entries(counters).filter(([name, count]) => count > 0 && !isShownElsewhere(name))
  if (entries.length === 0) return <p className="soft">{t('jobs.noCounters')}</p>
  return GROUPS.map((group) => {
    const rows = entries.filter(([name]) => groupOf(name) === group).sort(([, a], [, b]) => b - a)
    if (rows.length === 0) return null
    return (
      <div key={group}>
        <h3 className="counter-title">{t(`counterGroup.${group}`)}</h3>
        <dl className="counters">
          {rows.map(([name, count]) => (
            <div key={name}>
              <dt>{say(name)}</dt>
              <dd className="num">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      </div>
    )
  })
}

function useCounterName(): (name: string) => string {
  const { t } = useTranslation()
  const code = useCode()
  return (name) => {
    const [group, ...rest] = name.split('.')
    const value = rest.join('.')
    const type = oneOf(CASE_TYPES, value)
    if (group === 'need' && type) return t(`caseType.${type}`)
    const language = oneOf(LANGUAGES, value)
    if (group === 'language' && language) return t(`language.${language}`)
    const level = oneOf(LEVELS, value)
    if (group === 'level' && level) return t(`level.${level}`)
    return code(name)
  }
}
