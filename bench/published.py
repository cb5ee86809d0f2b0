"""What others reached, and on what: text for LitBank, numbers for PDNC, which stand in the same table as ours.

None of the set-ups is ours: they differ in the documents that were scored, and most in what the system was trained on.
"""

LITBANK: dict[str, list[tuple[str, str]]] = {  # by the name of our score: (systems with values, set-up)
    "mentions": [],
    "mentions_type_form": [
        ("BookNLP small 88.2, big 90.0", "trained on LitBank and about 500 unreleased books; their own test set"),
    ],
    "mentions_no_pronouns": [],
    "entities": [("BiLSTM-CRF 68.3", "LitBank's official test documents")],
    "events": [("BERT 73.9; BookNLP small 70.6, big 74.1", "LitBank's official split, 60/10/30")],
    "coreference": [
        ("LREC 2020 baseline 68.1; longdoc 76.5; Maverick 78.0", "LitBank, ten-fold"),
        ("fast-coref 79.3 to 80.2", "LitBank, ten-fold; large encoders"),
        ("BookNLP small 76.4, big 79.0", "their own set-up"),
    ],
    "coreference_gold": [("LREC 2020 baseline 79.3", "LitBank, ten-fold")],
}

# BookNLP's big model: its published outputs for 22 novels, scored by the measure of `speakers.py`; accuracies are over
# found parts only.
BOOKNLP_POOLED = {
    "parts_precision": 0.927,
    "parts_recall": 0.967,
    "accuracy_found": 0.509,
    "accuracy_explicit": 0.806,
    "accuracy_anaphoric": 0.409,
    "accuracy_implicit": 0.317,
    "nameless": 0.295,
    "n_speakers": 112,
}
BOOKNLP_BY_NOVEL = {"DaisyMiller": 0.707, "NorthangerAbbey": 0.528, "TheGambler": 0.217, "TheManWhoWasThursday": 0.519}

EWT = "from raw text: Stanza UPOS 95.4, UAS 86.2, LAS 83.6; TurkuNLP 96.6, 91.1, 89.0"
NEGATION = "cues about 92, scope tokens about 92 (BERT, *SEM 2012)"
TALES = "DeBERTa-large .82 and .71 with 8 sentences of context, .72 and .62 without (official partition, all 169 tales)"
NOVELS = "nothing: the labels are new"
EMOBANK = "RoBERTa-large .84, .57, .54 (official split, in which documents are shared)"
