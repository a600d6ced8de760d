"""What the order of words makes certain is right in the tree, whatever the model made of it."""

from __future__ import annotations

import pytest

from services.extractor.parsing.mend import mend
from services.extractor.parsing.parser import load_parser
from services.extractor.tokens import Doc


def parsed(text: str, **wrong: tuple[str, str]) -> Doc:
    """The text parsed, with tokens hung on (head, dependency) as a model may hang them."""
    doc = load_parser()(text)
    named = {token.text: token for token in doc.tokens}
    for name, (head, dependency) in wrong.items():
        token = named[name]
        if token.head is not token:
            token.head.children.remove(token)
        token.head, token.dep_ = named[head], dependency
        named[head].children.append(token)
        named[head].children.sort()
    mend(doc)
    return doc


def head_of(doc: Doc, word: str) -> str:
    return next(token.head.text for token in doc.tokens if token.text == word)


@pytest.mark.parametrize(
    ("text", "wrong", "word", "head"),
    [
        ("They spoke by telephone this Friday, the palace said.", {"Friday": ("said", "npadvmod")}, "Friday", "spoke"),
        ("They spoke on Friday, the palace said.", {"on": ("said", "prep")}, "on", "spoke"),
        ("They met and spoke this Friday, the palace said.", {"Friday": ("said", "npadvmod")}, "Friday", "spoke"),
        ("They spoke by telephone, the palace said on Friday.", {}, "on", "said"),
        ("On Friday the palace said that they spoke.", {}, "On", "said"),
    ],
)
def test_what_stands_before_the_comma_belongs_to_what_is_stated(text, wrong, word, head):
    """A day in front of the comma is that of the event, one behind it that of the statement."""
    assert head_of(parsed(text, **wrong), word) == head


def test_children_stay_in_the_order_of_the_text():
    """A token that is hung elsewhere stands there where it stands in the text."""
    doc = parsed("They spoke this Friday by telephone, the palace said.", Friday=("said", "npadvmod"))
    spoke = next(token for token in doc.tokens if token.text == "spoke")
    assert [child.i for child in spoke.children] == sorted(child.i for child in spoke.children)
    assert {"Friday", "by"} <= {child.text for child in spoke.children}


def test_a_clause_of_time_is_nothing_that_somebody_is_called():
    """'An hour before the attack began' is no name for the person called; 'a friend' is."""
    doc = parsed("He called her an hour before the attack began, an aide said.", began=("called", "oprd"))
    assert next(token.dep_ for token in doc.tokens if token.text == "began") == "advcl"
    doc = parsed("He called her a friend.", friend=("called", "oprd"))
    assert next(token.dep_ for token in doc.tokens if token.text == "friend") == "oprd"


@pytest.mark.parametrize(
    ("text", "wrong", "word", "head"),
    [
        ("He told her in a phone call that he would send rice.", {"send": ("call", "acl")}, "send", "told"),
        ("He told her in a call on Monday that rice would be sent.", {"sent": ("Monday", "relcl")}, "sent", "told"),
        ("He told her in a call that Tokyo requested.", {"requested": ("call", "relcl")}, "requested", "call"),
        ("He asked for a call that will last.", {"last": ("call", "relcl")}, "last", "call"),
    ],
)
def test_what_was_told_in_a_call_is_no_clause_on_the_call(text, wrong, word, head):
    """What somebody was told hangs on the telling, a clause on the call on the call."""
    assert head_of(parsed(text, **wrong), word) == head


@pytest.mark.parametrize(
    ("text", "lemma"), [("hoped", "hope"), ("hoping", "hope"), ("hopped", "hop"), ("dined", "dine"), ("tapped", "tap")]
)
def test_verbs_in_e_keep_it(text, lemma):
    """'Hoped' is a form of 'hope', 'hopped' one of 'hop'."""
    doc = parsed(f"The minister had {text} on Monday.")
    assert next(token.lemma_ for token in doc.tokens if token.text == text) == lemma


@pytest.mark.parametrize(
    ("text", "wrong", "word", "head"),
    [
        (
            "They spoke, on Monday, the palace published.",
            {"published": ("spoke", "advcl"), "on": ("published", "prep")},
            "on",
            "spoke",
        ),
        ("They spoke when the palace published it on Monday.", {}, "on", "published"),
    ],
)
def test_a_day_between_commas_is_that_of_what_is_stated(text, wrong, word, head):
    """A day in front of the comma is not that of the statement behind it."""
    assert head_of(parsed(text, **wrong), word) == head


def test_calls_behind_a_verb_are_its_object():
    """Where nobody else is there to call, "calls" is a noun."""
    doc = parsed("The president answered calls from his peers.", calls=("answered", "ccomp"))
    assert next(token.dep_ for token in doc.tokens if token.text == "calls") == "dobj"


def test_a_semicolon_parts_two_sentences():
    """What stands in front of a semicolon is not what the clause behind it says."""
    doc = parsed("They looked at the border; both asked their ministers to meet.", looked=("asked", "ccomp"))
    assert next(token.dep_ for token in doc.tokens if token.text == "looked") == "parataxis"


def test_a_name_behind_to_is_no_infinitive() -> None:
    """ "To Petro Poroshenko": whom she talked to, not what she did."""
    doc = parsed("Ewa Kopacz talked on the phone to Petro Poroshenko after the talks in Minsk, her office said on Thursday.")
    assert head_of(doc, "Poroshenko") == "to"
    assert head_of(doc, "to") == head_of(doc, "after") == "talked"


def test_a_day_behind_who_acts_is_no_part_of_the_name():
    """'Imran Khan Sunday telephoned' has a subject; 'Easter Sunday brought' is one."""
    doc = parsed("Prime Minister Imran Khan Sunday telephoned his colleague and thanked him for it, the Foreign Office said.")
    named = {token.text: token for token in doc.tokens}
    assert (named["Khan"].head.text, named["Khan"].dep_, named["Imran"].head.text) == ("telephoned", "nsubj", "Khan")
    assert (named["Sunday"].head.text, named["Sunday"].dep_) == ("telephoned", "npadvmod")
    assert head_of(parsed("Easter Sunday brought a call from the Pope."), "Easter") == "Sunday"


def test_a_call_behind_a_comma_is_no_second_object() -> None:
    """ "Rang Kan on Monday, the first call in years": nobody rings a call."""
    doc = parsed("Anthony Albanese rang Joko Widodo on Monday, the first call in years.", call=("rang", "dobj"))
    assert next(token.dep_ for token in doc.tokens if token.text == "call") == "npadvmod"


def test_what_nobody_can_be_is_the_verb_of_a_sentence_without_one() -> None:
    """ "Haddad, an aide, talked with X" tells what Haddad did."""
    doc = parsed("Essam Haddad, an aide to President Mohamed Morsi, talked by telephone with Denis McDonough on Monday.")
    assert head_of(doc, "Haddad") == "talked"


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        (
            "Russian President Vladimir Putin and Egyptian President Abdel Fattah el-Sisi held telephone talks on Tuesday.",
            "held",
            "Putin",
        ),
        ("Vladimir Putin and Abdel Fattah el-Sisi held phone talks on Tuesday, the Kremlin said.", "held", "Putin"),
        ("The two leaders conferred by phone on Tuesday, weeks before new tariffs take effect.", "conferred", "leaders"),
        ("The two leaders conferred by phone on Tuesday.", "conferred", "leaders"),
    ],
)
def test_a_past_behind_names_is_no_participle(text, verb, subject):
    """Who held talks or conferred acts, though the model hangs the verb on them or on the talks."""
    doc = parsed(text)
    named = {token.text: token for token in doc.tokens}
    assert (named[verb].tag_, named[subject].head.text, named[subject].dep_) == ("VBD", verb, "nsubj")
    assert all(token in token.head.children for token in doc.tokens if token.head is not token)


def test_how_and_when_views_were_exchanged_is_no_part_of_them():
    """Nor is a time between an auxiliary and its verb an object."""
    assert head_of(parsed("The two exchanged views by phone on Saturday morning.", on=("views", "prep")), "on") == "exchanged"
    assert head_of(parsed("They announced a talk by phone on Monday.", by=("talk", "prep")), "by") == "talk"
    talk = parsed("He told of the talk he had by phone with Nyusi.", by=("talk", "prep"), **{"with": ("phone", "prep")})
    assert [head_of(talk, word) for word in ("by", "with")] == ["had", "had"]
    assert head_of(parsed("Kerry has this afternoon spoken with Lavrov.", afternoon=("has", "dobj")), "afternoon") == "spoken"
