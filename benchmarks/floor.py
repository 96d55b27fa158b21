"""The floor: what an engineer would write by hand for just these answers, and no other."""
# ruff: noqa: E501  the statements are easier to read in their own lines

LIST = """
query Products($first: Int!) {
  products(first: $first, orderBy: NEWEST) {
    edges {
      node {
        id title titleZh handle state createdAt
        supplier { id name }
        variants(first: 10) { edges { node { id sku title unitPrice { amount currencyCode } } } }
        pictures { id url alt }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
ONE = "query Product($id: ID!) { product(id: $id) { id title titleZh handle state createdAt } }"

_PRICE = {
    "postgresql": "CAST(v.unit_price_micros / 10000 * 0.01 AS TEXT)",
    "sqlite": "printf('%d.%02d', v.unit_price_micros / 1000000, v.unit_price_micros / 10000 % 100)",
}
QUOTE = {"postgresql": "CAST(to_json({}) AS TEXT)", "sqlite": "json_quote({})"}
INSTANT = {
    "postgresql": """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
    "sqlite": "{}",
}
JOIN = {"postgresql": "string_agg({}, ',')", "sqlite": "group_concat({}, ',')"}


def _facts(dialect: str) -> str:
    quote, instant = QUOTE[dialect].format, INSTANT[dialect].format("p.created_at")
    return (
        f"""'{{"id":"Product:' || p.id || '","title":' || {quote("p.title")} ||"""
        f"""',"titleZh":' || coalesce({quote("p.title_zh")}, 'null') ||"""
        f"""',"handle":' || {quote("p.handle")} || ',"state":"' || p.state ||"""
        f"""'","createdAt":"' || {instant} || '"'"""
    )


def list_sql(dialect: str, limit: int = 51) -> str:
    """A row a product, newest first: its JSON, its instant, its id. Value: the organisation."""
    quote, join = QUOTE[dialect].format, JOIN[dialect].format
    one = "$1" if dialect == "postgresql" else "?1"
    variant = (
        f"""'{{"node":{{"id":"Variant:' || v.id || '","sku":' || {quote("v.sku")} || ',"title":' ||"""
        f"""{quote("v.title")} || ',"unitPrice":{{"amount":"' || {_PRICE[dialect]} ||"""
        f"""'","currencyCode":' || {quote("v.unit_price_currency")} || '}}}}}}'"""
    )
    picture = (
        f"""'{{"id":"ProductPicture:' || i.id || '","url":' || {quote("i.url")} || ',"alt":' ||"""
        f"""{quote("i.alt")} || '}}'"""
    )
    return f"""
SELECT {_facts(dialect)} ||
 ',"supplier":' || coalesce((SELECT '{{"id":"Supplier:' || s.id || '","name":' || {quote("s.name")} || '}}'
   FROM suppliers s WHERE s.id = p.supplier_id), 'null') ||
 ',"variants":{{"edges":[' || coalesce((SELECT {join("x.item")} FROM (SELECT {variant} AS item
   FROM variants v WHERE v.product_id = p.id ORDER BY v.position, v.id LIMIT 10) x), '') || ']}}' ||
 ',"pictures":[' || coalesce((SELECT {join("y.item")} FROM (SELECT {picture} AS item
   FROM product_pictures i WHERE i.product_id = p.id ORDER BY i.position, i.id) y), '') || ']}}',
 p.created_at, p.id
FROM products p WHERE p.organization_id = {one} ORDER BY p.created_at DESC, p.id DESC LIMIT {limit}
"""


def one_sql(dialect: str) -> str:
    """The JSON of one product. Values: organisation, id."""
    one, two = ("$1", "$2") if dialect == "postgresql" else ("?1", "?2")
    return f"SELECT {_facts(dialect)} || '}}' FROM products p WHERE p.id = {two} AND p.organization_id = {one}"
