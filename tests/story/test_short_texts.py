"""Short texts of a few people, rare names among them: who is in them, who says what, and who feels it.

Read with the released model. Of a feeling `word: who > toward whom` the words that tell it and the experiencer must be
right, and the target where one is given.
"""

from dataclasses import dataclass

import pytest

import undertow

pytestmark = pytest.mark.weights


@dataclass(frozen=True)
class Short:
    """A text and what a reader would say of it."""

    name: str
    text: str
    cast: tuple[str, ...]
    lines: tuple[str, ...]
    feelings: tuple[str, ...]


SHORT = (
    Short(
        "lamp",
        """Hester put the lamp on the sill. Mr. Crane stood by the door with his hat in his hands.

"You will not go out tonight," Hester said.

"I must," said Mr. Crane. He was afraid of the ice, though he did not say so.

His wife came in. She was angry with him, and her hands shook. "You promised me," she said.

Hester looked at the lamp. She did not pity him. She had never pitied him, not even once.
""",
        (
            "Hester",
            "Mr. Crane",
            "his wife",
        ),
        (
            "Hester",
            "Mr. Crane",
            "his wife",
        ),
        (
            "afraid: Mr. Crane",
            "angry: his wife > Mr. Crane",
            "pity: Hester > Mr. Crane",
            "pitied: Hester > Mr. Crane",
        ),
    ),
    Short(
        "map",
        """Isolde is late again. Ptolemy has the map spread over both tables, and a cup on each corner of it.

"You might have waited," Isolde says.

"I did wait," says Ptolemy. He is ashamed of the cups, and he moves them one by one.

Isolde takes off her gloves. She is not angry with him. She leans over the coast, the islands, the blue that
stands for everything nobody has measured, and she loves him a little for the care he took.

"Where did you start?" she asks.

"Here," Ptolemy says. "Where we stopped."
""",
        (
            "Isolde",
            "Ptolemy",
        ),
        (
            "Isolde",
            "Ptolemy",
            "Isolde",
            "Ptolemy",
        ),
        (
            "ashamed: Ptolemy",
            "angry: Isolde > Ptolemy",
            "loves: Isolde > Ptolemy",
        ),
    ),
    Short(
        "wren",
        """I found Wren on the back step with a bucket between her knees. She was shelling peas and did not look up.

"Your brother wrote," I said.

Wren split a pod with her thumb. "Did he say when?"

"He did not."

I was sorry for her then, and I sat down and took a handful of peas. Wren hated to be pitied. She moved the
bucket so that I could reach it.

"He never does," Wren said.
""",
        (
            "I",
            "Wren",
        ),
        (
            "I",
            "Wren",
            "I",
            "Wren",
        ),
        (
            "sorry: I > Wren",
            "hated: Wren",
        ),
    ),
    Short(
        "women",
        """Three women sat in the kitchen, and nobody had lit the fire. Agnes was sewing. Thirza had her back to the
window. Old Mrs. Pell held the letter, which she could not read.

"Give it to me," Thirza said.

Mrs. Pell gave it to Agnes. Agnes read it and folded it small. She was frightened, and she put it under the
cloth.

"Well?" Thirza asked. She was angry with Agnes already.

"It is only the rent," said Agnes.

"You never could lie," said Mrs. Pell.

Thirza laughed. She was proud of the old woman that day.
""",
        (
            "Agnes",
            "Thirza",
            "Mrs. Pell",
        ),
        (
            "Thirza",
            "Thirza",
            "Agnes",
            "Mrs. Pell",
        ),
        (
            "frightened: Agnes",
            "angry: Thirza > Agnes",
            "proud: Thirza > Mrs. Pell",
        ),
    ),
    Short(
        "surnames",
        """Harrow came up the track at noon. Lindqvist watched him from the tower and did not wave.

"You have no boots," said Lindqvist.

"I sold them," Harrow said. He grinned, but he was tired and afraid of the answer.

Lindqvist let the ladder down. He disliked Harrow. He had disliked him since the war, and he was ashamed that
it showed.

"Come up, then," he said.

Harrow put one bare foot on the rung.
""",
        (
            "Harrow",
            "Lindqvist",
        ),
        (
            "Lindqvist",
            "Harrow",
            "Lindqvist",
        ),
        (
            "afraid: Harrow",
            "disliked: Lindqvist > Harrow",
            "disliked: Lindqvist > Harrow",
            "ashamed: Lindqvist",
        ),
    ),
    Short(
        "before",
        """Before anybody else was up, Tamsin walked down to the boat. Corin was there already. He was bailing with a
soup pot.

Tamsin said, "You will drown in that thing."

Corin answered, "It has carried me since I was nine."

Then Tamsin sat on the wet wall. She was worried about him, and she said, "Your mother dreamed of you."

Corin stopped. He feared his mother's dreams. He said, "What did she see?"

Tamsin told him, "Nothing. A soup pot."
""",
        (
            "Tamsin",
            "Corin",
        ),
        (
            "Tamsin",
            "Corin",
            "Tamsin",
            "Corin",
            "Tamsin",
        ),
        (
            "worried: Tamsin > Corin",
            "feared: Corin",
        ),
    ),
    Short(
        "letter",
        """Dear Ottoline,

The house is let, and I am to be out by Friday. I am not sorry. You will say that I never loved it, and you
will be right.

Barnaby came on Sunday and carried the piano out with two men from the inn. He was sad about it. He loved
Mother, and she was happy only when she played.

"You might keep the stool," Barnaby said to me.

"What should I do with a stool?" I said.

Write to me at the inn. I miss you more than the house.

Your sister, Delphine
""",
        (
            "I",
            "Ottoline",
            "Barnaby",
        ),
        (
            "Barnaby",
            "I",
        ),
        (
            "sorry: I",
            "sad: Barnaby",
            "miss: I > Ottoline",
        ),
    ),
    Short(
        "doctor",
        """Dr. Amory had the blinds down. Jessamy lay on the sofa with a cloth over her eyes, and her aunt walked to and
fro.

"She has eaten nothing," said the aunt.

"I had an egg," Jessamy said.

The doctor took her wrist. He was fond of Jessamy, and he feared her aunt.

"An egg is something," he said.

Her aunt stopped walking. She was furious with him. "An egg!" she cried.

Jessamy smiled under the cloth. She was not ill. She was bored, and she liked the doctor.
""",
        (
            "Dr. Amory",
            "Jessamy",
            "her aunt",
        ),
        (
            "her aunt",
            "Jessamy",
            "Dr. Amory",
            "her aunt",
        ),
        (
            "fond: Dr. Amory > Jessamy",
            "feared: Dr. Amory > her aunt",
            "furious: her aunt > Dr. Amory",
            "liked: Jessamy > Dr. Amory",
        ),
    ),
    Short(
        "bench",
        """Cosima waited at the end of the platform. The train was in, and it was not his.

"You came anyway," said somebody behind her.

Cosima turned round. Lucian had cut his hair. He carried no bag. She was so glad that she could not speak, and
then she was angry.

"You never wrote," Cosima said.

"I wrote every week," Lucian said. "I was afraid to send them."

She laughed at him. Lucian took the letters out of his coat, one by one, and put them in her lap.
""",
        (
            "Cosima",
            "Lucian",
        ),
        (
            "Lucian",
            "Cosima",
            "Lucian",
        ),
        (
            "glad: Cosima",
            "angry: Cosima",
            "afraid: Lucian",
        ),
    ),
    Short(
        "sisters",
        """Perpetua did not want the ring. Her sister Odile did.

"Take it," Perpetua says. "It never fitted me."

Odile holds it up to the lamp. She is jealous of Perpetua, and she has been jealous of her since they were
small.

"He gave it to you," Odile says.

"He gave it to whoever was in the room."

Perpetua goes to the window. She is tired of him. She despises him, and she misses him, and she will tell
neither to Odile.
""",
        (
            "Perpetua",
            "Odile",
        ),
        (
            "Perpetua",
            "Odile",
            "Perpetua",
        ),
        (
            "jealous: Odile > Perpetua",
            "jealous: Odile > Perpetua",
        ),
    ),
    Short(
        "quay",
        """The rain had stopped by the time Hesper reached the quay. Old Tobit was mending a net, and he did not get up.

"They are not coming back," Tobit said.

Hesper sat down on a crate. She knew it. She was grateful to him all the same, for he was the first who had
said it.

"My father was with them," said Hesper.

"I know he was."

Tobit pulled the cord tight. He pitied her, and he hated the sea.
""",
        (
            "Hesper",
            "Tobit",
        ),
        (
            "Tobit",
            "Hesper",
            "Tobit",
        ),
        (
            "grateful: Hesper > Tobit",
            "pitied: Tobit > Hesper",
            "hated: Tobit",
        ),
    ),
    Short(
        "ward",
        """Nurse Pym takes the chart from its hook. In the next bed Ludo Farr pretends to be asleep.

"Your sister telephoned," Nurse Pym says.

"Which one?" Ludo asks. He is afraid of Beatrix.

"She did not say."

Pym writes a number down. She likes him. She likes none of the others. "Sleep now," she says.
""",
        (
            "Nurse Pym",
            "Ludo Farr",
        ),
        (
            "Nurse Pym",
            "Ludo Farr",
            "Nurse Pym",
            "Nurse Pym",
        ),
        (
            "afraid: Ludo Farr",
            "likes: Nurse Pym > Ludo Farr",
        ),
    ),
    Short(
        "clerks",
        """Vance and Okoro shared the office under the stairs. Vance kept the keys.

"We are short again," Okoro said.

"By how much?"

"Four pounds." Okoro rubbed his eyes. He was ashamed, though the mistake was not his.

Vance counted the drawer twice. He was angry with Okoro. "Tell her yourself," he said.

Mrs. Dace came down at six. She was fond of Okoro, and she paid the four pounds.
""",
        (
            "Vance",
            "Okoro",
            "Mrs. Dace",
        ),
        (
            "Okoro",
            "Vance",
            "Okoro",
            "Vance",
        ),
        (
            "ashamed: Okoro",
            "angry: Vance > Okoro",
            "fond: Mrs. Dace > Okoro",
        ),
    ),
    Short(
        "diary",
        """Monday. Sunniva came to tea and brought the child. I was happy to see them, and I said so.

"You are thin," Sunniva told me.

"I am well," I said.

She looked at the stove. I think she was frightened for me. Then the child asked, "Does the clock not go?"

"It goes when I wind it," I answered, and Sunniva laughed. She was never angry with me for long.
""",
        (
            "I",
            "Sunniva",
        ),
        (
            "Sunniva",
            "I",
            "the child",
            "I",
        ),
        (
            "happy: I",
            "frightened: Sunniva > I",
            "angry: Sunniva > I",
        ),
    ),
    Short(
        "kiln",
        """Ottavia had the kiln open before it was cool. She always did. The first jug came out with its handle gone,
and she set it down on the brick.

Piers came across the yard with the post. He saw the jug and said nothing. Ottavia turned it round so that the
break was to the wall. She did not care. It was only a jug.

"Joan Ferris wants forty," Piers said.

"Then she can want," said Ottavia.

He laughed, and he was sorry that he had laughed. Ottavia put her hand flat on the warm brick. She was not angry
with him. The spring would be late, and Ottavia would have time.
""",
        (
            "Ottavia",
            "Piers",
            "Joan Ferris",
        ),
        (
            "Piers",
            "Ottavia",
        ),
        (
            "sorry: Piers",
            "angry: Ottavia > Piers",
        ),
    ),
    Short(
        "weir",
        """The miller came down to the weir at noon. The sexton was sitting there with his boots off.

"You are in my light," said the miller.

The sexton moved his boots and nothing else. He was afraid of the water, and he sat by it every day.

The miller opened the sluice. He despised the man, and he had brought him bread. "Eat," he said.

"I buried your father," said the sexton.

"I know who buried him."

The sexton ate. He was grateful, and the bread was dry, and the miller watched the wheel until it was time to go.
""",
        (
            "the miller",
            "the sexton",
        ),
        (
            "the miller",
            "the miller",
            "the sexton",
            "the miller",
        ),
        ("grateful: the sexton",),
    ),
)


NOT_YET = {
    "women": "'the old woman' is taken for Agnes, and not for Old Mrs. Pell",
    "doctor": "'the doctor took her wrist' gives him 'her', and so 'he' is somebody else",
    "bench": "'his', of somebody who is named later, is taken for the woman's who is named before it",
}


def param(short: Short) -> object:
    """A text, marked where it is not read rightly yet."""
    marks = [pytest.mark.xfail(reason=NOT_YET[short.name], strict=True)] if short.name in NOT_YET else []
    return pytest.param(short, id=short.name, marks=marks)


@pytest.mark.parametrize("short", [param(short) for short in SHORT])
def test_a_short_text_is_read_as_a_reader_would(short: Short) -> None:
    story = undertow.read(text=short.text)
    names = {c.id: "I" if c.narrator else c.name for c in story.characters}
    assert set(short.cast) <= set(names.values())
    assert [names.get(quotation.speaker or "") for quotation in story.quotations] == list(short.lines)
    found = [
        (story.text[f.start_char : f.end_char], names.get(f.experiencer or ""), names.get(f.target or ""))
        for f in story.feelings
    ]
    for feeling in short.feelings:
        words, _, people = feeling.partition(": ")
        who, _, toward = people.partition(" > ")
        same = [f for f in found if words in f[0] and f[1] == who and toward in ("", f[2])]
        assert same, (feeling, found)
        found.remove(same[0])


def test_a_name_that_the_story_knows_is_found_where_the_encoder_does_not_think_of_it() -> None:
    kiln = next(short.text for short in SHORT if short.name == "kiln")
    story = undertow.read(text=kiln.replace('," said Ottavia.', '." She meant fifty.'))
    mentions = story.layers.mentions
    assert mentions is not None
    found = [story.document.words(a, b) for a, b in zip(mentions.start.tolist(), mentions.end.tolist(), strict=True)]
    assert found.count(["Ottavia"]) == 4
    assert {character.name for character in story.characters} == {"Ottavia", "Piers", "Joan Ferris"}
