"""Queries picked by hand for what they try. `<Store 0>` is the id of the first store, `<Store -1>`
of a stranger's last one."""

from typing import Any

PICKED: list[str | tuple[str, dict[str, Any]]] = [
    # aliases, twice the same, and nothing but names
    "{ __typename }",
    "{ a: __typename b: stores { __typename edges { __typename cursor } } }",
    "{ stores { edges { node { id id x: id name n: name } } } }",
    "{ a: stores(first: 1) { edges { node { name } } } b: stores(last: 1) { edges { cursor } } }",
    "{ stores { x: edges { cursor } y: edges { node { id } } edges { __typename } __typename } }",
    "{ stores { a: totalCount { value } b: totalCount { p: precision v: value __typename } } }",
    "{ stores { a: pageInfo { startCursor } b: pageInfo { hasNextPage e: endCursor __typename } } }",
    "{ stores { edges { node { name } } } stores { edges { node { handle } cursor } } }",
    # fragments: on types, on interfaces, nested, over each other
    "query { ...Q } fragment Q on Query { orders { edges { node { ...A ...B } } } }"
    " fragment A on Order { number store { name } } fragment B on Order { number store { handle } }",
    '{ node(id: "<Store 0>") { __typename id ... on Store { name } ... on Order { number } } }',
    '{ node(id: "<Order 0>") { ...N } } fragment N on Node { id ...S ...O }'
    " fragment S on Store { name } fragment O on Order { number total { amount } ...P }"
    " fragment P on Node { __typename ... on Order { lines { edges { node { ...N2 } } } } }"
    " fragment N2 on OrderLine { sku ... on Node { id } }",
    '{ nodes(ids: ["<Store 0>", "<Order 1>", "<Product 0>", "<Store 0>"]) { __typename id'
    " ... on Store { name } ... on Order { number } ... on Product { title tags } } }",
    "{ products { edges { node { ... on Node { id } ... { title } ... on Product { title handle } } } } }",
    "{ orders { edges { ...E } ...C } } fragment E on OrderEdge { node { ... on Node { __typename } } }"
    " fragment C on OrderConnection { totalCount { value } pageInfo { hasNextPage } }",
    # @skip and @include, with variables
    "{ products { edges { node { id ... @include(if: false) { title } brand @skip(if: true) } } } }",
    (
        "query ($a: Boolean!, $b: Boolean = true) { stores @include(if: $a) { edges { node { name @skip(if: $b)"
        " ...F @include(if: $b) } } } products @skip(if: $a) { totalCount { value } } } fragment F on Store { id }",
        {"a": True},
    ),
    (
        "query ($a: Boolean!) { stores @include(if: $a) { edges { node { name } } }"
        " products @skip(if: $a) { totalCount { value } } }",
        {"a": False},
    ),
    "{ stores { edges @skip(if: true) { cursor } totalCount { value } } }",
    # nested connections, three deep, forward and backward
    "{ products(first: 3) { edges { node { title variants(first: 2) { edges { cursor node { sku"
    " listings(first: 1, orderBy: DEAREST) { pageInfo { hasNextPage endCursor } edges { node { price { amount } } } } } } } } } } }",
    "{ products(last: 3) { pageInfo { hasPreviousPage startCursor } edges { node { title variants(last: 2) { edges { cursor node { sku"
    " listings(last: 1, orderBy: CHEAPEST) { pageInfo { hasPreviousPage startCursor } edges { node { price { amount } } } } } } } } } } }",
    "{ stores { edges { node { listings(last: 3, orderBy: OLDEST) { totalCount { value } pageInfo { startCursor endCursor }"
    " edges { cursor node { variant { listings { totalCount { value } edges { node { store { name } } } } } } } } } } } }",
    "{ customers(orderBy: HANDLE) { edges { node { handle orders(orderBy: LOWEST_TOTAL) { totalCount { value } edges { node {"
    " lines(last: 1) { edges { node { position } } } payments(orderBy: NEWEST) { edges { cursor } } } } } } } } }",
    '{ suppliers { edges { node { name products(query: "tag:mug") { totalCount { value } edges { node { title supplier { code } } } } } } } }',
    "{ platforms { edges { node { name isOwn asOf stores(orderBy: NAME) { totalCount { value } edges { node { name } } } } } } }",
    "{ categories { edges { node { name parent { name parent { name } } children { name position children { name } }"
    " products(orderBy: TITLE) { edges { node { title } } } } } } }",
    # what is found by a condition, nested in itself
    "{ mediaAssets { edges { node { fileName duplicates { fileName fingerprint duplicates { id isUsed } } } } } }",
    "{ mediaAssets(filter: { isUsed: { eq: false }, kind: { in: [IMAGE, VIDEO] } }, orderBy: LARGEST)"
    " { totalCount { value } edges { node { sha256 url licenceUntil derivatives { url widthPx } createdBy { name } } } } }",
    "{ products { edges { node { pictures { asset { fileName isUsed duplicates { id } } } } } } stores { edges { node { logo { id } } } } }",
    # all that a type has
    "{ auditEntries { edges { node { at actor { name email } actorRoles operation action subjectType subjectId store { name }"
    " changes reason requestId seal { position hash id } } } } }",
    "{ viewer { user { name assignments { role isEverywhere store { name } user { id } } } organization { name handle }"
    " permissions { permission reach } __typename } permissions { permission description roles } }",
    "{ a: viewer { permissions { reach } } b: viewer { u: user { id } __typename } permissions { __typename } }",
    "{ users { edges { node { name email locale disabledAt assignments { role store { name } } } } } }",
    "{ tokens { edges { node { name scopes user { name } madeBy { name } expiresAt revokedAt } } } }",
    "{ orders { edges { node { number rounding { amount currencyCode } total { amount __typename } customer { nameMasked note }"
    " exceptions { kind message resolvedAt } platformOrders { externalId isErased payloadHash } allowedTransitions } } } }",
    "{ orders { edges { node { lines { edges { node { unitPrice { amount } amount { amount } statedAmount { amount currencyCode }"
    " isGift variant { unitCost { amount currencyCode } product { supplier { name } } } } } } } } } }",
    "{ products { edges { node { tags optionNames attributes { name value } pictures { alt focalPoint { x y } variant { sku } product { id } }"
    " supplier { name note } category { name } allowedTransitions descriptionHtml titleZh } } } }",
    "{ variants { edges { node { sku optionValues unitPrice { amount } unitCost { amount } weightG archivedAt barcode product { supplier { code } } } } } }",
    "{ listings { edges { node { title ownTitle price { amount currencyCode } allowedTransitions scheduledAt delistReason store { name state } } } } }",
    "{ stores { edges { node { openingTasks { kind isRequired completedAt completedBy { name } store { handle } note } stateReason externalId } } } }",
    "{ brandKits(orderBy: NAME) { edges { node { name store { name } isDefault colors { role hex } fonts { role family fontAsset { family scripts licence } }"
    " logo { fileName } logoOnDark { id } clearSpace logoMinPx scripts archivedAt lint { rule r: roles measured limit verdict message __typename } } } } }",
    "{ platformEvents(orderBy: FIRST) { edges { node { name nameZh url startsAt endsAt platform { name } phases { kind position startsAt endsAt } } } totalCount { value } }"
    " renderJobs { edges { node { event { name phases { kind } } } } } }",
    "{ stores { edges { node { name brandKit { name store { name } lint { verdict } } b: brandKit { __typename } } } } }",
    '{ fontAssets(orderBy: FAMILY, query: "licence:OWN") { edges { node { family weightMin weightMax widthMin widthMax isItalic characterCount sha256 createdBy { name } } } } }',
    # unions
    "{ auditEntries { edges { node { subject { __typename ... on Node { id } ... on Store { name platform { name } }"
    " ... on User { email ...U } ... on Order { number lines { totalCount { value } } } ...S } } } } }"
    " fragment U on User { assignments { role } } fragment S on AuditSubject { t: __typename ... on Product { title } }",
    "{ auditEntries(orderBy: OLDEST, last: 5) { edges { node { subjectId subject { ... on Store { name } } s: subject { ... on Product { variants(first: 1) { edges { cursor } } } } } } } }",
    # refused fields
    "{ orders { edges { node { customer { __typename } c: customer { id } number } } } }",
    "{ products { edges { node { supplier { id products { totalCount { value } } } } } } }",
    "{ stores { totalCount { value } } orders { totalCount { value } } users { totalCount { value } } suppliers { totalCount { value } } auditEntries { totalCount { value } } }",
    # one row
    '{ store(id: "<Store 0>") { name } a: store(id: "<Store -1>") { name } b: store(id: "<Order 0>") { name } }',
    '{ store(id: "Store:zz") { name } a: store(id: "") { id } b: store(id: ":") { id } c: store(id: "store:") { id } }',
    '{ node(id: "Nothing:1") { id } x: node(id: "Order:zz") { id } y: node(id: "Query:1") { id } z: node(id: "Money:1") { id } }',
    '{ node(id: "<User 0>") { id ... on User { name } } a: node(id: "<User 3>") { id ... on User { name } } }',
    '{ node(id: "<AuditEntry 0>") { id } a: node(id: "<AuditEntry 1>") { id } b: node(id: "<AuditSeal 0>") { id ... on AuditSeal { position } } }',
    '{ nodes(ids: []) { id } a: nodes(ids: ["<Customer 0>", "", "x", "<Customer -1>", "Store:00000000-0000-0000-0000-000000000000"]) { id } }',
    '{ variantBySku(sku: "nothing") { sku } }',
    '{ variantBySku(sku: "\\u0000") { sku } stores { totalCount { value } } }',
    ("query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id __typename } }", {"id": "<Order 2>", "ids": ["<Order 2>", "<Listing 0>"]}),
    # sizes
    "{ stores(first: 0) { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount { value } } }",
    "{ stores(last: 0) { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
    "{ stores(first: -1) { totalCount { value } } products { totalCount { value } } }",
    "{ stores(last: -1) { __typename } }",
    "{ stores(first: 101) { edges { cursor } } a: stores(first: 100) { edges { cursor } } }",
    "{ stores(first: 1, last: 1) { edges { cursor } } }",
    "{ stores(first: null, last: 1, after: null) { edges { cursor } } }",
    ("query ($n: Int, $m: Int) { stores(first: $n, last: $m) { edges { node { name } } } }", {}),
    ("query ($n: Int, $m: Int) { stores(first: $n, last: $m) { edges { node { name } } } }", {"n": None, "m": 2}),
    ("query ($n: Int = 1) { stores(first: $n) { edges { node { listings(first: $n) { edges { cursor } } } } } }", {}),
    "{ stores { edges { node { name listings(first: -1) { edges { cursor } } } } } products { totalCount { value } } }",
    "{ products { edges { node { title variants(first: -1) { edges { cursor } } } } } stores { totalCount { value } } }",
    '{ stores(first: 1) { edges { node { name listings(after: "zz") { edges { cursor } } } } } }',
    '{ products(first: 1) { edges { node { title variants(before: "zz") { totalCount { value } } } } } }',
    '{ nodes(ids: ["<Product 0>", "<Store 0>"]) { id ... on Product { variants(first: -1) { edges { cursor } } } } }',
    # cursors that are none
    '{ stores(after: "zz") { edges { cursor } } products { totalCount { value } } }',
    '{ stores(after: "zz") { totalCount { value } } }',
    '{ stores(before: "") { __typename } }',
    # filters and searches together
    '{ orders(filter: {state: {in: [NEW, REVIEWED]}, isHeld: {eq: false}}, query: "-payment_state:PAID") { totalCount { value } edges { node { number } } } }',
    '{ orders(filter: {or: [{state: {eq: NEW}}, {not: {itemCount: {gte: 4}}}], and: [{source: {startsWith: "m"}}]}) { edges { node { number itemCount } } } }',
    "{ orders(filter: {and: [], or: null, not: null, state: null}) { totalCount { value } } a: orders(filter: {or: []}) { totalCount { value } } }",
    "{ orders(filter: {not: {}}) { totalCount { value } } a: orders(filter: {not: {not: {customerId: {isNull: true}}}}) { edges { node { number } } } }",
    '{ orders(filter: {number: {eq: "\\u0000"}}) { totalCount { value } } stores { totalCount { value } } }',
    '{ orders(filter: {number: {eq: "\\u0000"}}) { __typename } }',
    ("query ($f: OrderFilter, $q: String, $by: OrderSort! = NUMBER) { orders(filter: $f, query: $q, orderBy: $by) { edges { node { number } } } }",
     {"f": {"state": {"in": ["NEW", "CANCELLED"]}, "placedAt": {"gte": "2026-03-02T10:00:00+01:00"}}, "q": "state:new OR state:cancelled"}),
    ("query ($f: OrderFilter, $q: String) { orders(filter: $f, query: $q) { totalCount { value } } }", {"f": None, "q": None}),
    ("query ($f: OrderFilter, $q: String) { orders(filter: $f, query: $q) { totalCount { value } } }", {"f": {"number": {"eq": None}}, "q": ""}),
    ("query ($s: [OrderState!], $t: String) { orders(filter: {state: {in: $s}, number: {eq: $t}}) { totalCount { value } } }", {"s": []}),
    '{ products(filter: {tags: {eq: "MUG"}}) { edges { node { title tags } } } a: products(query: "tag:red tag:mug") { totalCount { value } } }',
    '{ listings(filter: {sku: {isNull: false}, price: {gt: "1.0005"}}) { totalCount { value } edges { node { price { amount } } } } }',
    '{ stores(query: "LISBON") { edges { node { name } } } a: stores(query: "nothing:1") { totalCount { value } } b: stores(query: "(") { totalCount { value } } }',
    # reports
    '{ creativeTest(listingId: "<Listing 0>", slot: MAIN, position: 0) { dayCount since until verdict winner impressionsNeeded __typename'
    ' arms { arm impressions clicks clickThroughRate low high media { id slot arm isCurrent asset { fileName } listing { id store { name } } } } } }',
    '{ a: creativeTest(listingId: "<Listing 1>", slot: MAIN, position: 0) { verdict } b: creativeTest(listingId: "<Listing -1>", slot: MAIN, position: 0) { verdict }'
    ' c: creativeTest(listingId: "<Store 0>", slot: MAIN, position: 0) { verdict } d: creativeTest(listingId: "<Listing 0>", slot: VIDEO, position: -1) { dayCount } }',
    ("query ($l: ID!, $s: MediaSlot!, $p: Int!) { t: creativeTest(listingId: $l, slot: $s, position: $p) { v: verdict arms { a: arm media { id } } } }",
     {"l": "<Listing 0>", "s": "MAIN", "p": 0}),
    '{ a: listingReadiness(listingId: "<Listing 0>") { gap isMet isOnlyToGoLive mendedBy __typename } b: listingReadiness(listingId: "<Listing 5>") { gap isMet }'
    ' c: listingReadiness(listingId: "<Listing -1>") { gap } d: listingReadiness(listingId: "<Store 0>") { gap } e: listingReadiness(listingId: "<Listing 9>") { m: mendedBy isMet } }',
    # templates: objects that Python makes, and the one of many rows
    '{ mediaTemplateDiff(fromVersionId: "<MediaTemplateVersion 2>", toVersionId: "<MediaTemplateVersion 3>") { __typename changes { __typename k: kind path from f: from to } } }',
    '{ a: mediaTemplateDiff(fromVersionId: "<MediaTemplateVersion 0>", toVersionId: "<MediaTemplateVersion 0>") { changes { kind } }'
    ' b: mediaTemplateDiff(fromVersionId: "<MediaTemplateVersion 0>", toVersionId: "<MediaTemplateVersion -1>") { changes { kind } }'
    ' c: mediaTemplateDiff(fromVersionId: "Store:x", toVersionId: "<MediaTemplateVersion 0>") { changes { kind } } }',
    "{ mediaTemplates(orderBy: TITLE) { edges { node { handle published { number slots { name default options } template { title published { id } } } } } } }",
    '{ salesByDay(storeId: "<Store 0>", since: "2026-03-01", until: "2026-03-31") { __typename day orderCount itemCount total { amount currencyCode } } }',
    '{ a: salesByDay(storeId: "<Store -1>", since: "2026-03-01", until: "2026-03-04") { day } b: salesByDay(storeId: "Store:x", since: "2026-03-01", until: "2026-03-04") { day } }',
    '{ a: salesByDay(storeId: "<Store 1>", since: "2026-03-02", until: "2026-03-01") { day } b: salesByDay(storeId: "<Store 1>", since: "2020-03-01", until: "2026-03-04") { day } stores { totalCount { value } } }',
    ("query ($s: ID!, $a: Date!, $b: Date!) { salesByDay(storeId: $s, since: $a, until: $b) { day n: orderCount total { amount } } }", {"s": "<Store 2>", "a": "2026-03-02", "b": "2026-03-03"}),
]  # fmt: skip
