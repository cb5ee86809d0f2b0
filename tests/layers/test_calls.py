"""Names that are called out are found where a name can call, and nowhere else."""

import pytest

from undertow.document.build import build_document
from undertow.layers import Layers
from undertow.layers.calls import heads, names_elsewhere, sure_names
from undertow.layers.quotations import QuotationAnnotator
from undertow.source.load import load_text


def calls(text):
    document = build_document(load_text(text, force=True))
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    return [document.word(start) for start, _ in sure_names(document, quotations).tolist()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“You want to take those out, Orla,” he said.", ["Orla"]),
        ("“Orla,” he says.", ["Orla"]),
        ("“Nora! Come here,” she said. “Oh Tom, look.”", ["Nora", "Tom"]),
        ("“I saw Orla there,” he said. “Ask Tom.”", []),  # told of, not called
        ("He put it down, Orla thought, and left.", []),  # nobody speaks
        ("“Hope, that is all,” he said. She had no hope.", []),  # may be the word
        ("“Good night, Hope,” he said. She had no hope.", ["Hope"]),
        ("“Certainly, Captain,” he said.", []),  # no given name
        ("“No,” said Denholm, who swept. “Yes,” she said.", ["Denholm"]),
        ("“No,” said Marta Quill.", ["Marta"]),
        ("“No,” said I. “Yes,” said the Queen. Said Tom nothing?", []),
        ("“No,” Denholm said. “Why?” Orla asked. “Yes.” Somebody laughed.", ["Denholm", "Orla"]),
        ("Orla said, “No.” Everybody said, “Yes.”", ["Orla"]),
        ("My dear Ottoline, I am well.", ["Ottoline"]),
        ("Dear Sir, I am well. Dear Ottoline was ill.", []),
        ("It was Kit who rose, beside Anna Wentz, whose boot it was, and the Frenchman, who sat.", ["Kit", "Anna"]),
        ("Rosa, who came, saw Tom and Ida, whom he loved.", ["Rosa", "Ida"]),
        ("Women, who came. People who rose. I, who sat. It was Frenchmen who sang; he asked Tom, and who came?", []),
    ],
)
def test_names_that_call(text, found):
    assert calls(text) == found


def test_a_name_is_looked_for_where_it_stands_alone():
    text = "Orla swept. Mr. Orla saw the Orla in Orla Road, and Orla’s hope. Hope rose. Captain came."
    document = build_document(load_text(text, force=True))
    found = names_elsewhere(document, {"Orla", "Hope", "Captain"}).tolist()
    assert [document.words(start, end + 1) for start, end in found] == [["Orla", "swept"], ["Orla", "’s"]]


def test_a_sentence_may_begin_with_a_name_that_has_a_capital_letter_elsewhere():
    text = "Orla swept. “Orla swept!” The floor was clean. Hope rose, and Hope had hope. Nora sat. Tom Reed saw Tom."
    document = build_document(load_text(text, force=True))
    assert [document.words(start, end + 1) for start, end in heads(document).tolist()] == [["Orla", "swept"]] * 2
