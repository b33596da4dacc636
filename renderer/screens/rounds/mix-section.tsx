import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Board } from '#core/contract/round-views.ts'
import { type MixPlan, POOLS, type Pool, scheduledFresh } from '#core/round/mix.ts'
import { ROUND_ORDERS } from '#core/round/pick.ts'
import { Segments } from '../../parts/segments.tsx'
import { useRoundDraft } from '../../store/round-draft.ts'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'
import { availableFor, type Before, mixOf } from './check-round.ts'

interface Props {
  readonly board: Board
  readonly before: Before
}

/** What the set is made of, as counts; empty fields follow the paper's schedule. */
export function MixSection({ board, before }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { draft, put } = useRoundDraft()
  const { compose } = draft
  const mix = mixOf(board, before, draft)
  const wish = (pool: Pool, count: number | undefined) => {
    const { [pool]: _, ...rest } = compose.wanted
    put({ compose: { ...compose, wanted: count === undefined ? rest : { ...rest, [pool]: count } } })
  }
  const setSize = (size: number | undefined) => {
    const { size: _, ...rest } = compose
    put({ compose: size === undefined ? rest : { ...rest, size } })
  }
  return (
    <section className="card stack">
      <h2>{t('rounds.section.mix')}</h2>
      <div className="row wrap top">
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.size')}
          placeholder={format.number(mix.size)}
          min={1}
          allowDecimal={false}
          thousandSeparator=","
          value={compose.size ?? ''}
          onChange={(value) => setSize(Number(value) > 0 ? Number(value) : undefined)}
        />
        {board.next.round === 1 && (
          <NumberInput
            size="xs"
            w={150}
            label={t('rounds.heldOutShare')}
            suffix=" %"
            min={0}
            max={50}
            clampBehavior="strict"
            value={Math.round(compose.heldOutShare * 1000) / 10}
            onChange={(value) => put({ compose: { ...compose, heldOutShare: (Number(value) || 0) / 100 } })}
          />
        )}
        <div>
          <span className="field-label">{t('rounds.order')}</span>
          <Segments
            label={t('rounds.order')}
            value={compose.order}
            options={ROUND_ORDERS.map((order) => ({ value: order, label: t(`rounds.orderOf.${order}`) }))}
            onChange={(order) => put({ compose: { ...compose, order } })}
          />
        </div>
      </div>
      <MixTable board={board} before={before} mix={mix} wish={wish} />
      <MixWords mix={mix} />
    </section>
  )
}

interface TableProps extends Props {
  readonly mix: MixPlan
  wish(pool: Pool, count: number | undefined): void
}

function MixTable({ board, before, mix, wish }: TableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const wanted = useRoundDraft((state) => state.draft.compose.wanted)
  const there = availableFor(board, before)
  const { round } = board.next
  const usual = (pool: Pool): string =>
    pool === 'fresh' ? format.number(scheduledFresh(round, mix.size)) : t(`rounds.usual.${pool}`)
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('rounds.pool')}</th>
          <th scope="col" className="right">
            {t('rounds.there')}
          </th>
          <th scope="col">{t('rounds.wanted')}</th>
          <th scope="col" className="right">
            {t('rounds.taken')}
          </th>
        </tr>
      </thead>
      <tbody>
        {POOLS.map((pool) => (
          <tr key={pool}>
            <th scope="row">{say(`pool.${pool}`)}</th>
            <td className="num right">{format.number(there[pool])}</td>
            <td>
              <NumberInput
                size="xs"
                w={150}
                aria-label={t('rounds.wantedOf', { pool: say(`pool.${pool}`) })}
                placeholder={usual(pool)}
                min={0}
                allowDecimal={false}
                thousandSeparator=","
                value={wanted[pool] ?? ''}
                onChange={(value) => wish(pool, value === '' ? undefined : Number(value))}
              />
            </td>
            <td className="num right strong">{format.number(mix.take[pool])}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('rounds.sum')}</th>
          <td />
          <td />
          <td className="num right strong">{format.number(mix.size - mix.missing)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

/** What the plan could not do as wanted, in numbers. */
function MixWords({ mix }: { readonly mix: MixPlan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const filled = mix.filled
    .map(({ pool, count }) => `${say(`pool.${pool}`)} ${format.number(count)}`)
    .join(' · ')
  return (
    <div className="small soft">
      {mix.missing > 0 && <p className="warn-line">⚠ {t('rounds.mixMissing', { count: mix.missing })}</p>}
      {filled !== '' && <p>{t('rounds.mixFilled', { pools: filled })}</p>}
      <p>{t('rounds.mixText')}</p>
    </div>
  )
}
