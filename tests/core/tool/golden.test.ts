import { describe, expect, it } from 'vitest'
import { importTools } from '#core/tool/import.ts'

/** The parameters of the only tool of a function list, as text. */
const parametersOf = (parameters: string): string => {
  const { tools, report } = importTools('f', `[{"name":"t","description":"d","parameters":${parameters}}]`)
  expect(report.refused).toEqual([])
  return tools[0]?.parameters ?? ''
}
const wrap = (p: string): string => `{"type":"object","properties":{"p":${p}}}`
const openapi = (operation: string, more = ''): string => {
  const { tools, report } = importTools(
    'f',
    `{"openapi":"3.0.3","paths":{"/x/{id}":{"post":${operation}}}${more}}`,
  )
  expect(report.refused).toEqual([])
  return tools[0]?.parameters ?? ''
}
const body = (schema: string, mime = 'application/json', required = 'true'): string =>
  `{"operationId":"x","requestBody":{"required":${required},"content":{"${mime}":{"schema":${schema}}}}}`

describe('a function list keeps its schema as it was written', () => {
  it.each([
    [
      'numbers to the digit',
      wrap('{"type":"number","default":1.0,"maximum":12345678901234567890,"multipleOf":0.10}'),
    ],
    [
      'key order, also of number-like keys',
      '{"properties":{"b":{"type":"string"},"2":{"type":"string"},"1":{}},"required":["b"],"type":"object"}',
    ],
    [
      'titles and unknown notes',
      wrap('{"title":"P","type":"string","x-order":1,"deprecated":true,"examples":["a"]}'),
    ],
    ['a union with null', wrap('{"anyOf":[{"type":"string"},{"type":"null"}],"default":null}')],
    ['a list of types', wrap('{"type":["string","null"]}')],
    ['a closed object', '{"type":"object","properties":{},"additionalProperties":false,"required":[]}'],
    [
      'a property called title, $ref or required',
      '{"type":"object","properties":{"title":{"type":"string"},"$ref":{"type":"string"},"required":{"type":"boolean"}}}',
    ],
    ['a format nobody knows', wrap('{"type":"string","format":"ISO-4217"}')],
    [
      'alternatives of required names',
      '{"type":"object","properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}',
    ],
  ])('%s', (_, text) => expect(parametersOf(text)).toBe(text))

  it.each([
    ['nothing at all', '{}', '{"type":"object","properties":{}}'],
    [
      'nullable',
      wrap('{"type":"string","enum":["a"],"nullable":true}'),
      wrap('{"type":["string","null"],"enum":["a",null]}'),
    ],
    [
      'draft-4 bounds',
      wrap('{"type":"number","minimum":1.50,"exclusiveMinimum":true}'),
      wrap('{"type":"number","exclusiveMinimum":1.50}'),
    ],
    [
      'tuple items',
      wrap('{"type":"array","items":[{"type":"string"},{"type":"number"}]}'),
      wrap('{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}]}'),
    ],
    [
      '$defs and $schema',
      '{"$schema":"s","type":"object","properties":{"p":{"$ref":"#/$defs/P","description":"mine"}},"$defs":{"P":{"type":"string","description":"theirs"}}}',
      wrap('{"description":"mine","type":"string"}'),
    ],
    [
      'a self reference',
      wrap('{"type":"array","items":{"$ref":"#/properties/p"}}'),
      wrap('{"type":"array","items":{"type":"array","items":{"type":"array"}}}'),
    ],
    [
      'allOf',
      wrap(
        '{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":{"type":"integer"}},"required":["b"]}]}',
      ),
      wrap(
        '{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a","b"]}',
      ),
    ],
    [
      'allOf whose required stands apart',
      wrap('{"allOf":[{"required":["a"]},{"type":"object","properties":{"a":{}}}]}'),
      wrap('{"required":["a"],"type":"object","properties":{"a":{}}}'),
    ],
    [
      'allOf that cannot be one schema',
      wrap('{"allOf":[{"pattern":"a"},{"pattern":"b"}]}'),
      wrap('{"pattern":"a","allOf":[{"pattern":"b"}]}'),
    ],
    [
      'allOf of bounds and types',
      wrap('{"allOf":[{"type":"number","minimum":1},{"type":"integer","minimum":3,"maximum":9}]}'),
      wrap('{"type":"integer","minimum":3,"maximum":9}'),
    ],
    [
      'types of Python',
      wrap('{"type":"dict","properties":{"q":{"type":"float"}}}'),
      wrap('{"type":"object","properties":{"q":{"type":"number"}}}'),
    ],
    [
      'required without description',
      '{"type":"object","properties":{"a":{}},"required":["a","b"]}',
      '{"type":"object","properties":{"a":{}},"required":["a"]}',
    ],
    [
      'a list of named parameters',
      '[{"name":"a","type":"string","required":true},{"name":"b","type":"integer","required":false}]',
      '{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}',
    ],
  ])('%s', (_, text, expected) => expect(parametersOf(text)).toBe(expected))
})

describe('OpenAPI requests', () => {
  it.each([
    [
      'path, query and body side by side',
      openapi(
        '{"operationId":"x","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"q","in":"query","schema":{"type":"integer","default":10}}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":"integer"},"n":{"type":"string","readOnly":true}},"required":["id","n"]}}}}}',
      ),
      '{"type":"object","properties":{"id":{"type":"string"},"q":{"type":"integer","default":10},"id_body":{"type":"integer"}},"required":["id","id_body"]}',
    ],
    [
      'a form in place of JSON',
      openapi(
        body(
          '{"type":"object","properties":{"a":{"type":"string","description":"The <b>name</b> &amp; [more](http://x)"}},"required":["a"]}',
          'application/x-www-form-urlencoded',
        ),
      ),
      '{"type":"object","properties":{"a":{"type":"string","description":"The name & more"}},"required":["a"]}',
    ],
    [
      'a body that may be left away',
      openapi(body('{"type":"object","properties":{"a":{}},"required":["a"]}', 'application/json', 'false')),
      '{"type":"object","properties":{"a":{}}}',
    ],
    [
      'a list as body',
      openapi(body('{"type":"array","items":{"type":"string"}}')),
      '{"type":"object","properties":{"body":{"type":"array","items":{"type":"string"}}},"required":["body"]}',
    ],
    [
      'alternatives as body',
      openapi(body('{"oneOf":[{"type":"string"},{"type":"integer"}]}')),
      '{"type":"object","properties":{"body":{"oneOf":[{"type":"string"},{"type":"integer"}]}},"required":["body"]}',
    ],
    [
      'a tree as body, cut where it repeats',
      openapi(
        body('{"$ref":"#/components/schemas/N"}'),
        ',"components":{"schemas":{"N":{"type":"object","properties":{"v":{"type":"string"},"kids":{"type":"array","items":{"$ref":"#/components/schemas/N"}}}}}}',
      ),
      '{"type":"object","properties":{"v":{"type":"string"},"kids":{"type":"array","items":{"type":"object"}}}}',
    ],
    [
      'nullable on a reference and on allOf',
      openapi(
        body(
          '{"type":"object","properties":{"a":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/S"}]},"b":{"$ref":"#/components/schemas/S"}}}',
        ),
        ',"components":{"schemas":{"S":{"type":"string","title":"S","example":"e"}}}',
      ),
      '{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"string"}}}',
    ],
    [
      'a parameter under content',
      openapi(
        '{"operationId":"x","parameters":[{"name":"f","in":"query","content":{"application/json":{"schema":{"type":"object","properties":{"k":{"type":"string"}}}}}}]}',
      ),
      '{"type":"object","properties":{"f":{"type":"object","properties":{"k":{"type":"string"}}}}}',
    ],
  ])('%s', (_, parameters, expected) => expect(parameters).toBe(expected))

  it('reads Swagger 2 parameters, body and result', () => {
    const { tools } = importTools(
      'f',
      JSON.stringify({
        swagger: '2.0',
        paths: {
          '/a': {
            parameters: [{ name: 'v', in: 'query', type: 'string' }],
            post: {
              summary: 'Makes it.',
              tags: ['T'],
              operationId: 'a',
              parameters: [
                { name: 'v', in: 'query', type: 'integer', required: true },
                { name: 'b', in: 'body', schema: { $ref: '#/definitions/B' } },
              ],
              responses: { 200: { schema: { type: 'string' } } },
            },
          },
        },
        definitions: { B: { type: 'object', properties: { c: { type: 'boolean' } } } },
      }),
    )
    expect(tools).toEqual([
      {
        name: 'a',
        description: 'Makes it.',
        category: 'T',
        parameters:
          '{"type":"object","properties":{"v":{"type":"integer"},"c":{"type":"boolean"}},"required":["v"]}',
        results: '{"type":"string"}',
      },
    ])
  })
})

describe('the other layouts', () => {
  it('reads a ToolBench API: names, types, examples, result and category', () => {
    const { tools } = importTools(
      'f',
      JSON.stringify([
        {
          tool_name: 'Météo 2',
          category_name: 'Weather',
          api_list: [
            {
              name: '48 Hour Forecast',
              description: ' ',
              required_parameters: [{ name: 'lat', type: 'NUMBER', description: '', default: '52.50' }],
              optional_parameters: [{ name: 'unit', type: 'ENUM', description: 'C or F', default: 'C' }],
              template_response: { days: [{ t: 'float', _list_length: 2 }], ok: 'bool' },
            },
          ],
        },
      ]),
    )
    expect(tools).toEqual([
      {
        name: 'get_48_hour_forecast_for_meteo_2',
        sourceName: '48 Hour Forecast (Météo 2)',
        description: '',
        category: 'Weather',
        parameters:
          '{"type":"object","properties":{"lat":{"type":"number","examples":[52.50]},"unit":{"type":"string","description":"C or F","default":"C"}},"required":["lat"]}',
        results:
          '{"type":"object","properties":{"days":{"type":"array","items":{"type":"object","properties":{"t":{"type":"number"}}}},"ok":{"type":"boolean"}}}',
      },
    ])
  })

  it('reads an MCP tool without $schema and titles, and its output schema', () => {
    const { tools } = importTools(
      'f',
      '{"tools":[{"name":"get-it","description":"d","inputSchema":{"$schema":"s","title":"A","type":"object","properties":{"title":{"title":"T","type":"string"}}},"outputSchema":{"type":"object","properties":{"n":{"type":"integer"}}}}]}',
    )
    expect(tools).toEqual([
      {
        name: 'get-it',
        description: 'd',
        parameters: '{"type":"object","properties":{"title":{"type":"string"}}}',
        results: '{"type":"object","properties":{"n":{"type":"integer"}}}',
      },
    ])
  })

  it('keeps the numbers of YAML as they were written', () => {
    const { tools } = importTools(
      'f',
      'openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters:\n        - {name: n, in: query, schema: {type: number, default: 1.0, maximum: 12345678901234567890, minimum: 0x10, enum: [.5, 1.0, 1e3]}}\n        - {name: d, in: query, schema: {type: string, default: 2024-01-02}}\n',
    )
    expect(tools[0]?.parameters).toBe(
      '{"type":"object","properties":{"n":{"type":"number","default":1.0,"maximum":12345678901234567890,"minimum":16,"enum":[0.5,1.0,1e3]},"d":{"type":"string","default":"2024-01-02"}}}',
    )
  })
})
