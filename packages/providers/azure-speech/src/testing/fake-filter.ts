/** Does an entity of the API fit? */
export type Filter = (entity: object) => boolean

/**
 * The language of `filter`, as far as it is documented: texts and times are compared with `eq` and `ne`, times with `gt`, `ge`, `lt` and `le` too,
 * and `and`, `or`, `not` and parentheses put these together.
 * @throws SyntaxError
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/transcriptions/list
 */
export function parseFilter(text: string): Filter {
  const tokens = text.match(/[()]|'(?:[^']|'')*'|[^\s()']+/g) ?? []
  const accept = (token: string): boolean => {
    if (tokens[0] !== token) return false
    tokens.shift()
    return true
  }

  function either(): Filter {
    const one = both()
    if (!accept('or')) return one
    const other = either()
    return (entity) => one(entity) || other(entity)
  }

  function both(): Filter {
    const one = single()
    if (!accept('and')) return one
    const other = both()
    return (entity) => one(entity) && other(entity)
  }

  function single(): Filter {
    if (accept('not')) {
      const opposite = single()
      return (entity) => !opposite(entity)
    }
    if (!accept('(')) return comparison(tokens.splice(0, 3))
    const inner = either()
    if (!accept(')')) throw new SyntaxError('A parenthesis is not closed.')
    return inner
  }

  const filter = either()
  if (tokens.length > 0) throw new SyntaxError(`${tokens.join(' ')} is too much.`)
  return filter
}

const times = ['createdDateTime', 'lastActionDateTime']
const texts = ['displayName', 'description', 'status', 'locale']

const operators: ReadonlyMap<string, (one: string | number, other: string | number) => boolean> = new Map([
  ['eq', (one, other) => one === other],
  ['ne', (one, other) => one !== other],
  ['gt', (one, other) => one > other],
  ['ge', (one, other) => one >= other],
  ['lt', (one, other) => one < other],
  ['le', (one, other) => one <= other],
])

function comparison([property = '', operator = '', value = '']: readonly string[]): Filter {
  const compare = operators.get(operator)
  if (compare !== undefined && times.includes(property) && !Number.isNaN(Date.parse(value)))
    return (entity) => compare(Date.parse(String(Reflect.get(entity, property))), Date.parse(value))
  if (
    compare !== undefined &&
    texts.includes(property) &&
    /^(?:eq|ne)$/.test(operator) &&
    /^'.*'$/.test(value)
  )
    return (entity) =>
      compare(String(Reflect.get(entity, property)), value.slice(1, -1).replaceAll("''", "'"))
  throw new SyntaxError(`${property} ${operator} ${value} compares nothing.`)
}
