"""One query feeds the screen, the pages and the file; the address holds codes only."""

import io
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from portal import listing_columns
from portal.hooks import ListColumn
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def request_for(query: str = ""):
    request = RequestFactory().get(f"/list/{query}")
    request.user = AnonymousUser()
    return request


def ours():
    return ContentType.objects.filter(app_label__in=["odd", "even"])


def fill(count: int) -> None:
    """Content types stand in for any table: two words and a number."""
    ours().delete()
    ContentType.objects.bulk_create(
        ContentType(app_label="odd" if n % 2 else "even", model=f"row{n:03}")
        for n in range(1, count + 1)
    )


KIND = CodeFilter(
    "kind",
    "Kind",
    [("odd", "Odd"), ("even", "Even")],
    lambda rows, code: rows.filter(app_label=code),
)


def listing_of(query: str = "", **options) -> Listing:
    columns = [
        Column(
            "model", "Word", "model", sort="model", link=lambda row: f"/x/{row.pk}/"
        ),
        Column("kind", "Kind", "app_label", sort=("app_label", "-model")),
        Column("plain", "Number", lambda row: row.pk, numeric=True, export=False),
        Column("code", "Code", lambda row: f"00{row.pk}", screen=False),
    ]
    options = {"filters": [KIND], "default_sort": "model", **options}
    return Listing(request_for(query), ours(), columns, name="rows", **options)


def drawn(listing: Listing) -> str:
    return render_to_string("_components/listing.html", {"listing": listing})


def words(listing: Listing) -> list[str]:
    return [row.model for row in listing.shown]


@pytest.mark.django_db
def test_a_filter_narrows_and_is_shown_as_a_chip() -> None:
    fill(4)

    listing = listing_of("?kind=odd")

    assert words(listing) == ["row001", "row003"]
    assert [(chip["text"], chip["url"]) for chip in listing.chips] == [("Odd", "?")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["?kind=Ana+Prova", "?name=Ana+Prova", "?sort=Ana+Prova"]
)
def test_a_name_in_the_address_goes_nowhere(query: str) -> None:
    fill(60)

    page = drawn(listing_of(query))

    assert "Ana" not in page
    assert listing_of(query).count == 60


@pytest.mark.django_db
def test_sorting_is_by_known_columns_only() -> None:
    fill(3)

    assert words(listing_of("?sort=-model")) == ["row003", "row002", "row001"]
    assert words(listing_of("?sort=app_label__secret")) == [
        "row001",
        "row002",
        "row003",
    ]
    assert words(listing_of("?sort=plain")) == ["row001", "row002", "row003"]


@pytest.mark.django_db
def test_sorting_backwards_turns_every_name_round() -> None:
    fill(4)

    assert words(listing_of("?sort=kind")) == ["row004", "row002", "row003", "row001"]
    assert words(listing_of("?sort=-kind")) == ["row001", "row003", "row002", "row004"]


@pytest.mark.django_db
def test_a_heading_says_how_the_list_is_sorted() -> None:
    fill(1)

    heads = listing_of("?sort=-model&kind=odd").headers

    assert heads[0]["aria_sort"] == "descending"
    assert heads[0]["url"] == "?kind=odd&sort=model"
    assert (heads[2]["url"], heads[2]["aria_sort"]) == ("", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "expected"), [("1", 1), ("3", 3), ("99", 3), ("0", 1), ("-1", 1), ("x", 1)]
)
def test_a_page_out_of_range_is_the_nearest_page(page: str, expected: int) -> None:
    fill(60)

    assert listing_of(f"?page={page}").page == expected


@pytest.mark.django_db
def test_page_links_keep_the_filter_and_the_sorting() -> None:
    fill(60)

    listing = listing_of("?kind=odd&sort=-model&page=1")

    assert listing.next_url == "?kind=odd&sort=-model&page=2"
    assert listing.previous_url == ""


@pytest.mark.django_db
def test_many_pages_are_shortened() -> None:
    fill(250)

    links = listing_of("?page=5").page_links

    numbers = [link and link["number"] for link in links]
    assert numbers == [1, None, 3, 4, 5, 6, 7, None, 10]


@pytest.mark.django_db
def test_thirty_rows_cost_what_one_row_costs() -> None:
    costs = []
    for count in (1, 30):
        fill(count)
        with CaptureQueriesContext(connection) as queries:
            drawn(listing_of())
        costs.append(len(queries))

    assert costs == [2, 2]


@pytest.mark.django_db
def test_a_batch_column_costs_one_query_a_page() -> None:
    fill(30)
    asked = []

    def values(ids):
        asked.append(ids)
        return {pk: {"text": f"n{pk}", "url": f"/n/{pk}/"} for pk in ids[1:]}

    columns = [
        Column("model", "Word", "model", sort="model"),
        Column("extra", "Extra", batch=values),
    ]
    listing = Listing(
        request_for(),
        ContentType.objects.all(),
        columns,
        name="x",
        default_sort="model",
    )

    first, second = listing.lines[0][1], listing.lines[1][1]

    assert len(asked) == 1
    assert len(asked[0]) == 25
    assert (first["value"], second["url"][:3]) == (None, "/n/")


@pytest.mark.django_db
def test_the_file_holds_all_rows_of_the_same_query() -> None:
    fill(60)

    listing = listing_of("?kind=odd&sort=-model&page=2&format=xlsx")
    sheet = load_workbook(io.BytesIO(listing.response().getvalue())).active
    rows = list(sheet.values)

    assert listing.wants_file
    assert rows[0] == ("Word", "Kind", "Code")
    assert [row[0] for row in rows[1:]] == [f"row{n:03}" for n in range(59, 0, -2)]
    assert all(row[2].startswith("00") for row in rows[1:])


@pytest.mark.django_db
def test_no_cell_of_the_file_is_a_formula() -> None:
    fill(1)
    ours().update(model="=1+1")

    sheet = load_workbook(
        io.BytesIO(listing_of("?format=xlsx").response().getvalue())
    ).active

    assert sheet["A2"].value == "'=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.django_db
def test_csv_is_the_same_list() -> None:
    fill(2)

    text = listing_of("?format=csv").response().getvalue().decode("utf-8-sig")

    assert text.splitlines()[0] == "Word;Kind;Code"
    assert len(text.splitlines()) == 3


@pytest.mark.django_db
def test_an_unknown_format_is_the_screen() -> None:
    fill(1)

    assert not listing_of("?format=exe").wants_file


@pytest.mark.django_db
def test_the_audit_hears_of_the_page_or_of_the_whole_file() -> None:
    fill(30)

    assert len(listing_of().uids("pk")) == 25
    assert len(listing_of("?format=csv").uids("pk")) == 30


@pytest.mark.django_db
def test_ticks_take_several_codes_and_a_chip_takes_back_one() -> None:
    fill(4)
    several = CodeFilter(
        "kind",
        "Kind",
        lambda: [("odd", "Odd"), ("even", "Even")],
        lambda rows, codes: rows.filter(app_label__in=codes),
        kind="ticks",
    )

    listing = listing_of("?kind=odd&kind=even&kind=other", filters=[several])

    assert listing.count == 4
    assert [chip["url"] for chip in listing.chips] == ["?kind=even", "?kind=odd"]


@pytest.mark.django_db
def test_a_default_filter_holds_until_it_is_taken_back() -> None:
    fill(4)
    default = CodeFilter("kind", "Kind", KIND.choices, KIND.apply, default="odd")

    assert listing_of(filters=[default]).count == 2
    assert listing_of("?kind=", filters=[default]).count == 4
    assert listing_of(filters=[default]).chips[0]["url"] == "?kind="
    assert not listing_of(filters=[default]).state.is_filtered


@pytest.mark.django_db
def test_an_empty_list_says_what_to_do_next() -> None:
    fill(0)

    page = render_to_string(
        "_components/listing.html",
        {
            "listing": listing_of(),
            "empty_title": "No rows",
            "empty_text": "Import first.",
        },
    )

    assert "No rows" in page
    assert "Import first." in page
    assert "<table" not in page


@pytest.mark.django_db
def test_nothing_matches_offers_to_clear_the_filters() -> None:
    fill(1)

    assert "Clear the filters" in drawn(listing_of("?kind=even"))


@pytest.mark.django_db
def test_what_a_row_says_is_escaped() -> None:
    fill(1)
    ours().update(model="<script>alert(1)</script>")

    assert "<script>" not in drawn(listing_of())


def test_a_plain_list_sorts_with_the_unknown_last() -> None:
    rows = [{"id": n, "days": days} for n, days in enumerate([3, None, 9])]
    columns = [Column("days", "Days", "days", sort="days", numeric=True)]

    listing = Listing(request_for(), rows, columns, name="x", default_sort="-days")

    assert [line[0]["value"] for line in listing.lines] == [9, 3, None]
    assert listing.count_text == "3 rows"


@pytest.mark.django_db
def test_an_upper_floor_adds_a_column_for_those_who_may(monkeypatch) -> None:
    fill(2)
    hook = ListColumn(
        list_name="rows",
        key="case",
        label="Case",
        permissions=frozenset({Permission.CASE_VIEW}),
        values=lambda user, ids: {pk: {"text": "open", "url": "/c/"} for pk in ids},
    )
    monkeypatch.setattr(listing_columns, "registered", lambda kind: [hook])

    def labels(*held: Permission) -> list[str]:
        monkeypatch.setattr(
            listing_columns,
            "grants",
            lambda user: SimpleNamespace(
                has_any=lambda wanted: bool(wanted & set(held))
            ),
        )
        request = request_for()
        request.user = SimpleNamespace(is_authenticated=True)
        columns = [Column("model", "Word", "model", sort="model")]
        listing = Listing(request, ours(), columns, name="rows", default_sort="model")
        return [head["label"] for head in listing.headers]

    assert labels(Permission.CASE_VIEW) == ["Word", "Case"]
    assert labels() == ["Word"]
