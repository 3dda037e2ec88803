"""Words marked in a text: cut where places begin and end, whatever overlaps, and never a sign lost."""

from hypothesis import given, strategies as st

from reviews.domain.marking import Piece, Spoken, apart, pieces


PLACES = st.lists(st.builds(Spoken, st.integers(0, 30), st.integers(0, 30), st.sampled_from(["tone", "size", "smell"])), max_size=6)


def test_places_that_overlap_are_cut_and_the_tone_is_named_first() -> None:
    found = pieces("too small and ugly", [Spoken(4, 9, "size"), Spoken(0, 9, "tone"), Spoken(14, 99, "tone")])

    assert found == [
        Piece("too ", ("tone",)), Piece("small", ("tone", "size")), Piece(" and ", ()), Piece("ugly", ("tone",)),
    ]  # fmt: skip


@given(st.text("ab ю差\n", max_size=25), PLACES)
def test_the_pieces_are_the_text_and_each_sign_has_what_its_places_say(text: str, spoken: list[Spoken]) -> None:
    found = pieces(text, spoken)

    assert "".join(piece.text for piece in found) == text
    said = [set(piece.whys) for piece in found for _sign in piece.text]
    assert said == [{one.why for one in spoken if one.start <= place < one.end} for place in range(len(text))]


def test_places_of_two_texts_that_were_read_as_one() -> None:
    whole = "Bad\nvery bad"
    spoken = [Spoken(0, 3, "tone"), Spoken(whole.index("very"), len(whole), "tone")]

    assert apart(spoken, ["Bad", "very bad"]) == [[Spoken(0, 3, "tone")], [Spoken(0, 8, "tone")]]
