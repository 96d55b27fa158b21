"""The platforms Tradepost ships: what is well known of each, kept as rows that are nobody's own.

Home, currency and time zone are those of the platform's home market; null where it has none.
`source` is the operator's own site, where each fact can be checked.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import fold_into, to_millisecond
from domain.ids import new_id
from domain.stores.models import Platform
from domain.stores.states import PlatformKind

AS_OF = date(2026, 11, 23)

_MARKETPLACE, _SOCIAL, _OWN_SITE, _OFFLINE = PlatformKind


class Shipped(NamedTuple):
    """One platform as it is known to everybody."""

    code: str
    kind: PlatformKind
    name: str
    name_zh: str | None
    home_country: str | None = None
    default_currency: str | None = None
    default_time_zone: str | None = None
    website: str | None = None


_CN = ("CN", "CNY", "Asia/Shanghai")
_US = ("US", "USD", "America/New_York")

PLATFORMS = (
    Shipped("TAOBAO", _MARKETPLACE, "Taobao", "淘宝", *_CN, "https://www.taobao.com"),
    Shipped("TMALL", _MARKETPLACE, "Tmall", "天猫", *_CN, "https://www.tmall.com"),
    Shipped("JD", _MARKETPLACE, "JD.com", "京东", *_CN, "https://www.jd.com"),
    Shipped("PINDUODUO", _MARKETPLACE, "Pinduoduo", "拼多多", *_CN, "https://www.pinduoduo.com"),
    Shipped("ALIBABA_1688", _MARKETPLACE, "1688", "阿里巴巴1688", *_CN, "https://www.1688.com"),
    Shipped("VIPSHOP", _MARKETPLACE, "Vipshop", "唯品会", *_CN, "https://www.vip.com"),
    Shipped("DOUYIN", _SOCIAL, "Douyin Shop", "抖音电商", *_CN, "https://www.douyin.com"),
    Shipped("KUAISHOU", _SOCIAL, "Kuaishou Shop", "快手小店", *_CN, "https://www.kuaishou.com"),
    Shipped("XIAOHONGSHU", _SOCIAL, "Xiaohongshu", "小红书", *_CN, "https://www.xiaohongshu.com"),
    Shipped("WECHAT", _SOCIAL, "WeChat Store", "微信小店", *_CN, "https://weixin.qq.com"),
    Shipped("AMAZON", _MARKETPLACE, "Amazon", "亚马逊", *_US, "https://www.amazon.com"),
    Shipped("EBAY", _MARKETPLACE, "eBay", "易贝", *_US, "https://www.ebay.com"),
    Shipped("ETSY", _MARKETPLACE, "Etsy", None, *_US, "https://www.etsy.com"),
    Shipped("WALMART", _MARKETPLACE, "Walmart Marketplace", "沃尔玛", *_US, "https://www.walmart.com"),
    Shipped("TIKTOK_SHOP", _SOCIAL, "TikTok Shop", None, website="https://www.tiktok.com"),
    Shipped("ALIEXPRESS", _MARKETPLACE, "AliExpress", "全球速卖通", website="https://www.aliexpress.com"),
    Shipped("SHOPEE", _MARKETPLACE, "Shopee", "虾皮", website="https://shopee.com"),
    Shipped("LAZADA", _MARKETPLACE, "Lazada", "来赞达", website="https://www.lazada.com"),
    Shipped(
        "RAKUTEN", _MARKETPLACE, "Rakuten Ichiba", "乐天市场",
        "JP", "JPY", "Asia/Tokyo", "https://www.rakuten.co.jp",
    ),
    Shipped(
        "COUPANG", _MARKETPLACE, "Coupang", "酷澎",
        "KR", "KRW", "Asia/Seoul", "https://www.coupang.com",
    ),
    Shipped(
        "ALLEGRO", _MARKETPLACE, "Allegro", None,
        "PL", "PLN", "Europe/Warsaw", "https://allegro.pl",
    ),
    Shipped(
        "MERCADO_LIVRE", _MARKETPLACE, "Mercado Livre", None,
        "BR", "BRL", "America/Sao_Paulo", "https://www.mercadolivre.com.br",
    ),
    Shipped("SHOPIFY", _OWN_SITE, "Shopify", None, website="https://www.shopify.com"),
    Shipped("WOOCOMMERCE", _OWN_SITE, "WooCommerce", None, website="https://woocommerce.com"),
    Shipped("OWN_WEBSITE", _OWN_SITE, "Own website", "自营网站"),
    Shipped("OFFLINE_TILL", _OFFLINE, "Offline till", "线下门店收银"),
)  # fmt: skip

CODES = frozenset(platform.code for platform in PLATFORMS)

_FACTS = (
    "name", "name_zh", "kind", "home_country", "default_currency", "default_time_zone", "website",
    "source", "as_of", "search_text",
)  # fmt: skip


def keep_platforms(session: Session, now: datetime) -> None:
    """Write the shipped rows in one statement; what already stands as shipped is left alone."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(Platform).values([_row(platform, now) for platform in PLATFORMS])
    given = insert.excluded
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["code"],
            index_where=text("organization_id IS NULL"),
            set_={
                **{fact: given[fact] for fact in _FACTS},
                "updated_at": given.updated_at,
                "version": Platform.version + 1,
            },
            where=or_(*(getattr(Platform, fact).is_distinct_from(given[fact]) for fact in _FACTS)),
        )
    )


def _row(platform: Shipped, now: datetime) -> dict[str, Any]:
    row = platform._asdict() | {
        "id": new_id(),
        "organization_id": None,
        "source": platform.website,
        "as_of": AS_OF if platform.website else None,
        "created_at": to_millisecond(now),
        "updated_at": to_millisecond(now),
        "version": 1,
    }
    return fold_into(Platform, row)
