import { code, dayAfter, money, type Phrases, several } from './phrases.ts'

export const SHOPPING: Readonly<Record<string, Phrases>> = {
  search_products: {
    parameters: ['query', 'max_price', 'sort'],
    values: { query: 'products' },
    en: {
      goal: 'find something to buy',
      asks: [
        'I am looking for {query|something new}[ for at most {max_price} euros][, sorted by {sort}].',
        'What do you have in the way of {query|household things}?[ I can spend {max_price} euros.][ Sort by {sort}.]',
        'Search the shop for {query|something nice}[ under {max_price} euros][ and order the hits by {sort}].',
      ],
      answers: [
        'I found <products: {name} for {price_eur} EUR>.',
        'These fit: <products: {name} ({price_eur} EUR, {product_id})>.',
      ],
    },
    zh: {
      goal: '找一样想买的东西',
      asks: [
        '我想买{query|点东西}[，{max_price}欧元以内][，按{sort}排序]。',
        '店里有什么{query|合适的东西}？[预算{max_price}欧元。][按{sort}排。]',
        '帮我搜{query|商品}[，价格不超过{max_price}欧元][，结果按{sort}排列]。',
      ],
      answers: [
        '找到<products: {name}，{price_eur}欧元>。',
        '这些比较合适：<products: {name}（{price_eur}欧元，编号{product_id}）>。',
      ],
    },
    result: (args, dice) => ({
      query: args.query ?? '',
      products: several(dice, () => ({
        product_id: code('P', dice.random),
        name: `${dice.random.pick(dice.words.shops)} ${args.query ?? ''}`.trim(),
        price_eur: money(
          dice.random,
          6,
          typeof args.max_price === 'number' ? Math.max(7, args.max_price) : 140,
        ),
        rating: dice.random.int(31, 50) / 10,
      })),
    }),
  },
  get_product: {
    parameters: ['product_id'],
    en: {
      goal: 'know more about a product',
      asks: [
        'Tell me more about {product_id|a product}.',
        'What does {product_id|a product} cost, and is it in stock?',
        'Show me the details of {product_id|a product}.',
      ],
      answers: [
        '{product_id} costs {price_eur} EUR, {stock} are in stock, and buyers give it {rating} of 5.',
        '{product_id}: {price_eur} EUR, in {color}, {stock} left.',
      ],
    },
    zh: {
      goal: '详细了解一件商品',
      asks: [
        '说说{product_id|这件商品}的情况。',
        '{product_id|这件商品}多少钱，还有货吗？',
        '我想看{product_id|一件商品}的详细信息。',
      ],
      answers: [
        '{product_id}售价{price_eur}欧元，库存{stock}件，评分{rating}。',
        '{product_id}：{color}，{price_eur}欧元，还剩{stock}件。',
      ],
    },
    result: (args, { random, words }) => ({
      product_id: args.product_id ?? '',
      price_eur: money(random, 6, 160),
      color: random.pick(words.colors),
      stock: random.int(2, 60),
      rating: random.int(31, 50) / 10,
    }),
  },
  add_to_cart: {
    parameters: ['product_id', 'quantity'],
    en: {
      goal: 'put something into the shopping cart',
      asks: [
        'Put {product_id|something} into my cart[, quantity {quantity}].',
        'Add {product_id|something} to the cart[; I need {quantity} of it].',
        'I will take {product_id|something}[, {quantity} pieces].',
      ],
      answers: [
        '{product_id} is in your cart; the total is now {total_eur} EUR.',
        'Done, {product_id} × {quantity}. Your cart comes to {total_eur} EUR.',
      ],
    },
    zh: {
      goal: '把东西放进购物车',
      asks: [
        '把{product_id|一件商品}放进购物车[，要{quantity}件]。',
        '{product_id|这件}我要了[，{quantity}件]，加到购物车吧。',
        '购物车里加上{product_id|一件商品}[，数量{quantity}]。',
      ],
      answers: [
        '{product_id}已经放进购物车，合计{total_eur}欧元。',
        '好了，{product_id} {quantity}件，购物车总计{total_eur}欧元。',
      ],
    },
    result: (args, { random }) => ({
      product_id: args.product_id ?? '',
      quantity: args.quantity ?? 1,
      total_eur: money(random, 10, 300),
    }),
  },
  track_order: {
    parameters: ['order_id'],
    en: {
      goal: 'know where a parcel is',
      asks: [
        'Where is my order[ {order_id}]?',
        'When will {order_id|my parcel} arrive?',
        'Please track {order_id|my parcel} for me.',
      ],
      answers: [
        '{order_id} is in {place} at the moment and should arrive on {expected}.',
        'Expect {order_id} on {expected}; it was last seen in {place}.',
      ],
    },
    zh: {
      goal: '看看包裹到哪儿了',
      asks: [
        '我的订单[{order_id}]到哪儿了？',
        '{order_id|我的包裹}什么时候能到？',
        '帮我查一下订单[{order_id}]的物流。',
      ],
      answers: [
        '{order_id}目前在{place}，预计{expected}送达。',
        '{order_id}预计{expected}到，最近一次更新在{place}。',
      ],
    },
    result: (args, { random, words, today }) => ({
      order_id: args.order_id ?? '',
      place: random.pick(words.cities),
      expected: dayAfter(today, random.int(1, 6)),
    }),
  },
  request_refund: {
    parameters: ['order_id', 'reason'],
    en: {
      goal: 'get the money for an order back',
      asks: [
        'I want my money back for {order_id|an order}[; the reason: {reason}].',
        'Please ask for a refund of {order_id|an order}[, reason “{reason}”].',
        'I would like a refund for {order_id|an order}[; the reason is “{reason}”].',
      ],
      answers: [
        'The refund for {order_id} is requested: {amount_eur} EUR, case {refund_case}.',
        'I filed case {refund_case} for {order_id}; {amount_eur} EUR come back within {days} days.',
      ],
    },
    zh: {
      goal: '申请订单退款',
      asks: [
        '{order_id|有个订单}我要退款[，原因是{reason}]。',
        '帮我给{order_id|一个订单}申请退款[，理由：{reason}]。',
        '{order_id|有个订单}麻烦帮我退款[，原因选“{reason}”]。',
      ],
      answers: [
        '{order_id}的退款已申请，金额{amount_eur}欧元，受理号{refund_case}。',
        '已提交：{order_id}，{amount_eur}欧元将在{days}天内退回。',
      ],
    },
    result: (args, { random }) => ({
      order_id: args.order_id ?? '',
      refund_case: code('RF', random),
      amount_eur: money(random, 8, 180),
      days: random.int(3, 10),
    }),
  },
}
