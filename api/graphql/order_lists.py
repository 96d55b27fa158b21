"""What the kinds and states of orders mean, and how orders may be filtered, searched and sorted."""

from enum import Enum

from api import reads
from domain.orders import states

reads.described(
    states.OrderKind,
    "What an order is in the books.",
    SALE="Something was bought: nothing in it is below nothing.",
    CREDIT_NOTE="Something was taken back: its quantities and sums are below nothing.",
    ADJUSTMENT="The books were put right: either sign.",
)
reads.described(
    states.OrderState,
    "Where an order stands on its way to the customer; money is another matter.",
    NEW="Taken in, not looked at yet.",
    EXCEPTION="Something is wrong with it that must be mended or accepted.",
    REVIEWED="Found right; it may be packed.",
    ALLOCATED="Goods are set aside for it.",
    PARTIALLY_SHIPPED="A part of it is on its way.",
    SHIPPED="All of it is on its way.",
    DELIVERED="It has arrived.",
    COMPLETED="Done, and no longer to be returned.",
    CANCELLED="It was called off before anything shipped.",
)
reads.described(
    states.PaymentState,
    "How much of an order is paid.",
    UNPAID="Nothing has come in.",
    DEPOSIT_PAID="A part has come in.",
    PAID="All of it has come in.",
    PARTIALLY_REFUNDED="A part has been given back.",
    REFUNDED="All of it has been given back.",
)
reads.described(
    states.PaymentMethod,
    "How money came in.",
    ALIPAY="By Alipay.",
    WECHAT_PAY="By WeChat Pay.",
    CARD="By card.",
    BANK_TRANSFER="By bank transfer.",
    CASH="In cash.",
    PLATFORM="To the platform, which settles with us.",
    OTHER="In another way.",
)
reads.described(
    states.CancelReason,
    "Why an order was cancelled.",
    BUYER_ASKED="The buyer asked for it.",
    NOT_PAID="It was not paid in time.",
    OUT_OF_STOCK="We have not got the goods.",
    PRICE_ERROR="It was sold at a wrong price.",
    ADDRESS_ERROR="It cannot be sent where it should go.",
    DUPLICATE="The same order came twice.",
    FRAUD="It is not meant honestly.",
    OTHER="For another reason.",
)
reads.described(
    states.ExceptionKind,
    "What is wrong with an order.",
    UNMAPPED_SKU="A line's SKU is no variant of ours; say which it means.",
    ADDRESS_MISSING="There is nowhere to send it.",
    TOTAL_MISMATCH="A stated sum differs from ours by more than rounding.",
    LINES_MISSING="Nothing is known of what was bought.",
)


@reads.sorting("How orders may be sorted.")
class OrderSort(Enum):
    NEWEST = reads.by("-placed_at", "Latest placed first.")
    OLDEST = reads.by("placed_at", "Earliest placed first.")
    NUMBER = reads.by("number", "By number, lowest first.")
    NUMBER_DESCENDING = reads.by("-number", "By number, highest first.")
    HIGHEST_TOTAL = reads.by("-total_minor", "By total in minor units, highest first.")
    LOWEST_TOTAL = reads.by("total_minor", "By total in minor units, lowest first.")


@reads.filtering("Which orders.")
class OrderFilter:
    kind: reads.EnumFilter[states.OrderKind] | None = reads.where("What they are in the books.")
    state: reads.EnumFilter[states.OrderState] | None = reads.where("Where they stand.")
    payment_state: reads.EnumFilter[states.PaymentState] | None = reads.where(
        "How much of them is paid."
    )
    store_id: reads.IDFilter | None = reads.where("In these stores.")
    customer_id: reads.IDFilter | None = reads.where("Of these customers.")
    number: reads.StringFilter | None = reads.where("Their number.")
    source: reads.StringFilter | None = reads.where("Where they came from, such as `taobao`.")
    placed_at: reads.DateTimeFilter | None = reads.where("When they were placed.")
    item_count: reads.IntFilter | None = reads.where("How many items they have.")
    is_held: reads.BooleanFilter | None = reads.where(
        "Whether they are on hold.", lambda row: row.held_at.is_not(None)
    )


ORDER_SEARCH = reads.Search(
    "search_text",
    number="number",
    kind="kind",
    state="state",
    payment_state="payment_state",
    placed_at="placed_at",
    note="note",
)


@reads.sorting("How the lines of an order may be sorted.")
class OrderLineSort(Enum):
    POSITION = reads.by("position", "As stated, first line first.")


@reads.sorting("How payments may be sorted.")
class PaymentSort(Enum):
    OLDEST = reads.by("received_at", "Earliest received first.")
    NEWEST = reads.by("-received_at", "Latest received first.")


@reads.sorting("How refunds may be sorted.")
class RefundSort(Enum):
    OLDEST = reads.by("created_at", "Earliest known first.")
    NEWEST = reads.by("-created_at", "Latest known first.")


@reads.sorting("How the platforms' own records may be sorted.")
class PlatformOrderSort(Enum):
    NEWEST = reads.by("-received_at", "Latest received first.")
    OLDEST = reads.by("received_at", "Earliest received first.")


@reads.filtering("Which of the platforms' records.")
class PlatformOrderFilter:
    store_id: reads.IDFilter | None = reads.where("In these stores.")
    source: reads.StringFilter | None = reads.where("Where they came from, such as `taobao`.")
    external_id: reads.StringFilter | None = reads.where("The platform's own ids.")
    received_at: reads.DateTimeFilter | None = reads.where("When they came in.")


PLATFORM_ORDER_SEARCH = reads.Search(
    "search_text", external_id="external_id", received_at="received_at"
)
