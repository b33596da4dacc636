/** A LoopTool conversation with awkward values, numbered. */
export function conversationText(i: number): string {
  const tools = `[{"name":"get_weather","description":"天气 — é","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"number","default":1.0}},"required":["city"]}}]`
  const calls = JSON.stringify(
    `[{"name":"get_weather","arguments":{"city":"Köln ${i}","days":1.0}},{"name":"get_weather","arguments":{"city":"北京","id":12345678901234567890}}]`,
  )
  return `{"tools":${tools},"conversations":[{"from":"user","value":"Wetter in Köln ${i}? 😀"},{"from":"assistant","value":${calls}},{"from":"tool","value":[{"name":"get_weather","results":{"t":-0.5}},{"name":"get_weather","results":"晴"}]},{"from":"assistant","value":"done"},{"from":"user","value":"<|im_end|> again"},{"from":"assistant","value":"[{\\"name\\":\\"get_weather\\",\\"arguments\\":{\\"city\\":\\"x\\"}}]"}]}`
}
