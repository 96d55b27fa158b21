"""Every format there is, a line each."""

from collections.abc import Mapping

from api.connectors import (
    magento_products,
    olist,
    online_retail,
    shopify_orders,
    shopify_products,
    tmall_orders,
    tradepost_orders,
    tradepost_products,
    vendure_products,
    woocommerce_products,
)
from api.connectors.format import Format

FORMATS: Mapping[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        shopify_products,
        woocommerce_products,
        vendure_products,
        magento_products,
        shopify_orders,
        tmall_orders,
        olist,
        online_retail,
        tradepost_products,
        tradepost_orders,
    )
}
"""By the name that people give."""
