import { code, type Dice, dayAfter, type Fields, money, type Phrases, several } from './phrases.ts'

const cents = (value: number): number => Math.round(value * 100) / 100
/** What one euro is worth, about. */
const PER_EURO: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.08,
  CNY: 7.8,
  NOK: 11.6,
  JPY: 163,
  GBP: 0.85,
  CHF: 0.95,
  CAD: 1.48,
}

function rateOf(args: Fields, { random }: Dice): number {
  const [from, to] = [PER_EURO[String(args.from_currency)], PER_EURO[String(args.to_currency)]]
  const rate = from && to ? to / from : random.int(40, 9800) / 1000
  return Number((rate * (random.int(985, 1015) / 1000)).toPrecision(4))
}

const numberOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise

export const FINANCE: Readonly<Record<string, Phrases>> = {
  get_exchange_rate: {
    parameters: ['from_currency', 'to_currency', 'date'],
    en: {
      goal: 'know how two currencies stand to each other',
      asks: [
        'What is the exchange rate[ from {from_currency}][ to {to_currency}][ on {date}]?',
        'How does {from_currency|my currency} stand against {to_currency|the other one}[ as of {date}]?',
        'Look up the rate of {from_currency|a currency} in {to_currency|another currency}[ for {date}].',
      ],
      answers: [
        'One {from_currency} is {rate} {to_currency}.',
        'The rate is {rate} {to_currency} for one {from_currency}.',
      ],
    },
    zh: {
      goal: '了解两种货币的汇率',
      asks: [
        '[{date}][ {from_currency}][ 兑{to_currency}]的汇率是多少？',
        '查一下[{from_currency}][换{to_currency}]的汇率[，{date}那天的]。',
        '一个{from_currency|单位的外币}能换多少{to_currency|别的货币}？[我要{date}的。]',
      ],
      answers: [
        '1 {from_currency}等于{rate} {to_currency}。',
        '汇率是{rate}，即1 {from_currency}换{rate} {to_currency}。',
      ],
    },
    result: (args, dice) => ({ ...args, rate: rateOf(args, dice) }),
  },
  convert_amount: {
    parameters: ['amount', 'from_currency', 'to_currency'],
    en: {
      goal: 'know what an amount is worth in another currency',
      asks: [
        'How much is[ {amount}][ {from_currency}][ in {to_currency}]?',
        'Convert[ {amount}][ {from_currency}][ into {to_currency}], please.',
        'I have {amount|some}[ {from_currency}]. What is that worth[ in {to_currency}]?',
      ],
      answers: [
        '{amount} {from_currency} are {converted} {to_currency}.',
        'That makes {converted} {to_currency} (rate {rate}).',
      ],
    },
    zh: {
      goal: '换算一笔钱',
      asks: [
        '[{amount}][ {from_currency}]等于多少[{to_currency}]？',
        '帮我换算一下[{amount}][ {from_currency}][，换成{to_currency}]。',
        '我有{amount|一些}[ {from_currency}]，值多少[{to_currency}]？',
      ],
      answers: [
        '{amount} {from_currency}约合{converted} {to_currency}。',
        '换算下来是{converted} {to_currency}，汇率{rate}。',
      ],
    },
    result: (args, dice) => {
      const rate = rateOf(args, dice)
      return { ...args, rate, converted: cents(numberOf(args.amount, 1) * rate) }
    },
  },
  get_stock_price: {
    parameters: ['symbol'],
    en: {
      goal: 'know what a share costs',
      asks: [
        'What is {symbol|a share} trading at?',
        'Give me the latest price of {symbol|a share}.',
        'How is {symbol|the share} doing today?',
      ],
      answers: [
        '{symbol} stands at {price} USD, {change_percent} % against yesterday.',
        'The latest price of {symbol} is {price} USD (change {change_percent} %).',
      ],
    },
    zh: {
      goal: '了解某只股票的价格',
      asks: [
        '{symbol|那只股票}现在多少钱？',
        '查一下{symbol|一只股票}的最新股价。',
        '{symbol|那只股票}今天走势如何？',
      ],
      answers: [
        '{symbol}现价{price}美元，较昨日{change_percent}%。',
        '{symbol}最新价{price}美元，涨跌幅{change_percent}%。',
      ],
    },
    result: (args, { random }) => ({
      symbol: args.symbol ?? '',
      price: money(random, 12, 480),
      change_percent: random.int(-420, 430) / 100,
    }),
  },
  get_account_balance: {
    parameters: ['account'],
    en: {
      goal: 'know how much money is left',
      asks: [
        'How much is on my {account|bank} account?',
        'What is the balance of the {account|bank} account?',
        'Tell me the balance: {account|bank} account.',
      ],
      answers: [
        'Your {account} account holds {balance_eur} EUR.',
        'The balance is {balance_eur} EUR, of which {available_eur} EUR are available.',
      ],
    },
    zh: {
      goal: '了解账户里还有多少钱',
      asks: [
        '我的{account|银行账户}还有多少钱？',
        '查一下{account|账户}余额。',
        '{account|账户}里余额是多少？',
      ],
      answers: ['{account}余额为{balance_eur}欧元。', '余额{balance_eur}欧元，其中可用{available_eur}欧元。'],
    },
    result: (args, { random }) => {
      const balance = money(random, 120, 9000)
      return { account: args.account ?? '', balance_eur: balance, available_eur: cents(balance * 0.9) }
    },
  },
  list_transactions: {
    parameters: ['account', 'from_date', 'to_date', 'min_amount'],
    en: {
      goal: 'see what was paid in some span of time',
      asks: [
        'Show the movements on my {account|bank} account[ from {from_date}][ to {to_date}][, at least {min_amount} euros].',
        'What went through the {account|bank} account[ from {from_date}][ to {to_date}]?[ Only amounts from {min_amount} euros.]',
        'List what was booked on the {account|bank} account[ from {from_date}][ until {to_date}][; leave out anything below {min_amount} euros].',
      ],
      answers: [
        'There are {total} movements: <transactions: {payee} {amount_eur} EUR on {date}>.',
        'I found {total}, among them <transactions: {payee} ({amount_eur} EUR)>.',
      ],
    },
    zh: {
      goal: '看看一段时间的收支',
      asks: [
        '列出{account|账户}[从{from_date}][到{to_date}]的交易[，金额不低于{min_amount}欧元]。',
        '{account|账户}[在{from_date}][至{to_date}期间]有哪些收支？[小于{min_amount}欧元的不用列。]',
        '我想看{account|账户}的流水[，{from_date}起][，{to_date}止][，{min_amount}欧元以上]。',
      ],
      answers: [
        '共{total}笔：<transactions: {date} {payee} {amount_eur}欧元>。',
        '有{total}笔，例如<transactions: {payee}（{amount_eur}欧元）>。',
      ],
    },
    result: (args, dice) => {
      const start = typeof args.from_date === 'string' ? args.from_date : dice.today
      const least = numberOf(args.min_amount, 2)
      const transactions = several(dice, (i) => ({
        date: dayAfter(start, i),
        payee: dice.random.pick(dice.words.companies),
        amount_eur: cents(least + money(dice.random, 1, 220)),
      }))
      return { account: args.account ?? '', total: transactions.length, transactions }
    },
  },
  transfer_money: {
    parameters: ['recipient', 'amount', 'reference'],
    values: { reference: 'references' },
    en: {
      goal: 'send somebody money',
      asks: [
        'Send {amount|some} euros[ to {recipient}][, reference “{reference}”].',
        'Please transfer {amount|some} euros[ to {recipient}][ for “{reference}”].',
        'I owe {recipient|a friend} {amount|some} euros. Pay it, please[, with the reference “{reference}”].',
      ],
      answers: [
        '{amount} EUR are on their way to {recipient}.',
        'Sent {amount} EUR to {recipient}; the transfer has number {transfer_number}.',
      ],
    },
    zh: {
      goal: '给别人转一笔钱',
      asks: [
        '[给{recipient}]转账[{amount}欧元][，附言“{reference}”]。',
        '帮我转账[{amount}欧元][给{recipient}][，备注写“{reference}”]。',
        '我欠{recipient|朋友}{amount|一些}欧元，帮我还一下[，备注“{reference}”]。',
      ],
      answers: [
        '已向{recipient}转出{amount}欧元。',
        '转账完成：{recipient}，{amount}欧元，流水号{transfer_number}。',
      ],
    },
    result: (args, { random }) => ({
      recipient: args.recipient ?? '',
      amount: args.amount ?? 0,
      transfer_number: code('TR', random),
      accepted: true,
    }),
  },
  split_bill: {
    parameters: ['total', 'people', 'tip_percent'],
    en: {
      goal: 'share a bill fairly',
      asks: [
        'Split our bill[ of {total} euros][ between {people} people][, with {tip_percent} percent tip].',
        'The bill is {total|here}.[ There are {people} of us.][ Add {tip_percent} percent tip.] What does each pay?',
        'How much does each of us pay[ of {total} euros][ if we are {people}][ and leave {tip_percent} percent tip]?',
      ],
      answers: [
        'Each of you pays {each_eur} EUR.',
        'That is {each_eur} EUR per person, {with_tip_eur} EUR in all.',
      ],
    },
    zh: {
      goal: '算一算每个人该付多少',
      asks: [
        '这顿饭[一共{total}欧元][，{people}个人平摊][，加{tip_percent}%小费]，每人多少？',
        '账单{total|来了}[，我们{people}个人][，小费{tip_percent}%]，怎么分？',
        '帮忙算算账[：总额{total}][，{people}个人][，小费按{tip_percent}%]，每人付多少？',
      ],
      answers: ['每人{each_eur}欧元。', '含小费共{with_tip_eur}欧元，每人{each_eur}欧元。'],
    },
    result: (args) => {
      const all = numberOf(args.total, 0) * (1 + numberOf(args.tip_percent, 0) / 100)
      return { with_tip_eur: cents(all), each_eur: cents(all / Math.max(1, numberOf(args.people, 2))) }
    },
  },
}
