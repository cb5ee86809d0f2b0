"""The branch in PyTorch: transformer blocks over the states of words, twice, and their heads.

In: states of words as the frozen encoder leaves them, in groups of whole sentences. `Grammar` gives part of speech,
verb form and dependencies, cues of negation and their scopes; `Mood` gives a vector a sentence, from which a tiny
network reads affect with the sentences around it. The two share nothing but the encoder: they need different things
of it, and each can be trained, measured and replaced alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder import Block, Encoder, EncoderConfig
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS

HIDDEN = 384
FAR = 24  # words: beyond them a distance is only "far"
NEVER = -1e4  # log-odds of what cannot be
SENTENCE = 64  # size of the vector of a sentence
TONES = 4  # numbers a word
POSITIONS = 320  # words of a group at most


class GrammarOutput(NamedTuple):
    """What is said of words and pairs of words; the last axes of `arcs` and `scope` are head word and word in scope."""

    upos: Tensor  # [n, words, UPOS]
    verb: Tensor  # [n, words, VERB_FORMS]
    arcs: Tensor  # [n, words, words] the diagonal: this word is the root
    relation: Tensor  # [n, words, RELATIONS] to the likeliest head, or to those given
    cue: Tensor  # [n, words, 3]
    scope: Tensor  # [n, words, words]


@dataclass(frozen=True, slots=True)
class TrunkConfig:
    """Which states go in, and how many blocks they go through."""

    inputs: tuple[int, ...] = (3,)  # after which blocks of the encoder the states are that go in
    blocks: int = 2
    first_block: int = 4  # of the encoder, with whose weights the first block begins; it reads the states before it
    dropout: float = 0.15


class Trunk(nn.Module):
    """States [n, words, inputs * HIDDEN] to vectors [n, words, HIDDEN]; words of a group look at each other.

    Blocks go on from where those of the encoder were cut, so that at first they compute what the encoder does. Where
    several states go in, what comes out of the blocks is one more beside them.
    """

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.config = config
        self.cut = config.inputs.index(config.first_block - 1) * HIDDEN
        several = len(config.inputs) > 1
        self.mix = nn.Linear((len(config.inputs) + 1) * HIDDEN, HIDDEN) if several else None
        self.positions = nn.Embedding(POSITIONS, HIDDEN) if config.blocks else None
        if self.positions is not None:
            nn.init.normal_(self.positions.weight, std=0.02)
        self.dropout = nn.Dropout(config.dropout)
        self.blocks = nn.ModuleList(Block(EncoderConfig()) for _ in range(config.blocks))

    def start_from(self, encoder: Encoder) -> None:
        """Begin with blocks of an encoder, the last ones it has."""
        for i, block in enumerate(self.blocks):
            block.load_state_dict(
                encoder.blocks[min(self.config.first_block + i, len(encoder.blocks) - 1)].state_dict()
            )

    def through_blocks(self, states: Tensor, member: Tensor) -> Tensor:
        """What comes out of the blocks [n, words, HIDDEN]; of none, what went in."""
        return self.rest(self.begin(states, member), member)

    def begin(self, states: Tensor, member: Tensor) -> Tensor:
        """What comes out of the first block; of none, what went in."""
        x = states[:, :, self.cut : self.cut + HIDDEN]
        if self.positions is not None:
            x = x + self.positions.weight[: states.shape[1]]
        x = self.dropout(x)
        return self.blocks[0](x, padding(member)) if self.blocks else x

    def rest(self, x: Tensor, member: Tensor) -> Tensor:
        """What the other blocks make of what comes out of the first."""
        for block in self.blocks[1:]:
            x = block(x, padding(member))
        return x

    def keep_first(self) -> None:
        """Let the first block stay as it is, whatever the others learn."""
        assert self.positions is not None
        for parameter in (*self.positions.parameters(), *self.blocks[0].parameters()):
            parameter.requires_grad_(False)

    def forward(self, states: Tensor, member: Tensor) -> Tensor:
        x = self.through_blocks(states, member)
        if self.mix is not None:
            x = self.mix(torch.cat([self.dropout(states), x], dim=-1))
        return self.dropout(x)


def padding(member: Tensor) -> Tensor:
    """What is added to attention [n, 1, 1, words]: words of no sentence are not looked at."""
    return (member.sum(1) - 1.0)[:, None, None, :] * -NEVER


class Biaffine(nn.Module):
    """Scores [n, words, words] of pairs of words, with what their distance tells."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(HIDDEN, depth), nn.Linear(HIDDEN, depth)
        self.between = nn.Linear(depth, depth, bias=False)
        self.bias = nn.Linear(depth, 1)
        self.distance = nn.Embedding(2 * FAR + 1, 1)
        nn.init.zeros_(self.distance.weight)
        self.dropout = nn.Dropout(0.15)
        self.scale = depth**-0.5

    def forward(self, x: Tensor) -> Tensor:
        left, right = self.dropout(F.gelu(self.left(x))), self.dropout(F.gelu(self.right(x)))
        scores = self.between(left) @ right.transpose(1, 2) * self.scale + self.bias(right).transpose(1, 2)
        at = torch.arange(x.shape[1], device=x.device)
        steps = (at[None, :] - at[:, None]).clamp(-FAR, FAR) + FAR
        return scores + self.distance(steps).squeeze(-1)


class Relations(nn.Module):
    """Which relation a word has to its head."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.word, self.head = nn.Linear(HIDDEN, depth), nn.Linear(HIDDEN, depth)
        self.both = nn.Linear(depth, depth * len(RELATIONS), bias=False)
        self.each = nn.Linear(2 * depth, len(RELATIONS))
        self.dropout = nn.Dropout(0.15)

    def forward(self, x: Tensor, heads: Tensor) -> Tensor:
        word, head = self.dropout(F.gelu(self.word(x))), self.dropout(F.gelu(self.head(x)))
        head = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[2]))
        depth = head.shape[2]
        both = self.both(head).view(*head.shape[:2], len(RELATIONS), depth)
        scores = (both @ word[:, :, :, None]).squeeze(-1) * depth**-0.5
        return scores + self.each(torch.cat([word, head], dim=-1))


class Grammar(nn.Module):
    """Part of speech, verb form, dependencies (Dozat and Manning 2017).

    It also learns cues of negation and their scopes, which is a help in training and where `Scopes` begins.
    """

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.trunk = Trunk(config)
        self.words = nn.Linear(HIDDEN, len(UPOS) + len(VERB_FORMS))
        self.arcs = Biaffine(192)
        self.root = nn.Linear(HIDDEN, 1)
        self.relations = Relations(64)
        self.cue = nn.Linear(HIDDEN, 3)
        self.scope = Biaffine(96)

    def forward(self, states: Tensor, member: Tensor, heads: Tensor | None = None) -> GrammarOutput:
        """Read groups; `member` [n, sentences, words] is 1 where a word is of a sentence, `heads` [n, words] are the
        heads to name relations to (None: the likeliest)."""
        x = self.trunk(states, member)
        apart = (member.transpose(1, 2) @ member - 1.0) * -NEVER  # [n, words, words] 0 in one sentence
        diagonal = torch.eye(x.shape[1], device=x.device)
        arcs = self.arcs(x) * (1 - diagonal) + self.root(x) * diagonal + apart
        upos, verb = self.words(x).split([len(UPOS), len(VERB_FORMS)], dim=-1)
        relation = self.relations(x, arcs.argmax(-1) if heads is None else heads)
        return GrammarOutput(upos, verb, arcs, relation, self.cue(x), self.scope(x) + apart)


class Pool(nn.Module):
    """Words to a vector a sentence: several soft choices of words, each with its own view of them, and their tones.

    A tone is a number a word; the first is taught to be the word's own valence. Of each, a sentence has the mean, the
    most and the least.
    """

    def __init__(self, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.tones = nn.Sequential(nn.Linear(HIDDEN, 64), nn.GELU(), nn.Linear(64, TONES))
        self.choice = nn.Linear(HIDDEN, heads)
        self.view = nn.Linear(HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(0.15)
        self.out = nn.Linear(HIDDEN + 3 * TONES, SENTENCE)

    def forward(self, x: Tensor, member: Tensor) -> Tensor:
        return self.gather(self.view(x), self.choice(x), self.tones[0](x), member)

    def looks(self) -> list[nn.Linear]:
        """The layers that look at words; `gather` takes what they say, in this order."""
        tone = self.tones[0]
        assert isinstance(tone, nn.Linear)
        return [self.view, self.choice, tone]

    def gather(self, view: Tensor, choice: Tensor, tone: Tensor, member: Tensor) -> Tensor:
        """Vectors of sentences from what the layers that look at words say of them."""
        n, words, hidden = view.shape
        choice = choice.transpose(1, 2)[:, :, None, :]  # [n, heads, 1, words]
        weights = (choice + (member[:, None] - 1.0) * -NEVER).softmax(-1)  # [n, heads, sentences, words]
        view = view.view(n, words, self.heads, hidden // self.heads).transpose(1, 2)
        pooled = (weights @ view).transpose(1, 2).reshape(n, -1, hidden)
        tones = self.tones[1:](tone)
        outside = ((member - 1.0) * -NEVER)[:, :, :, None]  # [n, sentences, words, 1] 0 inside of the sentence
        mean = member @ tones / member.sum(-1, keepdim=True).clamp(min=1.0)
        most = (tones[:, None] + outside).amax(2).clamp(min=-9.0)
        least = (-tones[:, None] + outside).amax(2).clamp(min=-9.0)
        return self.out(torch.cat([self.dropout(F.gelu(pooled)), mean, most, least], dim=-1))


class SentenceReader(nn.Module):
    """Vectors of sentences in order [n, sentences, SENTENCE] to some numbers a sentence [n, sentences, numbers].

    Convolutions of growing reach let 14 sentences on each side speak to each.
    """

    def __init__(self, numbers: int = 3, width: int = 96) -> None:
        super().__init__()
        self.enter = nn.Linear(SENTENCE, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.around = nn.ModuleList(nn.Conv1d(width, width, 5, padding=2 * d, dilation=d) for d in (1, 2, 4))
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(width, numbers)

    def forward(self, sentences: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.enter(sentences)
        for norm, around in zip(self.norms, self.around, strict=True):
            y = F.gelu(norm(x))
            if mask is not None:
                y = y * mask[:, :, None]
            x = x + self.dropout(around(y.transpose(1, 2)).transpose(1, 2))
        return self.out(self.dropout(F.gelu(x)))


USES = {
    "emobank": 0.4,
    "readers": 0.4,
    "moods": 1.0,
}  # how much of the tales' scale the readers of a corpus use, at first


class Mood(nn.Module):
    """A vector a sentence, and what is read from those of a text: valence, arousal and dominance, or other numbers.

    What is read is on the tales' scale; the readers of other corpora used less of theirs, or had another middle, which
    is learned and left behind.
    """

    def __init__(self, config: TrunkConfig, numbers: int = 3) -> None:
        super().__init__()
        self.trunk = Trunk(config)
        self.pool = Pool()
        self.reader = SentenceReader(numbers)
        self.scale = nn.ParameterDict({name: nn.Parameter(torch.full((3,), use)) for name, use in USES.items()})
        self.middle = nn.ParameterDict({name: nn.Parameter(torch.zeros(3)) for name in USES})

    @property
    def has_blocks(self) -> bool:
        """Whether it has blocks of its own, and so nothing to do with the deep ones."""
        return len(self.trunk.blocks) > 0

    def forward(self, states: Tensor, member: Tensor) -> Tensor:
        """Vectors of sentences [n, sentences, SENTENCE]."""
        return self.pool(self.trunk(states, member), member)

    def with_tone(self, states: Tensor, member: Tensor) -> tuple[Tensor, Tensor]:
        """The same, and the valence of each word alone [n, words]."""
        x = self.trunk(states, member)
        return self.pool(x, member), self.pool.tones(x)[..., 0]

    def as_judged(self, read: Tensor, corpus: str) -> Tensor:
        """What is read, as the readers of a corpus would have said it."""
        return read * self.scale[corpus] + self.middle[corpus] if corpus in USES else read


class Pupil(nn.Module):
    """Deep blocks that learn to say what a larger encoder says of each word: all of it [n, words, size].

    `mean`, `deviation` [size] are those of the larger encoder's words, `spread` that of its means over sentences.
    """

    def __init__(self, trunk: Trunk, mean: Tensor, deviation: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.trunk = trunk
        self.say = nn.Linear(HIDDEN, len(mean))
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.register_buffer("spread", spread)

    def forward(self, states: Tensor, member: Tensor) -> Tensor:
        return self.say(self.trunk(states, member))

    def in_units(self, large: Tensor) -> Tensor:
        """What the larger encoder says, with mean 0 and deviation 1."""
        return (large - self.mean) / self.deviation


class Moods(nn.Module):
    """Several moods whose readings are mixed: some of stories, some of EmoBank, of each kind the mean; and undertones.

    The two kinds asked for different things (what is felt in the story; what writer and reader feel), and one part that
    learns both reads each of them worse. Parts of one kind differ by their seed alone. All take the states of the
    encoder, and those without blocks of their own take beside them what the deep blocks make of these.
    """

    def __init__(
        self,
        deep: Trunk,
        tales: Sequence[Mood],
        emobank: Sequence[Mood],
        undertone: Sequence[Mood],
        share: Sequence[float],
    ) -> None:
        super().__init__()
        self.deep = deep
        self.tales, self.emobank = nn.ModuleList(tales), nn.ModuleList(emobank)
        self.undertones = nn.ModuleList(undertone)
        self.register_buffer("share", torch.tensor(share))  # of the tales, in valence, arousal and dominance

    def forward(self, states: Tensor, member: Tensor) -> Tensor:
        """Vectors of sentences [n, sentences, SENTENCE a mood]."""
        beside = torch.cat([states, self.deep(states, member)], dim=-1)
        return torch.cat([mood(states if mood.has_blocks else beside, member) for mood in self.parts()], dim=-1)

    def parts(self) -> list[Mood]:
        """All moods, in the order of their vectors."""
        return [*self.tales, *self.emobank, *self.undertones]

    def read(self, sentences: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What each kind reads from the vectors of the sentences of a text, the mean of its parts."""
        read = [part.reader(v) for part, v in zip(self.parts(), sentences.split(SENTENCE, dim=-1), strict=True)]
        first, second = len(self.tales), len(self.tales) + len(self.emobank)
        tales, emobank, undertone = (
            torch.stack(some).mean(0) for some in (read[:first], read[first:second], read[second:])
        )
        return tales, emobank, undertone

    def reader(self, sentences: Tensor) -> Tensor:
        """Valence, arousal and dominance of the sentences of a text [n, sentences, 3]."""
        tales, emobank, _ = self.read(sentences)
        return self.share * tales + (1 - self.share) * emobank

    def undertone(self, sentences: Tensor) -> Tensor:
        """Log-odds [n, sentences, 2] that a sentence plays a feeling down, and that it speaks against one."""
        return self.read(sentences)[2]


class FoldedMoods(nn.Module):
    """Vectors of sentences as `Moods` gives them, with one product in the place of all mixes and looks at words.

    The mix of the deep blocks, those of the parts and what a pool first does with words follow each other with nothing
    in between, so that together they are one linear map of the states and of what the blocks say. Parts with blocks of
    their own have a product of their own; the first of these is that of the deep ones (`Trunk.keep_first`).
    """

    def __init__(self, moods: Moods) -> None:
        super().__init__()
        self.deep = moods.deep
        parts = moods.parts()
        self.own = nn.ModuleList(mood.trunk for mood in parts if mood.has_blocks)
        self.pools = nn.ModuleList(mood.pool for mood in parts)
        self.sizes = [look.out_features for look in parts[0].pool.looks()]
        self.looks = nn.ModuleList(linear(*looks_of(mood)) for mood in parts if mood.has_blocks)
        made = [fold(moods.deep, mood) for mood in parts if not mood.has_blocks]
        self.mix = linear(*(torch.cat(rows) for rows in zip(*made, strict=True)))

    def forward(self, states: Tensor, member: Tensor) -> Tensor:
        """Vectors of sentences [n, sentences, SENTENCE a mood]."""
        begun = self.deep.begin(states, member)
        trunks, products = [*self.own, self.deep], [*self.looks, self.mix]
        said = [
            product(torch.cat([states, trunk.rest(begun, member)], dim=-1))
            for trunk, product in zip(trunks, products, strict=True)
        ]
        n = len(self.sizes)
        looks = torch.cat(said, dim=-1).split(self.sizes * len(self.pools), dim=-1)
        vectors = [pool.gather(*looks[i * n : (i + 1) * n], member) for i, pool in enumerate(self.pools)]
        return torch.cat(vectors, dim=-1)


def linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    """A layer of these weights."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


@torch.no_grad()
def looks_of(mood: Mood) -> tuple[Tensor, Tensor]:
    """The map of a part from what goes into its mix to what its pool looks at: weight [looks, .], bias [looks]."""
    mix, looks = mood.trunk.mix, mood.pool.looks()
    assert mix is not None
    look = torch.cat([layer.weight for layer in looks])
    return look @ mix.weight, look @ mix.bias + torch.cat([layer.bias for layer in looks])


@torch.no_grad()
def fold(deep: Trunk, mood: Mood) -> tuple[Tensor, Tensor]:
    """The map of a part without blocks from the states and what the deep blocks say of them, before both mixes, to what
    its pool looks at: weight [looks, states + HIDDEN], bias [looks]."""
    part = mood.trunk
    assert deep.mix is not None
    weight, bias = looks_of(mood)
    given, mixed, again = weight.split([deep.mix.weight.shape[1] - HIDDEN, HIDDEN, HIDDEN], dim=1)
    whole = torch.cat([given, torch.zeros_like(again)], dim=1)
    at = part.cut  # where the part finds again what it takes twice
    if at < given.shape[1]:
        whole[:, at : at + HIDDEN] += again
    else:
        mixed = mixed + again
    return whole + mixed @ deep.mix.weight, bias + mixed @ deep.mix.bias


def places(chosen: Sequence[int], given: Sequence[int]) -> list[int]:
    """The columns of the states after `chosen` blocks, of states that lie side by side after the blocks `given`."""
    at = [given.index(block) * HIDDEN for block in chosen]
    return [column for first in at for column in range(first, first + HIDDEN)]
