/** Conversations for the benches of samples: 25 tools and 14 turns with calls, what the release's own figures come to. */
const TOOLS = 25
const NEEDS = 18
const CHAT_EVERY = 4

const tool = (dialog: number, i: number): string =>
  JSON.stringify({
    name: `tool_${dialog % 40}_${i}`,
    description: `Looks up entry ${i} of the catalogue and returns what is known of it, with prices, places and opening hours.`,
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string', description: 'The city to look in, by its usual name' },
        day: { type: 'string', description: 'A day as YYYY-MM-DD' },
        limit: { type: 'number', description: 'How many entries at most', default: 10 },
      },
      required: ['city'],
    },
  })

function turns(dialog: number): object[] {
  const list: object[] = []
  for (let i = 0; i < NEEDS; i++) {
    const city = `City ${dialog}-${i}`
    const name = `tool_${dialog % 40}_${i % TOOLS}`
    list.push({
      from: 'user',
      value: `Please look for three places in ${city} for the day after tomorrow, ${i}. 谢谢`,
    })
    if (i % CHAT_EVERY !== 3) {
      const calls = [0, 1]
        .slice(i % 2)
        .map((n) => ({ name, arguments: { city, day: `2024-05-0${n + 1}`, limit: 3 } }))
      list.push({ from: 'assistant', value: JSON.stringify(calls) })
      const results = {
        places: [1, 2, 3].map((n) => ({ name: `Place ${n} in ${city}`, price: n * 10.5, open: true })),
      }
      list.push({ from: 'tool', value: calls.map(() => ({ name, results })) })
    }
    list.push({
      from: 'assistant',
      value: `There are three places in ${city}: the first costs 10.5, the second 21, the third 31.5.`,
    })
  }
  return list
}

/** A LoopTool conversation as a line of JSON. */
export const corpusLine = (dialog: number): string =>
  `{"tools":[${Array.from({ length: TOOLS }, (_, i) => tool(dialog, i)).join(',')}],"date":"2024-05-01, Wednesday","conversations":${JSON.stringify(turns(dialog))}}`
